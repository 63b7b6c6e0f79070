package integration_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestSecretsHaveThreeAttributes(t *testing.T) {
	tf := offline(t)
	for _, a := range tf.schemas.ResourceSchemas[chatType].Block.Attributes {
		name, isWriteOnly := strings.CutSuffix(a.Name, "_wo")
		secret := slices.Contains([]string{"webhook", "signing_key", "relay_token"}, name)
		if a.Sensitive != secret || a.WriteOnly != (secret && isWriteOnly) || a.WriteOnly && (a.Computed || !a.Optional) {
			t.Errorf("%s: sensitive %t, write-only %t, optional %t, computed %t", a.Name, a.Sensitive, a.WriteOnly, a.Optional, a.Computed)
		}
	}
	for _, a := range tf.schemas.DataSourceSchemas[chatType].Block.Attributes {
		if strings.HasPrefix(a.Name, "webhook") || a.WriteOnly {
			t.Errorf("the data source has %s", a.Name)
		}
	}
}

func TestWriteOnlyValueIsInNeitherPlanNorState(t *testing.T) {
	s := newScenario(t, false)
	config := writeOnly.with(object{"signing_key_wo": "sign"})
	want := minimal.with(defaults, object{"webhook": nil, "webhook_wo_version": 1, "signing_key_wo_version": 1})
	plan := s.plan(config)
	expectNothing(t, plan.diagnostics)
	expectObject(t, plan.state, want)
	s.make(config)
	expectObject(t, s.state, want)
	s.expectSent(map[string]any{"webhook": "https://chat.example/hook", "signing_key": "sign", "relay_token": nil})
}

func TestAutomaticVersionGoesUpWithTheValue(t *testing.T) {
	s := newScenario(t, false)
	s.make(writeOnly)
	s.expectFingerprints("webhook")
	for version, value := range []string{"https://chat.example/1", "https://chat.example/2", "https://chat.example/hook"} {
		config := writeOnly.with(object{"webhook_wo": value})
		s.expectChange(config, object{"webhook_wo_version": version + 2})
		s.make(config)
		s.expectSent(map[string]any{"webhook": value, "relay_token": nil})
	}
	// A change of another setting does not change the version.
	config := writeOnly.with(object{"username": "bot"})
	s.expectChange(config, object{"username": "bot"})
	s.make(config)
	s.expectSent(map[string]any{"webhook": "https://chat.example/hook", "relay_token": nil})
}

// Each secret has its own version. Swapping the values of two secrets changes both.
func TestAutomaticVersionIsOfOneSecret(t *testing.T) {
	s := newScenario(t, false)
	config := minimal.with(object{"signing_key_wo": "a", "relay_token_wo": "b"})
	s.make(config)
	s.make(config.with(object{"signing_key_wo": "c"}))
	s.expectChange(config.with(object{"signing_key_wo": "b", "relay_token_wo": "c"}), object{"signing_key_wo_version": 3, "relay_token_wo_version": 2})
	s.expectFingerprints("relay_token", "signing_key")
}

func TestUnknownSecretHasAnUnknownVersion(t *testing.T) {
	s := newScenario(t, false)
	expectObject(t, s.plan(writeOnly.with(object{"webhook_wo": unknown})).state,
		minimal.with(defaults, object{"webhook": nil, "webhook_wo_version": unknown}))
	s.make(writeOnly)
	s.expectChange(writeOnly.with(object{"webhook_wo": unknown}), object{"webhook_wo_version": unknown})
	// When the value is known, the CLI plans again with the same private state as before.
	s.expectUnchanged(writeOnly)
	s.expectChange(writeOnly.with(object{"webhook_wo": "https://chat.example/2"}), object{"webhook_wo_version": 2})
}

