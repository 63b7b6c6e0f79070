package integration_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// writeOnly is minimal with its secret in the form that is kept nowhere.
var writeOnly = minimal.with(object{"webhook": nil, "webhook_wo": "https://chat.example/hook"})

// clock is a GitLab that keeps one chat, and tells when it was changed.
type clock struct {
	*gitlab
	kept    object
	changes int
	// stopped clocks do not tell; refusal is the answer to a PUT instead.
	stopped bool
	refusal *reply
}

func newClock(t *testing.T) *clock {
	c := &clock{}
	c.gitlab = newGitLab(t, c.answer)
	return c
}

func (c *clock) answer(asked request) reply {
	switch {
	case asked.method == http.MethodDelete:
		c.kept = nil
		return reply{status: http.StatusNoContent}
	case asked.method == http.MethodPut && c.refusal != nil:
		return *c.refusal
	case asked.method == http.MethodPut:
		c.change(asked.body)
	case c.kept == nil:
		return reply{status: http.StatusNotFound, body: `{"message":"404 Integration Not Found"}`}
	}
	return reply{status: http.StatusOK, body: changed(answer(&chat, c.kept), object{
		"inherited": c.kept["use_inherited_settings"] == true, "updated_at": c.time()})}
}

func (c *clock) change(settings object) {
	c.kept = c.kept.with(settings)
	if !c.stopped {
		c.changes++
	}
}

func (c *clock) time() string { return fmt.Sprintf("2026-01-01T00:00:%02d.000Z", c.changes) }

// edit does what a person does in the web page; what it changes in a secret
// cannot be seen.
func (c *clock) edit(settings object) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.change(settings)
}

func (c *clock) refuse(refusal *reply) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refusal = refusal
}

var forbidden = &reply{status: http.StatusForbidden, body: `{"message":"403 Forbidden"}`}

// scenario is a resource with the state and the private state that the CLI keeps
// of it.
type scenario struct {
	*terraform
	gitlab  *clock
	detect  bool
	state   object
	private []byte
}

// newScenario begins with nothing.
func newScenario(t *testing.T, detect bool) *scenario {
	t.Helper()
	gitlab := newClock(t)
	made := newClient(t, gitlab.address)
	s := &scenario{gitlab: gitlab, detect: detect}
	s.terraform = drive(t, func() *integration.Provider {
		return &integration.Provider{Client: made, DetectSecretChanges: s.detect}
	})
	return s
}

func (s *scenario) plan(config object) planned {
	s.t.Helper()
	return s.planPrivate(chatType, s.state, config, s.private)
}

// expectUnchanged expects a plan without a change.
func (s *scenario) expectUnchanged(config object) {
	s.t.Helper()
	expectObject(s.t, s.plan(config).state, s.state)
}

// expectChange expects a plan with these changes alone, in place.
func (s *scenario) expectChange(config, changes object) {
	s.t.Helper()
	plan := s.plan(config)
	expectNothing(s.t, plan.diagnostics)
	expectObject(s.t, plan.state, s.state.with(changes))
	if len(plan.replace) > 0 {
		s.t.Errorf("it is replaced because of %v", plan.replace)
	}
}

// try plans, plans again as the CLI does before it applies, and applies. It
// keeps what the CLI keeps.
func (s *scenario) try(config object) []*tfprotov6.Diagnostic {
	s.t.Helper()
	plan, again := s.plan(config), s.plan(config)
	expectNothing(s.t, plan.diagnostics)
	expectObject(s.t, again.state, plan.state)
	var found []*tfprotov6.Diagnostic
	s.state, s.private, found = s.applyPrivate(chatType, s.state, plan.state, config, again.private)
	if s.state == nil {
		s.private = nil
	}
	return found
}

// make applies, and expects success and that nothing is left to do.
func (s *scenario) make(config object) {
	s.t.Helper()
	expectNothing(s.t, s.try(config))
	expectNothing(s.t, s.refresh())
	s.expectUnchanged(config)
}

