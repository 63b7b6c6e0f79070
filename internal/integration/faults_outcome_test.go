package integration_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// expectSame expects the same outcome as without faults, except for the number of
// requests.
func expectSame(t *testing.T, got, faultless outcome, repeated int) {
	t.Helper()
	expectNothing(t, got.found)
	expectObject(t, got.state, faultless.state)
	expectObject(t, got.shown, faultless.shown)
	expectStored(t, got.stored, faultless.stored)
	if got.requests != faultless.requests+repeated {
		t.Errorf("got %d requests, want %d more than %d", got.requests, repeated, faultless.requests)
	}
}

// expectFailure expects one error, and the given state.
func expectFailure(t *testing.T, got outcome, summary string, state object, requests int) {
	t.Helper()
	expectError(t, got.found, "", summary)
	expectObject(t, got.state, state)
	if got.requests != requests {
		t.Errorf("got %d requests, want %d", got.requests, requests)
	}
}

// expectWarned expects a warning, and otherwise the same outcome as without faults.
func expectWarned(t *testing.T, got outcome, summary string, faultless outcome, requests int) {
	t.Helper()
	expectWarning(t, got.found, "", summary)
	expectObject(t, got.state, faultless.state)
	expectStored(t, got.stored, faultless.stored)
	if got.requests != requests {
		t.Errorf("got %d requests, want %d", got.requests, requests)
	}
}

// expectLookedUp expects that a new resource is in the state if and only if GitLab has
// it.
func expectLookedUp(t *testing.T, got outcome, failure string, faultless outcome, requests int) {
	t.Helper()
	if got.stored.Active {
		expectWarned(t, got, "was set up, but GitLab's answer was lost", faultless, requests)
		return
	}
	expectError(t, got.found, "", failure, "the resource is not in the state")
	expectObject(t, got.state, nil)
}

func expectNoSecrets(t *testing.T, found []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, diagnostic := range found {
		for _, secret := range []string{gitlabfake.DefaultToken, jenkinsPassword, newJenkinsPassword} {
			if strings.Contains(describe(diagnostic), secret) {
				t.Errorf("%q is shown: %s", secret, describe(diagnostic))
			}
		}
	}
}

func expectStored(t *testing.T, got, want gitlabfake.Record) {
	t.Helper()
	if got.Active != want.Active || got.Inherited != want.Inherited || got.ID != want.ID {
		t.Errorf("GitLab has %+v, want %+v", got, want)
	}
	expectObject(t, got.Settings, want.Settings)
}

// expectRepair expects that the next apply, without faults, reaches the configured state,
// and that the plan after it is empty.
func (s *testResource) expectRepair(o operation) {
	s.t.Helper()
	s.configure()
	expectNothing(s.t, s.refresh())
	s.mustChange(o.config)
	expectNothing(s.t, s.refresh())
	s.expectConverged(o.config)
}