func TestOwnVersion(t *testing.T) {
	s := newScenario(t, false)
	config := writeOnly.with(object{"webhook_wo_version": 7})
	s.make(config)
	s.expectFingerprints()
	expectObject(t, s.state, minimal.with(defaults, object{"webhook": nil, "webhook_wo_version": 7}))
	rotated := config.with(object{"webhook_wo": "https://chat.example/2"})
	s.expectUnchanged(rotated)
	rotated = rotated.with(object{"webhook_wo_version": 8})
	s.expectChange(rotated, object{"webhook_wo_version": 8})
	s.make(rotated)
	s.expectFingerprints()
	s.expectSent(map[string]any{"webhook": "https://chat.example/2", "relay_token": nil})
	s.make(config) // A version may also decrease.
	s.expectSent(map[string]any{"webhook": "https://chat.example/hook", "relay_token": nil})
	s.expectChange(config.with(object{"webhook_wo_version": unknown}), object{"webhook_wo_version": unknown})
	s.expectChange(config.with(object{"webhook_wo": unknown}), nil)
}

func TestSecretFormsThatAreValid(t *testing.T) {
	inherited := object{"project": "acme/web", "use_inherited_settings": true}
	tests := map[string]object{
		"write-only":                      writeOnly,
		"with a version":                  writeOnly.with(object{"webhook_wo_version": 3}),
		"version zero":                    writeOnly.with(object{"webhook_wo_version": 0}),
		"unknown version":                 writeOnly.with(object{"webhook_wo_version": unknown}),
		"unknown":                         writeOnly.with(object{"webhook_wo": unknown}),
		"unknown, with a version":         writeOnly.with(object{"webhook_wo": unknown, "webhook_wo_version": 3}),
		"one of them unknown":             minimal.with(object{"webhook_wo": unknown}),
		"the other unknown":               writeOnly.with(object{"webhook": unknown}),
		"both unknown":                    writeOnly.with(object{"webhook": unknown, "webhook_wo": unknown}),
		"unknown version without a value": minimal.with(object{"webhook_wo_version": unknown}),
		"no value of an optional secret":  writeOnly,
		"one form of an optional secret":  writeOnly.with(object{"signing_key_wo": "a"}),
		"empty optional secret":           writeOnly.with(object{"signing_key_wo": ""}),
		"none, inherited":                 inherited,
		"none, inheritance unknown":       inherited.with(object{"use_inherited_settings": unknown}),
		"write-only, inheritance unknown": writeOnly.with(object{"use_inherited_settings": unknown}),
	}
	for name, config := range tests {
		t.Run(name, func(t *testing.T) { expectNothing(t, offline(t).validate(chatType, config)) })
	}
}

func TestSecretFormsThatAreInvalid(t *testing.T) {
	half := tftypes.NewValue(tftypes.Number, big.NewFloat(1.5))
	inherited := object{"project": "acme/web", "use_inherited_settings": true}
	tests := map[string]struct {
		config    object
		attribute string
		words     string
	}{
		"both":                             {minimal.with(object{"webhook_wo": "https://hidden.example"}), "webhook_wo", "Set `webhook` or `webhook_wo`, not both"},
		"both forms of an optional secret": {minimal.with(object{"signing_key": "hidden", "signing_key_wo": "hidden"}), "signing_key_wo", "not both"},
		"version without a value":          {minimal.with(object{"webhook_wo_version": 1}), "webhook_wo_version", "`webhook_wo`, which is not set"},
		"version of an unset optional":     {minimal.with(object{"signing_key_wo_version": 1}), "signing_key_wo_version", "`signing_key_wo`, which is not set"},
		"fractional version":               {writeOnly.with(object{"webhook_wo_version": half}), "webhook_wo_version", "`webhook_wo_version` must be a whole number"},
		"fractional version of an unknown": {writeOnly.with(object{"webhook_wo": unknown, "webhook_wo_version": half}), "webhook_wo_version", "must be a whole number"},
		"empty":                            {writeOnly.with(object{"webhook_wo": ""}), "webhook_wo", "`webhook_wo` must not be empty"},
		"not a URL":                        {writeOnly.with(object{"webhook_wo": "ftp://hidden"}), "webhook_wo", "must begin with `https://` or `http://`"},
		"secret and inheritance":           {inherited.with(object{"signing_key_wo": "hidden"}), "signing_key_wo", "`signing_key_wo` has no effect while `use_inherited_settings` is `true`"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := offline(t).validate(chatType, test.config)
			expectError(t, found, test.attribute, test.words)
			for _, diagnostic := range found {
				if strings.Contains(describe(diagnostic), "hidden") {
					t.Errorf("the diagnostic shows a secret: %s", describe(diagnostic))
				}
			}
		})
	}
}