func (s *scenario) refresh() []*tfprotov6.Diagnostic {
	s.t.Helper()
	var found []*tfprotov6.Diagnostic
	s.state, s.private, found = s.readPrivate(chatType, s.state, s.private)
	return found
}

// expectSent compares the secrets of the last PUT; a missing one was not sent.
func (s *scenario) expectSent(want map[string]any) {
	s.t.Helper()
	body := maps.Clone(s.gitlab.sent())
	maps.DeleteFunc(body, func(name string, _ any) bool {
		return name != "webhook" && name != "signing_key" && name != "relay_token"
	})
	expectBody(s.t, body, want)
}

// expectFingerprints expects that the private state tells something about
// these secrets alone.
func (s *scenario) expectFingerprints(want ...string) {
	s.t.Helper()
	var private struct {
		Secrets map[string]any `json:"secrets"`
		Salt    []byte         `json:"salt"`
	}
	if err := json.Unmarshal(s.private, &private); err != nil {
		s.t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(private.Secrets)); !slices.Equal(got, want) || (len(want) > 0) != (len(private.Salt) > 0) {
		s.t.Errorf("the private state knows %v instead of %v: %s", got, want, s.private)
	}
}

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
	// Another setting does not move it.
	config := writeOnly.with(object{"username": "bot"})
	s.expectChange(config, object{"username": "bot"})
	s.make(config)
	s.expectSent(map[string]any{"webhook": "https://chat.example/hook", "relay_token": nil})
}

// Two secrets have versions of their own, and an exchange of their values is a
// change of both.
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
	// The CLI plans again when the value is known, with the private state of before.
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
	s.make(config) // A version can go down as well.
	s.expectSent(map[string]any{"webhook": "https://chat.example/hook", "relay_token": nil})
	s.expectChange(config.with(object{"webhook_wo_version": unknown}), object{"webhook_wo_version": unknown})
	s.expectChange(config.with(object{"webhook_wo": unknown}), nil)
}

func TestSecretFormsThatAreValid(t *testing.T) {
	inherited := object{"project": "acme/web", "use_inherited_settings": true}
	tests := map[string]object{
		"write-only":                          writeOnly,
		"with a version":                      writeOnly.with(object{"webhook_wo_version": 3}),
		"version zero":                        writeOnly.with(object{"webhook_wo_version": 0}),
		"unknown version":                     writeOnly.with(object{"webhook_wo_version": unknown}),
		"unknown":                             writeOnly.with(object{"webhook_wo": unknown}),
		"unknown, with a version":             writeOnly.with(object{"webhook_wo": unknown, "webhook_wo_version": 3}),
		"one of them unknown":                 minimal.with(object{"webhook_wo": unknown}),
		"the other unknown":                   writeOnly.with(object{"webhook": unknown}),
		"both unknown":                        writeOnly.with(object{"webhook": unknown, "webhook_wo": unknown}),
		"unknown version without a value":     minimal.with(object{"webhook_wo_version": unknown}),
		"none of an optional one":             writeOnly,
		"one of an optional one":              writeOnly.with(object{"signing_key_wo": "a"}),
		"empty optional one":                  writeOnly.with(object{"signing_key_wo": ""}),
		"none, inherited":                     inherited,
		"none, inheritance unknown":           inherited.with(object{"use_inherited_settings": unknown}),
		"write-only one, inheritance unknown": writeOnly.with(object{"use_inherited_settings": unknown}),
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
		"both of an optional one":          {minimal.with(object{"signing_key": "hidden", "signing_key_wo": "hidden"}), "signing_key_wo", "not both"},
		"version without a value":          {minimal.with(object{"webhook_wo_version": 1}), "webhook_wo_version", "`webhook_wo`, which is not set"},
		"version of an unset optional":     {minimal.with(object{"signing_key_wo_version": 1}), "signing_key_wo_version", "`signing_key_wo`, which is not set"},
		"fractional version":               {writeOnly.with(object{"webhook_wo_version": half}), "webhook_wo_version", "`webhook_wo_version` must be a whole number"},
		"fractional version of an unknown": {writeOnly.with(object{"webhook_wo": unknown, "webhook_wo_version": half}), "webhook_wo_version", "must be a whole number"},
		"empty":                            {writeOnly.with(object{"webhook_wo": ""}), "webhook_wo", "`webhook_wo` must not be empty"},
		"not a URL":                        {writeOnly.with(object{"webhook_wo": "ftp://hidden"}), "webhook_wo", "must begin with `https://` or `http://`"},
		"beside inheritance":               {inherited.with(object{"signing_key_wo": "hidden"}), "signing_key_wo", "`signing_key_wo` has no effect while `use_inherited_settings` is `true`"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := offline(t).validate(chatType, test.config)
			expectError(t, found, test.attribute, test.words)
			for _, diagnostic := range found {
				if strings.Contains(describe(diagnostic), "hidden") {
					t.Errorf("it shows a secret: %s", describe(diagnostic))
				}
			}
		})
	}
}

