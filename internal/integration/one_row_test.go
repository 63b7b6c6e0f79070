package integration_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

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
		tf.readPrivate(chatType, chatState(), []byte(knownRow))
		g.asked()
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
		expectWarning(t, kept.diagnostics, "", "is set up again", "may destroy it")
		if kept.state["id"] != unknown {
			t.Error("the plan does not set the integration up again")
		}
	})
	for name, test := range map[string]struct {
		missing object
		known   string
	}{
		"required secret":             {object{"webhook": nil}, ``},
		"secret of an import":         {object{"signing_key": nil}, `"adopted":true,`},
		"hidden setting of an import": {object{}, `"adopted":true,"assumed":["x"],`},
	} {
		t.Run("destroyed one first, without the "+name+" of the other", func(t *testing.T) {
			tf := inOneRun(newGitLab(t, always(http.StatusNotFound, nil)))
			expectNothing(t, tf.planPrivate(chatType, chatState(), nil, []byte(knownRow)).diagnostics)
			private := strings.Replace(knownRow, "{", "{"+test.known, 1)
			kept := tf.planPrivate(chatType, chatState().with(test.missing), full.with(test.missing), []byte(private))
			expectError(t, kept.diagnostics, "", "Two resources for one integration", "would disable the integration that the other one still manages", "`removed`")
		})
	}
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

// A failed request of another resource keeps a destroy from disabling the integration.
// The next run sets it up again only if the state may have two objects for it.
func TestObjectAfterADestroyThatWasHeldBack(t *testing.T) {
	for name, test := range map[string]struct {
		status         int
		marked, update bool
		setUpAgain     bool
	}{
		"create refused": {status: http.StatusBadRequest},
		"create refused, after another destroy that failed": {status: http.StatusBadRequest, marked: true, setUpAgain: true},
		"create without an outcome":                         {status: http.StatusInternalServerError, setUpAgain: true},
		"update refused":                                    {status: http.StatusBadRequest, update: true, setUpAgain: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newSupervised(t)
			old := r.manage("gitlabintegrations_slack", slackOfWeb)
			old.applyCleanly()
			if test.marked {
				r.failDestroy(old)
			}
			r.failDestroyBeside(old, test.status, test.update)
			r.Intercept(nil)
			next := r.run().planPrivate(old.typeName, old.state, old.config, old.private)
			if !test.setUpAgain {
				expectNothing(t, next.diagnostics)
				expectObject(t, next.state, old.state)
				return
			}
			expectWarnings(t, next.diagnostics, "Slack notifications in project acme/web is set up again")
		})
	}
}

// failDestroy destroys a resource while GitLab answers nothing.
func (r *supervised) failDestroy(m *managed) {
	r.t.Helper()
	r.answerWith(http.StatusForbidden)
	r.destroyIn(r.run(), m)
}

// failDestroyBeside changes or creates another resource for the same integration, which
// GitLab answers with an error, and destroys the resource after it.
func (r *supervised) failDestroyBeside(m *managed, status int, update bool) {
	r.t.Helper()
	tf := r.run()
	config, prior := slackOfWeb.with(object{"channel": "#ops"}), object(nil)
	if update {
		prior = m.state
	}
	plan := tf.plan(m.typeName, prior, config)
	r.answerWith(status)
	_, _, found := tf.applyPrivate(m.typeName, prior, plan.state, config, plan.private)
	expectError(r.t, found, "", "Slack notifications")
	r.destroyIn(tf, m)
}

// destroyIn destroys a resource, which must fail.
func (r *supervised) destroyIn(tf *terraform, m *managed) {
	r.t.Helper()
	private := r.run().planPrivate(m.typeName, m.state, nil, m.private).private
	var found []*tfprotov6.Diagnostic
	m.state, m.private, found = tf.applyPrivate(m.typeName, m.state, nil, nil, private)
	expectError(r.t, found, "", "Cannot disable Slack notifications in project acme/web")
}