// A CLI before 1.11 does not declare support for write-only attributes.
func TestOlderCLI(t *testing.T) {
	tf := offline(t)
	for _, capabilities := range []*tfprotov6.ValidateResourceConfigClientCapabilities{nil, {}} {
		validateAs := func(typeName string, config object) []*tfprotov6.Diagnostic {
			resp, err := tf.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
				TypeName: typeName, Config: encode(t, tf.schemas.ResourceSchemas[typeName], config), ClientCapabilities: capabilities})
			tf.noError(err)
			return resp.Diagnostics
		}
		validate := func(config object) []*tfprotov6.Diagnostic { return validateAs(chatType, config) }
		expectError(t, validate(writeOnly), "webhook_wo", "1.11", "`webhook`")
		expectError(t, validate(writeOnly.with(object{"webhook_wo": unknown})), "webhook_wo", "1.11")
		expectNothing(t, validate(minimal))
		expectNothing(t, validate(full))
		expectNothing(t, validate(object{"project": "acme/web", "use_inherited_settings": true}))
		secrets := tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"token": tftypes.NewValue(tftypes.String, "t")})
		custom := object{"project": "acme/web", "slug": "other-chat", "secrets_wo": secrets}
		expectError(t, validateAs("gitlabintegrations_custom", custom), "secrets_wo", "1.11", "`settings`")
		expectNothing(t, validateAs("gitlabintegrations_custom", custom.with(object{"secrets_wo": nil})))
	}
}

func TestEveryPutCarriesTheSetSecrets(t *testing.T) {
	secrets := map[string]any{"webhook": "https://chat.example/hook", "signing_key": "sign", "relay_token": "relay"}
	forms := map[string]object{
		"kept":        {"webhook": "https://chat.example/hook", "signing_key": "sign", "relay_token": "relay"},
		"write-only":  {"webhook_wo": "https://chat.example/hook", "signing_key_wo": "sign", "relay_token_wo": "relay"},
		"own version": {"webhook_wo": "https://chat.example/hook", "webhook_wo_version": 1, "signing_key_wo": "sign", "signing_key_wo_version": 1, "relay_token_wo": "relay", "relay_token_wo_version": 1},
		"mixed":       {"webhook_wo": "https://chat.example/hook", "signing_key": "sign", "relay_token_wo": "relay", "relay_token_wo_version": 4},
	}
	for name, form := range forms {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t, false)
			config := object{"project": "acme/web", "server_url": "https://chat.example"}.with(form)
			for _, changes := range []object{{}, {"server_url": "https://other.example"}, {"username": "bot"}, {"push_events": false}} {
				s.make(config.with(changes))
				s.expectSent(secrets)
			}
		})
	}
}

func TestRemovedSecretsAreCleared(t *testing.T) {
	for name, form := range map[string]object{
		"kept":        {"signing_key": "sign"},
		"write-only":  {"signing_key_wo": "sign"},
		"own version": {"signing_key_wo": "sign", "signing_key_wo_version": 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t, false)
			s.make(minimal.with(form))
			s.make(minimal)
			s.expectSent(map[string]any{"webhook": minimal["webhook"], "signing_key": nil, "relay_token": nil})
			s.expectFingerprints()
			s.make(minimal.with(object{"username": "bot"}))
			s.expectSent(map[string]any{"webhook": minimal["webhook"], "relay_token": nil})
		})
	}
}

func TestFailedUpdateIsSentByTheNext(t *testing.T) {
	for name, form := range map[string]struct{ before, after, planned object }{
		"kept":              {object{"signing_key": "key-a"}, object{"signing_key": "key-b"}, object{"signing_key": "key-b"}},
		"automatic version": {object{"signing_key_wo": "key-a"}, object{"signing_key_wo": "key-b"}, object{"signing_key_wo_version": 2}},
		"own version": {object{"signing_key_wo": "key-a", "signing_key_wo_version": 1}, object{"signing_key_wo": "key-b", "signing_key_wo_version": 2},
			object{"signing_key_wo_version": 2}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t, false)
			s.make(minimal.with(form.before))
			s.gitlab.refuse(forbidden)
			for range 2 {
				s.configure()
				expectError(t, s.try(minimal.with(form.after)), "", "403 Forbidden")
				expectNothing(t, s.refresh())
				s.expectChange(minimal.with(form.after), form.planned)
			}
			s.gitlab.refuse(nil)
			s.make(minimal.with(form.after))
			s.expectSent(map[string]any{"webhook": minimal["webhook"], "signing_key": "key-b", "relay_token": nil})
		})
	}
}

