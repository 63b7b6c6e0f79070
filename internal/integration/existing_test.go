package integration_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// newProtected returns a GitLab with a list of integrations, and the first run of a
// provider with existing_integration = "error".
func newProtected(t *testing.T) (*listing, *terraform) {
	t.Helper()
	l := &listing{changingGitLab: &changingGitLab{}}
	l.gitlab = newGitLab(t, l.answer)
	return l, l.protected()
}

// protected starts another run.
func (l *listing) protected() *terraform {
	l.t.Helper()
	provider := &integration.Provider{Client: newClient(l.t, l.address), KeepExisting: true}
	provider.Lists = discovery.NewLists(provider.Client)
	return drive(l.t, func() *integration.Provider { return provider })
}

func expectExisting(t *testing.T, found []*tfprotov6.Diagnostic, typeName, id string) {
	t.Helper()
	expectError(t, found, "project", "is already active in project acme/web",
		"import {\n  to = "+typeName+".<name>\n  id = \""+id+"\"\n}", "moved {\n  from = "+typeName+".<old name>\n  to   = "+typeName+".<name>\n}")
}

func TestExistingIntegrationCanBeAnError(t *testing.T) {
	custom := object{"project": "acme/web", "slug": "team-chat"}
	for name, test := range map[string]struct {
		typeName, id string
		config       object
	}{
		"own resource": {chatType, "projects/acme/web", minimal},
		"custom":       {customType, "projects/acme/web:team-chat", custom},
	} {
		t.Run(name, func(t *testing.T) {
			l, tf := newProtected(t)
			l.edit(object{"username": "by hand"})
			expectExisting(t, tf.plan(test.typeName, nil, test.config).diagnostics, test.typeName, test.id)
			expectError(t, tf.plan(test.typeName, nil, test.config).diagnostics, "project",
				"is already active in project acme/web", "import ID `"+test.id+"`", `The reason is the same as in the error "An integration is already active"`)
			expectRequests(t, l.gitlab, "GET "+listPath)
		})
	}
}

func TestExistingIntegrationIsReplacedByDefault(t *testing.T) {
	c := newChangingGitLab(t)
	c.edit(object{"username": "by hand"})
	_, found := c.terraform().change(chatType, nil, minimal)
	expectNothing(t, found)
	expectRequests(t, c.gitlab, "PUT "+chatPath)
}

// Another user set up the integration after the plan.
func TestApplyOfAnOldPlanKeepsAnExistingIntegration(t *testing.T) {
	l, tf := newProtected(t)
	plan := tf.plan(chatType, nil, minimal)
	expectNothing(t, plan.diagnostics)
	l.edit(object{"username": "by hand"})
	l.asked()
	state, _, found := l.protected().applyPrivate(chatType, nil, plan.state, minimal, plan.private)
	expectExisting(t, found, chatType, "projects/acme/web")
	expectObject(t, state, nil)
	expectRequests(t, l.gitlab, "GET "+listPath)
}

func TestWhatMayBeSetUpIfExistingIsAnError(t *testing.T) {
	for name, kept := range map[string]object{"nothing": nil, "inherits": {"use_inherited_settings": true}} {
		t.Run(name, func(t *testing.T) {
			l, tf := newProtected(t)
			l.kept = kept
			_, found := tf.change(chatType, nil, minimal.with(object{"use_inherited_settings": nil}))
			expectNothing(t, found)
			expectRequests(t, l.gitlab, "GET "+listPath, "PUT "+chatPath)
		})
	}
	t.Run("disabled", func(t *testing.T) {
		l, tf := newProtected(t)
		l.unlisted = &reply{status: http.StatusOK, body: []any{changed(answer(&chat, object{}), object{"active": false})}}
		expectNothing(t, tf.plan(chatType, nil, minimal).diagnostics)
	})
	t.Run("no project yet", func(t *testing.T) {
		l, tf := newProtected(t)
		l.unlisted = &reply{status: http.StatusNotFound, body: `{"message":"404 Project Not Found"}`}
		expectNothing(t, tf.plan(chatType, nil, minimal).diagnostics)
		expectNothing(t, tf.plan(chatType, nil, minimal.with(object{"project": unknown})).diagnostics)
		expectRequests(t, l.gitlab, "GET "+listPath, askPaths)
	})
}

// Terraform plans a tainted resource without its prior state, but only after a read,
// which shows that the row is its own.
func TestOwnRowIsNoExistingIntegration(t *testing.T) {
	l, tf := newProtected(t)
	state, private := l.setUp(tf, minimal)
	expectNothing(t, tf.plan(chatType, nil, minimal).diagnostics)

	tf = l.protected()
	expectExisting(t, tf.plan(chatType, nil, minimal).diagnostics, chatType, "projects/acme/web")
	_, _, found := tf.readPrivate(chatType, state, private)
	expectNothing(t, found)
	expectNothing(t, tf.plan(chatType, nil, minimal).diagnostics)
}