// answerWith has GitLab answer all requests with an error.
func (r *supervised) answerWith(status int) {
	r.Intercept(func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"message":"no"}`))
		return true
	})
}

// The last read has found two objects for the row. One of them has left the state since,
// without the provider (`terraform state rm`), and the other one is planned without a
// read.
func TestObjectWhoseTwinHasLeftTheState(t *testing.T) {
	g := newGitLab(t, keepingOn(&chat, chatState()))
	private := readTwice(t, g)[1]
	leaving := inOneRun(g).planPrivate(chatType, chatState(), nil, private)
	expectNothing(t, leaving.diagnostics)
	_, _, found := inOneRun(g).applyPrivate(chatType, chatState(), nil, nil, leaving.private)
	expectNothing(t, found)
	expectRequests(t, g, "DELETE "+chatPath)
}

// readTwice reads two objects for one row in one run. It returns their private states.
func readTwice(t *testing.T, g *gitlab) (privates [2][]byte) {
	t.Helper()
	reading := inOneRun(g)
	for i := range privates {
		_, private, found := reading.readPrivate(chatType, chatState(), nil)
		expectNothing(t, found)
		privates[i] = private
	}
	g.asked()
	return privates
}

// A replacement with create_before_destroy was interrupted, so the state has a deposed
// object beside the current one. The plan of its destroy does not reach the apply, which
// must not disable the integration, in whichever order the CLI reads and plans.
func TestDeposedObjectBesideTheCurrentOne(t *testing.T) {
	for name, currentFirst := range map[string]bool{"deposed one read first": false, "current one read first": true} {
		for plannedName, plannedFirst := range map[string]bool{"deposed one planned first": false, "current one planned first": true} {
			t.Run(name+", "+plannedName, func(t *testing.T) {
				g := newGitLab(t, keepingOn(&chat, chatState()))
				privates := readTwice(t, g)
				current, deposed := privates[1], privates[0]
				if currentFirst {
					current, deposed = deposed, current
				}
				planning := inOneRun(g)
				planning.readPrivate(chatType, chatState(), deposed)
				if !plannedFirst {
					planning.planPrivate(chatType, chatState(), nil, deposed)
				}
				kept := planning.planPrivate(chatType, chatState(), full, current)
				expectNothing(t, errorsIn(kept.diagnostics))
				g.asked()
				expectKeptInApply(t, g, kept, deposed)
			})
		}
	}
}

// expectKeptInApply applies the planned change of the current object, if there is one,
// after the destroy of the deposed one, which the CLI plans again.
func expectKeptInApply(t *testing.T, g *gitlab, kept planned, deposed []byte) {
	t.Helper()
	applying := inOneRun(g)
	_, _, found := applying.applyPrivate(chatType, chatState(), nil, nil, applying.planPrivate(chatType, chatState(), nil, deposed).private)
	expectNothing(t, errorsIn(found))
	sent := g.asked()
	if len(sent) > 0 && kept.state["id"] != unknown {
		t.Fatalf("the destroy has sent %v, and nothing sets the integration up again", sent)
	}
	_, _, found = applying.applyPrivate(chatType, chatState(), kept.state, full, kept.private)
	expectNothing(t, found)
	expectRequests(t, g, slices.Repeat([]string{"PUT " + chatPath}, len(sent))...)
}

// Terraform plans a change again during the apply, and does not apply it if nothing is left
// to change. That is so after the destroy of another object for the row was planned first,
// and if a value that was not known turns out to be the same.
func TestKeptObjectIsPlannedAgainDuringTheApply(t *testing.T) {
	for name, config := range map[string]object{"known": full, "not known yet": full.with(object{"username": unknown})} {
		for order, destroyedFirst := range map[string]bool{"destroyed one first": true, "kept one first": false} {
			t.Run(name+", "+order, func(t *testing.T) {
				g := newGitLab(t, keepingOn(&chat, chatState()))
				planning := inOneRun(g)
				leaving := planning.planPrivate(chatType, chatState(), nil, []byte(knownRow))
				kept := planning.planPrivate(chatType, chatState(), config, []byte(knownRow))
				if kept.state["id"] != unknown {
					t.Error("the plan of the kept object has a known ID")
				}
				expectKept(t, g, leaving, destroyedFirst)
			})
		}
	}
}

// expectKept applies the destroy of one object for a row, and plans the other one as during
// an apply. Either the integration stays active, or it is set up again.
func expectKept(t *testing.T, g *gitlab, leaving planned, destroyedFirst bool) {
	t.Helper()
	applying := inOneRun(g)
	destroy := func() {
		_, _, found := applying.applyPrivate(chatType, chatState(), nil, nil, leaving.private)
		expectNothing(t, errorsIn(found))
	}
	if destroyedFirst {
		destroy()
		expectRequests(t, g, "DELETE "+chatPath)
	}
	again := applying.planPrivate(chatType, chatState(), full, []byte(knownRow))
	if changes := again.state["id"] == unknown; changes != destroyedFirst {
		t.Errorf("the plan during the apply changes something: %t", changes)
	}
	if destroyedFirst {
		_, _, found := applying.applyPrivate(chatType, chatState(), again.state, full, again.private)
		expectNothing(t, found)
		expectRequests(t, g, "PUT "+chatPath)
		return
	}
	destroy()
	expectRequests(t, g)
}

// The state does not have the row of an object whose create had no known outcome. Its
// destroy must not disable what another object keeps.
func TestObjectWithoutARowBesideAnother(t *testing.T) {
	g := newGitLab(t, keepingOn(&chat, chatState()))
	planning := inOneRun(g)
	expectNothing(t, planning.planPrivate(chatType, chatState(), full, []byte(knownRow)).diagnostics)
	leaving := planning.planPrivate(chatType, chatState(), nil, nil)
	expectWarning(t, leaving.diagnostics, "", "Two resources for one integration", "is only removed from the state")
	expectRequests(t, g, "GET "+chatPath)
	_, _, found := inOneRun(g).applyPrivate(chatType, chatState(), nil, nil, leaving.private)
	expectWarning(t, found, "", "another resource in the state manages it")
	expectRequests(t, g)
}