// The update fails, and the user restores the old value in the configuration. GitLab must
// then have the old value.
func TestFailedUpdateThatIsTakenBack(t *testing.T) {
	s := newScenario(t, false)
	s.make(writeOnly)
	s.gitlab.refuse(forbidden)
	expectError(t, s.try(writeOnly.with(object{"webhook_wo": "https://chat.example/2"})), "", "403 Forbidden")
	s.gitlab.refuse(nil)
	s.make(writeOnly)
	if got := s.gitlab.kept["webhook"]; got != "https://chat.example/hook" {
		t.Errorf("GitLab has the secret %v", got)
	}
}

// GitLab stores a new secret, but the response is lost. No read can show which value
// GitLab has, so the next apply must send the configured one.
func TestLostUpdateThatIsTakenBack(t *testing.T) {
	lost := &reply{status: http.StatusBadGateway, body: `{"message":"502 Bad Gateway"}`}
	for name, form := range map[string]struct{ before, after object }{
		"kept":              {object{"signing_key": "key-a"}, object{"signing_key": "key-b"}},
		"automatic version": {object{"signing_key_wo": "key-a"}, object{"signing_key_wo": "key-b"}},
		"own version":       {object{"signing_key_wo": "key-a", "signing_key_wo_version": 1}, object{"signing_key_wo": "key-b", "signing_key_wo_version": 2}},
		"new":               {object{}, object{"signing_key": "key-b"}},
		"new, write-only":   {object{}, object{"signing_key_wo": "key-b"}},
		"cleared":           {object{"signing_key": "key-a"}, object{}},
		"other form":        {object{"signing_key": "key-a"}, object{"signing_key_wo": "key-b"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t, false)
			s.make(minimal.with(form.before))
			want := s.gitlab.kept["signing_key"]
			s.gitlab.refuse(lost)
			expectError(t, s.try(minimal.with(form.after)), "", "502 Bad Gateway")
			s.gitlab.edit(object{"signing_key": "key-b"})
			s.gitlab.refuse(nil)
			expectNothing(t, s.refresh())
			if plan := s.plan(minimal.with(form.before)); reflect.DeepEqual(plan.state, s.state) {
				t.Error("the plan does not send the secret again")
			}
			s.make(minimal.with(form.before))
			if got := s.gitlab.kept["signing_key"]; got != want {
				t.Errorf("GitLab has %v, not %v", got, want)
			}
			s.expectUnchanged(minimal.with(form.before))
		})
	}
}

func TestFailedCreateIsSentByTheNext(t *testing.T) {
	s := newScenario(t, false)
	s.gitlab.refuse(forbidden)
	expectError(t, s.try(writeOnly), "", "403 Forbidden")
	expectObject(t, s.state, nil)
	s.gitlab.refuse(nil)
	s.make(writeOnly)
	s.expectSent(map[string]any{"webhook": "https://chat.example/hook", "signing_key": nil, "relay_token": nil})
	expectObject(t, s.state, minimal.with(defaults, object{"webhook": nil, "webhook_wo_version": 1}))
}

func TestMovingBetweenTheFormsIsAnUpdate(t *testing.T) {
	s := newScenario(t, false)
	s.make(minimal)
	s.expectChange(writeOnly, object{"webhook": nil, "webhook_wo_version": 1})
	s.make(writeOnly)
	s.expectSent(map[string]any{"webhook": minimal["webhook"], "relay_token": nil})
	s.expectChange(minimal, object{"webhook": minimal["webhook"], "webhook_wo_version": nil})
	s.make(minimal)
	s.expectSent(map[string]any{"webhook": minimal["webhook"], "relay_token": nil})
	s.expectFingerprints()
}