// A CLI before 1.11 does not announce that it knows write-only arguments.
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

// The user gives up the new value after the update has failed: GitLab may have
// taken it all the same, but what Terraform knows is the old one.
func TestFailedUpdateThatIsTakenBack(t *testing.T) {
	s := newScenario(t, false)
	s.make(writeOnly)
	s.gitlab.refuse(forbidden)
	expectError(t, s.try(writeOnly.with(object{"webhook_wo": "https://chat.example/2"})), "", "403 Forbidden")
	s.gitlab.refuse(nil)
	s.make(writeOnly)
	if got := s.gitlab.kept["webhook"]; got != "https://chat.example/hook" {
		t.Errorf("GitLab has %v", got)
	}
}

// GitLab takes a new secret, but its answer gets lost. No read shows that, so
// whatever is configured next is sent.
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
	s.expectUnchanged(own(1)) // The version that it has is no change.
	s.expectUnchanged(writeOnly)
	s.expectChange(own(5), object{"webhook_wo_version": 5})
	s.make(own(5))
	s.expectFingerprints()
	// Nothing reports whether the value is the old one: it is sent once.
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
	if want := strings.Replace(before, "00:01", "00:02", 1); string(applied) != want {
		t.Errorf("Apply returns %s instead of %s", applied, want)
	}
}

// Whoever reads the state must not be able to look the secret up, nor see that
// two resources have the same.
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

// Equal secrets of one resource do not look equal either.
func TestFingerprintsOfEqualSecretsDiffer(t *testing.T) {
	s := newScenario(t, false)
	s.make(minimal.with(object{"signing_key_wo": "same", "relay_token_wo": "same"}))
	_, other, _ := strings.Cut(string(s.private), `"mac":`)
	if mac := member(t, s.private, "mac"); mac == member(t, []byte(other), "mac") {
		t.Errorf("both are %s: %s", mac, s.private)
	}
}

// member is the text of the first member of this name, at any depth.
func member(t *testing.T, document []byte, name string) string {
	t.Helper()
	_, rest, found := strings.Cut(string(document), `"`+name+`":"`)
	if !found {
		t.Fatalf("there is no %s in %s", name, document)
	}
	text, _, _ := strings.Cut(rest, `"`)
	return text
}

// The CLI plans a replacement with the prior state, then with none but the
// private state of that plan, and once more when the old one is gone, with
// nothing (plan in internal/terraform/node_resource_abstract_instance.go of
// Terraform 1.11). The last two must agree.
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
			// Terraform never knew signing_key.
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

