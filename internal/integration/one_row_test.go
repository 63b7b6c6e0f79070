package integration_test

import (
	"net/http"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// inOneRun returns a terraform whose requests all belong to one run.
func inOneRun(g *gitlab) *terraform {
	provider := &integration.Provider{Client: newClient(g.t, g.address)}
	return drive(g.t, func() *integration.Provider { return provider })
}

// Two resources manage the same row, and one of them is to be destroyed. The integration
// must stay active, in whichever order the CLI plans them.
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
	t.Run("kept one first, and the other is replaced without a read", func(t *testing.T) {
		tf := inOneRun(newMovedGitLab(t).gitlab)
		expectNothing(t, tf.planPrivate(chatType, chatState(), full, []byte(knownRow)).diagnostics)
		replaced := tf.planPrivate(chatType, chatState(), full.with(object{"project": "acme/api"}), []byte(knownRow))
		expectError(t, replaced.diagnostics, "", "Two resources for one integration", "could disable", "`-refresh=false`")
	})
	t.Run("destroyed one first", func(t *testing.T) {
		tf := inOneRun(newGitLab(t, always(http.StatusNotFound, nil)))
		expectNothing(t, tf.planPrivate(chatType, chatState(), nil, []byte(knownRow)).diagnostics)
		kept := tf.planPrivate(chatType, chatState(), full, []byte(knownRow))
		expectWarning(t, kept.diagnostics, "", "is set up again", "is to be destroyed")
		if kept.state["id"] != unknown {
			t.Error("the plan does not set the integration up again")
		}
	})
	t.Run("destroyed one first, without the secret of the other", func(t *testing.T) {
		tf := inOneRun(newGitLab(t, always(http.StatusNotFound, nil)))
		imported := chatState().with(object{"webhook": nil})
		expectNothing(t, tf.planPrivate(chatType, chatState(), nil, []byte(knownRow)).diagnostics)
		kept := tf.planPrivate(chatType, imported, full.with(object{"webhook": nil}), []byte(knownRow))
		expectError(t, kept.diagnostics, "", "Two resources for one integration", "would disable the integration that the other one still manages", "`removed`")
	})
}

// The CLI plans the destroy of a deposed object a second time during the apply. That run
// has not read the other object.
func TestDeposedObjectOfARowThatAnotherResourceKeeps(t *testing.T) {
	g := newGitLab(t, keepingOn(&chat, chatState()))
	reading := inOneRun(g)
	reading.readPrivate(chatType, chatState(), nil)
	_, private, found := reading.readPrivate(chatType, chatState(), nil)
	expectNothing(t, found)
	g.asked()
	applying := inOneRun(g)
	_, _, found = applying.applyPrivate(chatType, chatState(), nil, nil, applying.planPrivate(chatType, chatState(), nil, private).private)
	expectWarning(t, found, "", "another resource in the state manages it")
	expectRequests(t, g)

	// Now no other resource manages the row.
	reading = inOneRun(g)
	_, private, _ = reading.readPrivate(chatType, chatState(), private)
	g.asked()
	applying = inOneRun(g)
	applying.applyPrivate(chatType, chatState(), nil, nil, applying.planPrivate(chatType, chatState(), nil, private).private)
	expectRequests(t, g, "DELETE "+chatPath)
}