func TestMovingBetweenTheVersions(t *testing.T) {
	s := newScenario(t, false)
	own := func(version int) object { return writeOnly.with(object{"webhook_wo_version": version}) }
	s.make(writeOnly)
	s.expectUnchanged(own(1)) // The configured version equals the automatic one.
	s.expectUnchanged(writeOnly)
	s.expectChange(own(5), object{"webhook_wo_version": 5})
	s.make(own(5))
	s.expectFingerprints()
	// The provider has no fingerprint to compare the value with, so it sends the value
	// once.
	s.expectChange(writeOnly, object{"webhook_wo_version": 6})
	s.make(writeOnly)
	s.expectFingerprints("webhook")
	s.make(own(2))
	s.make(writeOnly)
	s.expectUnchanged(writeOnly)
	s.expectSent(map[string]any{"webhook": minimal["webhook"], "relay_token": nil})
}

func TestPrivateStateIsKeptByEveryRequest(t *testing.T) {
	s := newScenario(t, true)
	s.make(writeOnly)
	before := string(s.private)
	expectNothing(t, s.refresh())
	config := writeOnly.with(object{"username": "bot"})
	plan := s.plan(config)
	_, applied, found := s.applyPrivate(chatType, s.state, plan.state, config, plan.private)
	expectNothing(t, found)
	for what, got := range map[string][]byte{"Read": s.private, "Plan": plan.private} {
		if string(got) != before {
			t.Errorf("%s returns %s instead of %s", what, got, before)
		}
	}
	if want := strings.ReplaceAll(before, "00:01", "00:02"); string(applied) != want {
		t.Errorf("Apply returns %s instead of %s", applied, want)
	}
}

// A reader of the state must not be able to recover a secret, or to see that two
// resources have the same secret.
func TestFingerprintTellsNothing(t *testing.T) {
	secret := "https://chat.example/hook"
	first, second := newScenario(t, false), newScenario(t, false)
	first.make(writeOnly)
	second.make(writeOnly)
	for _, name := range []string{"salt", "mac"} {
		if a, b := member(t, first.private, name), member(t, second.private, name); a == b || len(a) < sha256.Size {
			t.Errorf("%s is %s and %s", name, a, b)
		}
	}
	bare := sha256.Sum256([]byte(secret))
	named := sha256.Sum256([]byte("webhook\x00" + secret))
	empty := hmac.New(sha256.New, nil)
	empty.Write([]byte(secret))
	for what, trace := range map[string][]byte{"value": []byte(secret), "hash": bare[:], "hash with its name": named[:], "HMAC without salt": empty.Sum(nil)} {
		for _, form := range []string{string(trace), hex.EncodeToString(trace), base64.StdEncoding.EncodeToString(trace), base64.URLEncoding.EncodeToString(trace)} {
			if strings.Contains(string(first.private), form) {
				t.Errorf("the private state has the %s: %s", what, first.private)
			}
		}
	}
}

// The fingerprints of equal secrets differ even within one resource.
func TestFingerprintsOfEqualSecretsDiffer(t *testing.T) {
	s := newScenario(t, false)
	s.make(minimal.with(object{"signing_key_wo": "same", "relay_token_wo": "same"}))
	_, other, _ := strings.Cut(string(s.private), `"mac":`)
	if mac := member(t, s.private, "mac"); mac == member(t, []byte(other), "mac") {
		t.Errorf("both are %s: %s", mac, s.private)
	}
}

// member returns the text of the first member with this name, at any depth.
func member(t *testing.T, document []byte, name string) string {
	t.Helper()
	_, rest, found := strings.Cut(string(document), `"`+name+`":"`)
	if !found {
		t.Fatalf("there is no %s in %s", name, document)
	}
	text, _, _ := strings.Cut(rest, `"`)
	return text
}

