package integration_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// inOneRun is a terraform whose requests are all of one run.
func inOneRun(g *gitlab) *terraform {
	provider := &integration.Provider{Client: newClient(g.t, g.address)}
	return drive(g.t, func() *integration.Provider { return provider })
}

// Two resources have the same row, and one of them is to be destroyed. The CLI plans
// them in any order, and the row must stay on in both.
func TestRowThatAnotherResourceKeepsIsNotDisabled(t *testing.T) {
	t.Run("kept one first", func(t *testing.T) {
		g := newGitLab(t, keepingOn(&chat, chatState()))
		tf := inOneRun(g)
		expectNothing(t, tf.planPrivate(chatType, chatState(), full, []byte(knownRow)).diagnostics)
		leaving := tf.planPrivate(chatType, chatState(), nil, []byte(knownRow))
		expectWarning(t, leaving.diagnostics, "", "Two resources for one integration", "is only removed from the state")
		_, _, found := tf.applyPrivate(chatType, chatState(), nil, nil, leaving.private)
		expectWarning(t, found, "", "Team chat in project acme/web")
		expectRequests(t, g)
	})
	t.Run("destroyed one first", func(t *testing.T) {
		tf := inOneRun(newGitLab(t, always(http.StatusNotFound, nil)))
		expectNothing(t, tf.planPrivate(chatType, chatState(), nil, []byte(knownRow)).diagnostics)
		kept := tf.planPrivate(chatType, chatState(), full, []byte(knownRow))
		expectOne(t, kept.diagnostics, tfprotov6.DiagnosticSeverityError, "", "Two resources for one integration", "would disable the integration that the other one still manages", "`removed`")
	})
}
