package integration_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// writeOnly is minimal with its secret as a write-only attribute.
var writeOnly = minimal.with(object{"webhook": nil, "webhook_wo": "https://chat.example/hook"})

// changingGitLab is a GitLab that stores one chat and returns the time of its last
// change.
type changingGitLab struct {
	*gitlab
	kept    object
	changes int
	// stopped keeps the time unchanged. refusal is the response to every PUT, if not nil.
	stopped bool
	refusal *reply
}

func newChangingGitLab(t *testing.T) *changingGitLab {
	c := &changingGitLab{}
	c.gitlab = newGitLab(t, c.answer)
	return c
}

func (c *changingGitLab) answer(asked request) reply {
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

func (c *changingGitLab) change(settings object) {
	c.kept = c.kept.with(settings)
	if !c.stopped {
		c.changes++
	}
}

func (c *changingGitLab) time() string { return fmt.Sprintf("2026-01-01T00:00:%02d.000Z", c.changes) }

// edit changes settings outside Terraform. No response contains the secrets.
func (c *changingGitLab) edit(settings object) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.change(settings)
}

func (c *changingGitLab) refuse(refusal *reply) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refusal = refusal
}

var forbidden = &reply{status: http.StatusForbidden, body: `{"message":"403 Forbidden"}`}

// scenario is a resource with the state and the private state that the CLI stores.
type scenario struct {
	*terraform
	gitlab  *changingGitLab
	detect  bool
	state   object
	private []byte
}

// newScenario starts without a state.
func newScenario(t *testing.T, detect bool) *scenario {
	t.Helper()
	gitlab := newChangingGitLab(t)
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

// expectUnchanged expects a plan without changes.
func (s *scenario) expectUnchanged(config object) {
	s.t.Helper()
	expectObject(s.t, s.plan(config).state, s.state)
}

// expectChange expects a plan that makes exactly these changes, in place.
func (s *scenario) expectChange(config, changes object) {
	s.t.Helper()
	plan := s.plan(config)
	expectNothing(s.t, plan.diagnostics)
	expectObject(s.t, plan.state, s.state.with(changes))
	if len(plan.replace) > 0 {
		s.t.Errorf("the plan replaces the resource because of %v", plan.replace)
	}
}

// try plans twice, as the CLI does before an apply, then applies and stores the new
// state.
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

// make expects that the apply succeeds and that the next plan is empty.
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

// expectSent compares the secrets of the last PUT. A secret that is missing must not be
// in the PUT.
func (s *scenario) expectSent(want map[string]any) {
	s.t.Helper()
	body := maps.Clone(s.gitlab.sent())
	maps.DeleteFunc(body, func(name string, _ any) bool {
		return name != "webhook" && name != "signing_key" && name != "relay_token"
	})
	expectBody(s.t, body, want)
}

// expectFingerprints expects the fingerprints of exactly these secrets in the private
// state.
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
		s.t.Errorf("the private state has the fingerprints of %v instead of %v: %s", got, want, s.private)
	}
}