// The CLI plans a replacement three times: with the prior state, then without it but with
// the private state of the first plan, and, after the destroy, with neither (see plan in
// internal/terraform/node_resource_abstract_instance.go of Terraform 1.11). The last two
// plans must be equal.
func TestReplacementStartsAfresh(t *testing.T) {
	s := newScenario(t, false)
	s.make(writeOnly)
	s.make(writeOnly.with(object{"webhook_wo": "https://chat.example/2"}))
	for name, config := range map[string]object{
		"moved, same value":  writeOnly.with(object{"project": "acme/api", "webhook_wo": "https://chat.example/2"}),
		"moved, other value": writeOnly.with(object{"project": "acme/api"}),
		"-replace":           writeOnly.with(object{"webhook_wo": "https://chat.example/2"}),
		"own version":        writeOnly.with(object{"project": "acme/api", "webhook_wo_version": 2}),
	} {
		t.Run(name, func(t *testing.T) {
			update := s.plan(config)
			replacement := s.planPrivate(chatType, nil, config, update.private)
			afterDelete := s.planPrivate(chatType, nil, config, nil)
			expectObject(t, afterDelete.state, replacement.state)
			state, _, found := s.applyPrivate(chatType, nil, afterDelete.state, config, afterDelete.private)
			expectNothing(t, found)
			expectObject(t, state, afterDelete.state)
			s.expectSent(map[string]any{"webhook": config["webhook_wo"], "signing_key": nil, "relay_token": nil})
		})
	}
}

func TestTakingInheritanceBackSendsTheSecrets(t *testing.T) {
	for name, config := range map[string]object{
		"kept": minimal, "automatic version": writeOnly, "own version": writeOnly.with(object{"webhook_wo_version": 3}),
	} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t, true)
			s.make(config)
			s.gitlab.edit(object{"use_inherited_settings": true})
			expectNothing(t, s.refresh())
			expectObject(t, s.state, object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": true})
			s.make(config)
			s.expectSent(map[string]any{"webhook": minimal["webhook"], "signing_key": nil, "relay_token": nil})
		})
	}
}

func TestLeavingOwnSettingsForInheritanceForgetsTheSecrets(t *testing.T) {
	s := newScenario(t, true)
	s.make(writeOnly.with(object{"signing_key": "sign"}))
	s.make(object{"project": "acme/web", "use_inherited_settings": true})
	s.expectSent(map[string]any{"webhook": nil, "relay_token": nil})
	s.expectFingerprints()
	s.make(writeOnly)
	s.expectSent(map[string]any{"webhook": minimal["webhook"], "signing_key": nil, "relay_token": nil})
}

func TestImportedSecretsAreSentInPlace(t *testing.T) {
	for name, test := range map[string]struct{ config, changes object }{
		"kept":              {minimal, object{"webhook": minimal["webhook"]}},
		"automatic version": {writeOnly, object{"webhook_wo_version": 1}},
		"own version":       {writeOnly.with(object{"webhook_wo_version": 3}), object{"webhook_wo_version": 3}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t, true)
			s.gitlab.edit(defaults.with(minimal, object{"signing_key": "of somebody"}))
			var found []*tfprotov6.Diagnostic
			s.state, s.private, found = importAndRead(s.terraform)
			expectNothing(t, found)
			s.expectChange(test.config, test.changes)
			s.make(test.config)
			// signing_key was never in the configuration, so the PUT must not clear it.
			s.expectSent(map[string]any{"webhook": minimal["webhook"], "relay_token": nil})
			if got := s.gitlab.kept["signing_key"]; got != "of somebody" {
				t.Errorf("GitLab has the signing key %v", got)
			}
		})
	}
}

func TestPrivateStateOfAnotherVersionDoesNoHarm(t *testing.T) {
	for name, private := range map[string]string{
		"none":           ``,
		"garbage":        "\x00garbage",
		"half":           `{"salt":"c2FsdA==","secr`,
		"list":           `[]`,
		"null":           `null`,
		"null inside":    `{"salt":null,"secrets":null,"updated_at":null}`,
		"other salt":     `{"salt":7}`,
		"other secrets":  `{"secrets":["webhook"]}`,
		"other version":  `{"secrets":{"webhook":{"version":"1"}}}`,
		"other keys":     `{".meta":{"a":1},"webhook":"x"}`,
		"no salt":        `{"secrets":{"webhook":{"version":1,"mac":"bWFj"}}}`,
		"no fingerprint": `{"salt":"c2FsdA==","secrets":{"webhook":{"version":1}}}`,
		"unknown secret": `{"salt":"c2FsdA==","secrets":{"color":{"version":1,"mac":"bWFj"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t, true)
			s.make(writeOnly)
			s.private = []byte(private)
			expectNothing(t, s.refresh())
			s.expectChange(writeOnly, object{"webhook_wo_version": 2})
			s.make(writeOnly)
			s.expectSent(map[string]any{"webhook": minimal["webhook"], "relay_token": nil})
		})
	}
}