func TestTamperingIsNoticedAndRepaired(t *testing.T) {
	for name, test := range map[string]struct{ config, secrets, planned object }{
		"kept":              {minimal, object{"webhook": ""}, object{"webhook": minimal["webhook"]}},
		"automatic version": {writeOnly, object{"webhook_wo_version": -1}, object{"webhook_wo_version": 2}},
		"own version":       {writeOnly.with(object{"webhook_wo_version": 3}), object{"webhook_wo_version": -1}, object{"webhook_wo_version": 3}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t, true)
			s.make(test.config)
			s.gitlab.edit(object{"webhook": "https://evil.example"})
			before := s.state
			s.gitlab.asked()
			expectWarning(t, s.refresh(), "", "Team chat in project acme/web was changed outside Terraform", s.gitlab.time(), "sends all secrets again")
			expectRequests(t, s.gitlab.gitlab, "GET "+chatPath)
			expectObject(t, s.state, before.with(test.secrets))
			expectNothing(t, s.refresh())
			s.expectChange(test.config, test.planned)
			s.make(test.config)
			s.expectSent(map[string]any{"webhook": minimal["webhook"], "relay_token": nil})
			s.gitlab.edit(object{"webhook": "https://evil.example"})
			expectWarning(t, s.refresh(), "", s.gitlab.time())
		})
	}
}

// The plan can fail to be applied: its refreshed state is kept.
func TestTamperingIsRepairedAfterAFailedApply(t *testing.T) {
	s := newScenario(t, true)
	s.make(writeOnly)
	s.gitlab.edit(object{"webhook": "https://evil.example"})
	expectWarning(t, s.refresh(), "", "changed outside Terraform")
	s.gitlab.refuse(forbidden)
	expectError(t, s.try(writeOnly), "", "403 Forbidden")
	s.gitlab.refuse(nil)
	expectNothing(t, s.refresh())
	s.make(writeOnly)
	s.expectSent(map[string]any{"webhook": minimal["webhook"], "relay_token": nil})
	expectNothing(t, s.refresh())
}

// A secret that Terraform had set is cleared when it is removed, also if
// somebody has changed it meanwhile.
func TestTamperingDoesNotSaveARemovedSecret(t *testing.T) {
	for name, form := range map[string]object{"kept": {"signing_key": "sign"}, "write-only": {"signing_key_wo": "sign"}} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t, true)
			s.make(minimal.with(form))
			s.gitlab.edit(object{"signing_key": "evil"})
			expectWarning(t, s.refresh(), "", "changed outside Terraform")
			s.make(minimal)
			s.expectSent(map[string]any{"webhook": minimal["webhook"], "signing_key": nil, "relay_token": nil})
		})
	}
}

func TestNoTampering(t *testing.T) {
	tests := map[string]struct {
		detect bool
		config object
		edit   object
	}{
		"visible change":              {true, writeOnly, object{"username": "x", "webhook": "https://evil.example"}},
		"visible change of a default": {true, writeOnly, object{"push_events": false}},
		"switched off":                {false, writeOnly, object{"webhook": "https://evil.example"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t, test.detect)
			s.make(test.config)
			before := s.state
			s.gitlab.edit(test.edit)
			expectNothing(t, s.refresh())
			delete(test.edit, "webhook")
			expectObject(t, s.state, before.with(test.edit))
			s.make(test.config)
		})
	}
}

// A refresh can be kept without an apply, or before one that fails: what it
// found then is no news to the next.
func TestVisibleChangeIsNoTamperingLaterEither(t *testing.T) {
	s := newScenario(t, true)
	s.make(writeOnly)
	s.gitlab.edit(object{"username": "x"})
	expectNothing(t, s.refresh())
	expectNothing(t, s.refresh())
	s.make(writeOnly)
}

func TestOwnWritesAreNoTampering(t *testing.T) {
	s := newScenario(t, true)
	for _, changes := range []object{{}, {"username": "a"}, {"username": "b"}, {"webhook_wo": "https://chat.example/2"}} {
		s.make(writeOnly.with(changes))
		if !strings.Contains(string(s.private), s.gitlab.time()) {
			t.Errorf("%s is not storedPrivate: %s", s.gitlab.time(), s.private)
		}
	}
}

func TestTimeIsRememberedOnlyWhereItIsWatched(t *testing.T) {
	s := newScenario(t, false)
	s.make(writeOnly)
	if strings.Contains(string(s.private), "updated_at") {
		t.Errorf("got %s", s.private)
	}
}

