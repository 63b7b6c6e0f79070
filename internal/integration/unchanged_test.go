package integration_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// A change to an equivalent spelling is an update in place that sends no request. The new
// state is the planned one.
func TestWhatGitLabWouldNotNoticeIsNotSent(t *testing.T) {
	long := minimal.with(object{"labels": []string{"a", "b"}, "pattern": "a\nb", "statuses": "open,closed", "username": "bot"})
	inherits := object{"project": "acme/web", "use_inherited_settings": true}
	tests := map[string]struct{ before, after object }{
		"empty string added":            {minimal, minimal.with(object{"username": ""})},
		"empty string removed":          {minimal.with(object{"username": ""}), minimal},
		"empty secret added":            {minimal, minimal.with(object{"signing_key": ""})},
		"empty secret removed":          {minimal.with(object{"signing_key": ""}), minimal},
		"false added":                   {minimal, minimal.with(object{"old_flag": false})},
		"trailing slash":                {minimal, minimal.with(object{"server_url": "https://chat.example/"})},
		"slash removed":                 {minimal.with(object{"server_url": "https://chat.example/"}), minimal},
		"CR LF":                         {long, long.with(object{"pattern": "a\r\nb"})},
		"spaces in a list":              {long, long.with(object{"statuses": " open, closed,"})},
		"spaces in elements":            {long, long.with(object{"labels": []string{" b", "a"}})},
		"default configured explicitly": {minimal, minimal.with(object{"username": "", "branches": "default", "push_events": true})},
		"upper case":                    {minimal, minimal.with(object{"project": "ACME/Web"})},
		"upper case, inherited":         {inherits, inherits.with(object{"project": "ACME/Web"})},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := newGitLab(t, keeping(&chat))
			tf := g.terraform()
			before, found := tf.change(chatType, nil, test.before)
			expectNothing(t, found)
			g.asked()
			plan := tf.plan(chatType, before, test.after)
			after, private, found := tf.applyPrivate(chatType, before, plan.state, test.after, []byte(storedPrivate))
			expectNothing(t, found)
			expectRequests(t, g)
			expectObject(t, after, plan.state)
			if string(private) != storedPrivate {
				t.Errorf("the private state became %s", private)
			}
		})
	}
}

// TestWhatGitLabWouldNoticeIsSent has changes that resemble equivalent spellings, but are
// real changes.
func TestWhatGitLabWouldNoticeIsSent(t *testing.T) {
	state := minimal.with(defaults)
	tests := map[string]struct{ prior, config object }{
		"drift":                          {state.with(object{"username": "theirs"}), minimal},
		"drift to a default":             {state, minimal.with(object{"branches": "all"})},
		"empty list":                     {state.with(object{"labels": []string{"a"}}), minimal},
		"null instead of a default":      {state.with(object{"push_events": nil}), minimal},
		"zero":                           {state, minimal.with(object{"thread": 0})},
		"inheritance ends":               {object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": true}, minimal},
		"inheritance begins":             {state, object{"project": "acme/web", "use_inherited_settings": true}},
		"secret":                         {state, minimal.with(object{"webhook": "https://chat.example/other"})},
		"secret set":                     {state, minimal.with(object{"signing_key": "sign"})},
		"secret removed":                 {state.with(object{"signing_key": "sign"}), minimal},
		"secret lost":                    {state.with(object{"signing_key": lostSecret}), minimal},
		"secret lost, set to empty":      {state.with(object{"signing_key": lostSecret}), minimal.with(object{"signing_key": ""})},
		"version of the secret":          {state.with(object{"signing_key_wo_version": 1}), minimal.with(object{"signing_key_wo": "x", "signing_key_wo_version": 2})},
		"version of the secret lost":     {state.with(object{"signing_key_wo_version": -1}), minimal.with(object{"signing_key_wo": "x", "signing_key_wo_version": 1})},
		"version of the secret removed":  {state.with(object{"signing_key_wo_version": 1}), minimal},
		"secret becomes write-only":      {state, minimal.with(object{"webhook": nil, "webhook_wo": minimal["webhook"]})},
		"hidden setting was never known": {state.with(object{"hidden_flag": nil}), minimal},
		"line break in place of a space": {state.with(object{"username": "a b"}), minimal.with(object{"username": "a\nb"})},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := newGitLab(t, keeping(&chat))
			_, found := g.terraform().change(chatType, test.prior, test.config)
			for _, diagnostic := range found {
				if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
					t.Error(describe(diagnostic))
				}
			}
			g.sent()
		})
	}
}

// Nobody knows the secrets of an imported integration, so an empty string clears one.
func TestEmptySecretOfAnImportedIntegrationIsSent(t *testing.T) {
	g := newGitLab(t, keeping(&chat))
	tf := g.terraform()
	prior, config := minimal.with(defaults), minimal.with(object{"signing_key": ""})
	private := []byte(`{"adopted":true}`)
	plan := tf.planPrivate(chatType, prior, config, private)
	expectNothing(t, plan.diagnostics)
	_, _, found := tf.applyPrivate(chatType, prior, plan.state, config, private)
	expectNothing(t, found)
	if sent, ok := g.sent()["signing_key"]; !ok || sent != "" {
		t.Errorf("the PUT sent %v", g.sent())
	}
}

// With ignore_changes, the CLI configures what is in the state. What stands there for a
// secret that GitLab may no longer have is no secret.
func TestIgnoredLostSecretIsNotSent(t *testing.T) {
	g := newGitLab(t, keeping(&chat))
	lost := object{"signing_key": lostSecret}
	_, found := g.terraform().change(chatType, minimal.with(defaults, lost), minimal.with(lost, object{"username": "bot"}))
	expectNothing(t, found)
	if sent, ok := g.sent()["signing_key"]; ok {
		t.Errorf("the PUT sent %q", sent)
	}
}

// A checkout on another system can change the line ends of a key file. The file is still
// the same secret.
func TestLineEndsOfASecretAreNotSent(t *testing.T) {
	const key = "-----BEGIN PRIVATE KEY-----\nEXAMPLE\n-----END PRIVATE KEY-----"
	store := object{"project": "acme/web", "app_store_issuer_id": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
		"app_store_key_id": "ABC1234567", "app_store_private_key_file_name": "AuthKey_ABC1234567.p8"}
	for _, name := range []string{"app_store_private_key", "app_store_private_key_wo"} {
		t.Run(name, func(t *testing.T) {
			r := newSupervised(t)
			resource := r.manage("gitlabintegrations_apple_app_store", store.with(object{name: key}))
			resource.applyCleanly()
			for _, same := range []string{strings.ReplaceAll(key, "\n", "\r\n"), key + "\n", key + "\r\n"} {
				resource.config[name] = same
				expectNothing(t, resource.apply(resource.plan()))
				if resource.state["app_store_private_key_wo_version"] == 2 {
					t.Error("the write-only secret has a new version")
				}
				for _, request := range r.Requests() {
					if request.Method != http.MethodGet {
						t.Errorf("the apply sent a %s", request.Method)
					}
				}
				resource.expectNoChange()
			}
			resource.config[name] = strings.Replace(key, "EXAMPLE", "ANOTHER", 1)
			expectNothing(t, resource.apply(resource.plan()))
			if requests := r.Requests(); requests[len(requests)-1].Method != http.MethodPut {
				t.Errorf("another key was not sent: %v", requests)
			}
		})
	}
}
