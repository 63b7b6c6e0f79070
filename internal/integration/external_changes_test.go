package integration_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

func TestExternalChangeOfASecretIsDetectedAndRepaired(t *testing.T) {
	for name, test := range map[string]struct{ config, secrets, planned object }{
		"kept":              {minimal, object{"webhook": lostSecret}, object{"webhook": minimal["webhook"]}},
		"automatic version": {writeOnly, object{"webhook_wo_version": -1}, object{"webhook_wo_version": 2}},
		"own version":       {writeOnly.with(object{"webhook_wo_version": 3}), object{"webhook_wo_version": -1}, object{"webhook_wo_version": 3}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t, true)
			s.make(test.config)
			s.gitlab.edit(object{"webhook": "https://evil.example"})
			before := s.state
			s.gitlab.asked()
			expectWarning(t, s.refresh(), "", "Team chat in project acme/web was changed outside Terraform", s.gitlab.time(), "sends all of them again")
			expectRequests(t, s.gitlab.gitlab, "GET "+chatPath)
			expectObject(t, s.state, before.with(test.secrets))
			expectNothing(t, s.refresh())
			s.expectChange(test.config, test.planned)
			s.make(test.config)
			s.expectSent(map[string]any{"webhook": minimal["webhook"], "relay_token": nil})
			s.gitlab.edit(object{"webhook": "https://evil.example"})
			s.configure()
			expectWarning(t, s.refresh(), "", s.gitlab.time())
		})
	}
}

// Terraform keeps the refreshed state even if the apply of the plan fails.
func TestExternalChangeIsRepairedAfterAFailedApply(t *testing.T) {
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

// A secret that Terraform has set is cleared when it is removed from the configuration,
// even if it was changed outside Terraform.
func TestRemovedSecretIsClearedAfterAnExternalChange(t *testing.T) {
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

func TestWhatIsNoExternalChangeOfASecret(t *testing.T) {
	tests := map[string]struct {
		detect bool
		config object
		edit   object
	}{
		"visible change":              {true, writeOnly, object{"username": "x", "webhook": "https://evil.example"}},
		"visible change of a default": {true, writeOnly, object{"push_events": false}},
		"disabled":                    {false, writeOnly, object{"webhook": "https://evil.example"}},
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

// Terraform may store a refreshed state without an apply, or before an apply that fails.
// The next refresh must not report the same changes again.
func TestVisibleChangeIsReportedOnce(t *testing.T) {
	s := newScenario(t, true)
	s.make(writeOnly)
	s.gitlab.edit(object{"username": "x"})
	expectNothing(t, s.refresh())
	expectNothing(t, s.refresh())
	s.make(writeOnly)
}

func TestOwnWritesAreNoExternalChange(t *testing.T) {
	s := newScenario(t, true)
	for _, changes := range []object{{}, {"username": "a"}, {"username": "b"}, {"webhook_wo": "https://chat.example/2"}} {
		s.make(writeOnly.with(changes))
		if !strings.Contains(string(s.private), s.gitlab.time()) {
			t.Errorf("%s is not in the private state: %s", s.gitlab.time(), s.private)
		}
	}
}

func TestTimeIsStoredOnlyIfExternalChangesAreDetected(t *testing.T) {
	s := newScenario(t, false)
	s.make(writeOnly)
	var private map[string]any
	if err := json.Unmarshal(s.private, &private); err != nil || private["updated_at"] != nil || private["row"] == nil {
		t.Errorf("got the private state %s, %v", s.private, err)
	}
}

func TestExternalChangesAreNotDetectedOnceThatIsDisabled(t *testing.T) {
	s := newScenario(t, true)
	s.make(writeOnly)
	s.detect = false
	s.gitlab.edit(object{"webhook": "https://evil.example"})
	expectNothing(t, s.refresh())
	s.expectUnchanged(writeOnly)
}

// For some integrations, GitLab stores the settings in a separate table and does not
// update the time of the row.
func TestTimeThatNeverChangesIsNoExternalChange(t *testing.T) {
	s := newScenario(t, true)
	s.gitlab.stopped = true
	s.make(writeOnly)
	s.make(writeOnly.with(object{"webhook_wo": "https://chat.example/2"}))
	s.gitlab.edit(object{"webhook": "https://evil.example"})
	expectNothing(t, s.refresh())
	s.expectUnchanged(writeOnly.with(object{"webhook_wo": "https://chat.example/2"}))
}

// Without secrets, there is nothing that the provider could send again.
func TestNoExternalChangeWithoutSecrets(t *testing.T) {
	s := newScenario(t, true)
	config := object{"project": "acme/web", "use_inherited_settings": true}
	s.make(config)
	s.gitlab.edit(object{"username": "x"})
	expectNothing(t, s.refresh())
	s.expectUnchanged(config)
}

// A secret that is configured as an empty string counts as unset. A warning that the
// provider will send it again would recur in every plan.
func TestNoExternalChangeOfAnEmptySecret(t *testing.T) {
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
		t.Errorf("the plan has no changes, but the refresh returned %s", describe(found[0]))
	}
}
