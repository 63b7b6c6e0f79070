package integration_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestDiagnosticsNeverShowASecret covers the forms in which GitLab may repeat a secret in
// an error.
func TestDiagnosticsNeverShowASecret(t *testing.T) {
	inMessage := func(text string) string { return jsonText(map[string]any{"message": "Failed: " + text}) }
	forms := map[string]func(secret string) string{
		"unchanged":   inMessage,
		"in an error": func(secret string) string { return jsonText(map[string]any{"error": "webhook is invalid: " + secret}) },
		"in an object": func(secret string) string {
			return jsonText(map[string]any{"message": map[string]any{"webhook": []string{secret}}})
		},
		"in Ruby": func(secret string) string {
			return inMessage(`{:webhook=>["is blocked: ` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "#{", `\#{`).Replace(secret) + `"]}`)
		},
		"in JSON":              func(secret string) string { return inMessage(jsonText(secret)) },
		"in a query":           func(secret string) string { return inMessage("https://x.example/?a=" + url.QueryEscape(secret)) },
		"in a path":            func(secret string) string { return inMessage("https://x.example/" + url.PathEscape(secret)) },
		"as an unknown object": func(secret string) string { return jsonText(map[string]any{"fault": secret}) },
		"as text":              func(secret string) string { return "Retry later: " + secret },
		"cut":                  func(secret string) string { return strings.Repeat("x", 490) + " " + secret },
		"as the title of a page": func(secret string) string {
			return "<html><title>" + strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;").Replace(secret) + "</title></html>"
		},
	}
	secrets := map[string]string{"plain": "glsec-visible-hook", "odd": "visible\"sec\\ret\nof  100%\tü&<#{x}>"}
	for formName, form := range forms {
		for secretName, secret := range secrets {
			for _, attribute := range []string{"signing_key", "signing_key_wo"} {
				t.Run(formName+"/"+secretName+"/"+attribute, func(t *testing.T) {
					s := newScenario(t, false)
					s.gitlab.refuse(&reply{status: http.StatusBadRequest, body: form(secret)})
					found := s.try(minimal.with(object{attribute: secret}))
					if len(found) == 0 {
						t.Fatal("the apply returns no diagnostic")
					}
					for _, diagnostic := range found {
						if text := describe(diagnostic); strings.Contains(text, secret[:7]) {
							t.Errorf("the diagnostic shows the secret: %s", text)
						}
					}
				})
			}
		}
	}
}

func TestDiagnosticsNeverShowTheRestOfASecretThatHoldsAnother(t *testing.T) {
	s := newScenario(t, false)
	s.gitlab.refuse(&reply{status: http.StatusBadRequest, body: `{"message":"Failed: key-and-visible"}`})
	for _, diagnostic := range s.try(minimal.with(object{"signing_key_wo": "key", "relay_token_wo": "key-and-visible"})) {
		if text := describe(diagnostic); strings.Contains(text, "visible") {
			t.Errorf("the diagnostic shows the secret: %s", text)
		}
	}
}

// GitLab's error may contain the secret in the prior state.
func TestDiagnosticsNeverShowTheSecretOfBefore(t *testing.T) {
	s := newScenario(t, false)
	s.make(minimal.with(object{"signing_key": "visible"}))
	s.gitlab.refuse(&reply{status: http.StatusBadRequest, body: `{"message":"Failed: visible is in use"}`})
	for _, diagnostic := range s.try(minimal.with(object{"signing_key": "other"})) {
		if text := describe(diagnostic); strings.Contains(text, "visible") {
			t.Errorf("the diagnostic shows the secret: %s", text)
		}
	}
}

// A secret that contains JSON must not be parsed as part of GitLab's message, because its
// parts would then be shown.
func TestSecretsOfManyPartsAreRedactedWhole(t *testing.T) {
	secret := `{"private_key_id": ["part-one"], "private_key": ["part-two"]}`
	for name, message := range map[string]string{
		"Ruby":     fmt.Sprintf(`Failed to update integration. {:webhook=>["%s is invalid"]}`, strings.ReplaceAll(secret, `"`, `\"`)),
		"in words": "Failed to update integration. " + secret,
		"object":   jsonText(object{"webhook": []string{secret + " is invalid"}}),
	} {
		t.Run(name, func(t *testing.T) {
			g := newGitLab(t, always(http.StatusBadRequest, jsonText(object{"message": message})))
			config := minimal.with(object{"webhook": nil, "signing_key_wo": secret, "webhook_wo": "https://chat.example/hook"})
			plan := g.terraform().plan(chatType, nil, config)
			_, _, found := g.terraform().applyPrivate(chatType, nil, plan.state, config, plan.private)
			if len(found) == 0 {
				t.Fatal("the apply returns no diagnostic")
			}
			for _, diagnostic := range found {
				if said := describe(diagnostic); strings.Contains(said, "part-") {
					t.Errorf("the diagnostic shows a part of the secret: %s", said)
				}
			}
		})
	}
}