func TestTamperingIsNotNoticedAnyMoreWhenThatIsSwitchedOff(t *testing.T) {
	s := newScenario(t, true)
	s.make(writeOnly)
	s.detect = false
	s.gitlab.edit(object{"webhook": "https://evil.example"})
	expectNothing(t, s.refresh())
	s.expectUnchanged(writeOnly)
}

// GitLab keeps the settings of some integrations apart, and their time does
// not move.
func TestTimeThatNeverMovesIsNoLoop(t *testing.T) {
	s := newScenario(t, true)
	s.gitlab.stopped = true
	s.make(writeOnly)
	s.make(writeOnly.with(object{"webhook_wo": "https://chat.example/2"}))
	s.gitlab.edit(object{"webhook": "https://evil.example"})
	expectNothing(t, s.refresh())
	s.expectUnchanged(writeOnly.with(object{"webhook_wo": "https://chat.example/2"}))
}

// Nothing can be sent again of an integration without secrets.
func TestNoTamperingWithoutSecrets(t *testing.T) {
	s := newScenario(t, true)
	config := object{"project": "acme/web", "use_inherited_settings": true}
	s.make(config)
	s.gitlab.edit(object{"username": "x"})
	expectNothing(t, s.refresh())
	s.expectUnchanged(config)
}

// Secrets that an error of GitLab repeats, in the forms in which it may.
func TestDiagnosticsNeverShowASecret(t *testing.T) {
	inMessage := func(text string) string { return jsonText(map[string]any{"message": "Failed: " + text}) }
	forms := map[string]func(secret string) string{
		"as it is":    inMessage,
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
						t.Fatal("no diagnostic")
					}
					for _, diagnostic := range found {
						if text := describe(diagnostic); strings.Contains(text, secret[:7]) {
							t.Errorf("it shows the secret: %s", text)
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
			t.Errorf("it shows the secret: %s", text)
		}
	}
}

// What the state had may be what GitLab complains about.
func TestDiagnosticsNeverShowTheSecretOfBefore(t *testing.T) {
	s := newScenario(t, false)
	s.make(minimal.with(object{"signing_key": "visible"}))
	s.gitlab.refuse(&reply{status: http.StatusBadRequest, body: `{"message":"Failed: visible is in use"}`})
	for _, diagnostic := range s.try(minimal.with(object{"signing_key": "other"})) {
		if text := describe(diagnostic); strings.Contains(text, "visible") {
			t.Errorf("it shows the secret: %s", text)
		}
	}
}

// A secret that is configured as empty is as good as unset: a warning that
// promises to send it again would come back with every plan.
func TestNoTamperingWithAnEmptySecret(t *testing.T) {
	spec := integration.Spec{Slug: "vault", Title: "Vault", Parameters: []integration.Parameter{{Name: "key", Secret: true}}}
	g := newGitLab(t, always(http.StatusOK, answer(&spec, nil)))
	made := newClient(t, g.address)
	tf := newTerraform(t, integration.NewServer(newInnerServer(nil), []integration.Spec{spec}, func() *integration.Provider {
		return &integration.Provider{Client: made, DetectSecretChanges: true}
	}))
	config := object{"project": "1", "key": ""}
	state := config.with(object{"id": "projects/1", "use_inherited_settings": false})
	state, _, found := tf.readPrivate("gitlabintegrations_vault", state, []byte(`{"updated_at":"2019"}`))
	plan := tf.plan("gitlabintegrations_vault", state, config)
	if len(found) > 0 && compare(plan.state, state) == "" {
		t.Errorf("the plan does nothing about %s", describe(found[0]))
	}
}

// A secret that is JSON itself must not be taken apart as GitLab's answer.
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
				t.Fatal("it was not refused")
			}
			for _, diagnostic := range found {
				if said := describe(diagnostic); strings.Contains(said, "part-") {
					t.Errorf("it shows a part of the secret: %s", said)
				}
			}
		})
	}
}