// Terraform plans a replacement twice, and destroys the old object before it creates the
// new one.
func TestReplacementIsNoExistingIntegration(t *testing.T) {
	l, tf := newProtected(t)
	state, private := l.setUp(tf, minimal)
	tf = l.protected()
	first := tf.planPrivate(chatType, state, minimal, private)
	second := tf.planPrivate(chatType, nil, minimal, first.private)
	expectNothing(t, append(first.diagnostics, second.diagnostics...))

	tf = l.protected()
	_, _, found := tf.applyPrivate(chatType, state, nil, nil, first.private)
	expectNothing(t, found)
	again := tf.plan(chatType, nil, minimal)
	_, _, applied := tf.applyPrivate(chatType, nil, again.state, minimal, again.private)
	expectNothing(t, append(again.diagnostics, applied...))
}

// With create_before_destroy, Terraform creates the new object without the private state
// of the old one.
func TestCreateBeforeDestroyIsAnExistingIntegration(t *testing.T) {
	l, tf := newProtected(t)
	l.setUp(tf, minimal)
	expectExisting(t, l.protected().plan(chatType, nil, minimal).diagnostics, chatType, "projects/acme/web")
}

// The provider requests the list of a project once per run, regardless of the number of
// integrations in the configuration.
func TestExistingIsRequestedOncePerRun(t *testing.T) {
	l, tf := newProtected(t)
	for _, config := range []object{minimal, {"project": "ACME/web", "slug": "other-chat"}, {"project": "acme/web", "slug": "third-chat"}} {
		typeName := chatType
		if config["slug"] != nil {
			typeName = customType
		}
		_, found := tf.change(typeName, nil, config)
		expectNothing(t, errorsIn(found)) // This GitLab stores all of them in one row.
	}
	expectRequests(t, l.gitlab, "GET "+listPath, "PUT "+chatPath, "PUT "+strings.Replace(listPath, "acme", "ACME", 1)+"/other-chat", "PUT "+listPath+"/third-chat")
}

// This run may have disabled an integration that the list showed as active. This must
// also work for a state of an older provider, which lacks the number of the row.
func TestWhatTheRunHasDisabledDoesNotExist(t *testing.T) {
	l, tf := newProtected(t)
	state, _ := l.setUp(tf, minimal)
	tf = l.protected()
	expectNothing(t, tf.plan(customType, nil, object{"project": "acme/web", "slug": "other-chat"}).diagnostics) // This plan requests the list.
	_, _, found := tf.applyPrivate(chatType, state, nil, nil, nil)
	expectNothing(t, found)
	_, found = tf.change(chatType, nil, minimal)
	expectNothing(t, found)
}

// After a rename without a `moved` block, Terraform creates and destroys in any order. A
// create that comes first fails, and the destroy that follows must not disable the
// integration.
func TestRefusedCreateHoldsBackTheDestroy(t *testing.T) {
	for name, create := range map[string]func(*terraform, *listing) []*tfprotov6.Diagnostic{
		"apply": func(tf *terraform, l *listing) []*tfprotov6.Diagnostic {
			planned := l.terraform().plan(chatType, nil, minimal)
			_, _, found := tf.applyPrivate(chatType, nil, planned.state, minimal, planned.private)
			return found
		},
		"plan during the apply": func(tf *terraform, _ *listing) []*tfprotov6.Diagnostic {
			return tf.plan(chatType, nil, minimal).diagnostics
		},
	} {
		t.Run(name, func(t *testing.T) { refusedCreateHoldsBack(t, create) })
	}
}

func refusedCreateHoldsBack(t *testing.T, create func(*terraform, *listing) []*tfprotov6.Diagnostic) {
	l, tf := newProtected(t)
	state, private := l.setUp(tf, minimal)
	destroy := tf.planPrivate(chatType, state, nil, private)
	tf = l.protected()
	expectExisting(t, create(tf, l), chatType, "projects/acme/web")
	left, private, found := tf.applyPrivate(chatType, state, nil, nil, destroy.private)
	expectError(t, found, "", "Cannot disable Team chat in project acme/web", "was not disabled", "apply again once the other error is resolved")
	expectObject(t, left, state)
	expectRequests(t, l.gitlab, "GET "+listPath)
	// The state has no other object for the row, so nothing needs to be sent again.
	next := l.protected().planPrivate(chatType, left, minimal, private)
	expectNothing(t, next.diagnostics)
	expectObject(t, next.state, left)
}

func TestExistingIntegrationWithoutAList(t *testing.T) {
	refused := reply{status: http.StatusForbidden, body: `{"message":"403 Forbidden"}`}
	l, tf := newProtected(t)
	l.unlisted = &refused
	expectNothing(t, tf.plan(chatType, nil, minimal).diagnostics)
	l.edit(object{"username": "by hand"})
	expectExisting(t, tf.plan(chatType, nil, minimal).diagnostics, chatType, "projects/acme/web")
	expectRequests(t, l.gitlab, "GET "+listPath, "GET "+chatPath, "GET "+chatPath)
}

func TestUnknownExistingIntegrationIsAnError(t *testing.T) {
	g := newGitLab(t, always(http.StatusForbidden, `{"message":"403 Forbidden"}`))
	tf := (&listing{changingGitLab: &changingGitLab{gitlab: g}}).protected()
	expectError(t, tf.plan(chatType, nil, minimal).diagnostics, "", "Cannot set up Team chat in project acme/web", "403 Forbidden", "creates nothing as long as it is not known")
}
