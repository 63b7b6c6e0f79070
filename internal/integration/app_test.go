package integration_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

const lostApp = "An integration can only be restored by hand"

// app returns the state of an integration that only the installation of an app can
// create.
func app(project string) object {
	return object{"project": project, "id": "projects/" + project, "use_inherited_settings": false}
}

func expectLoss(t *testing.T, found []*tfprotov6.Diagnostic) {
	t.Helper()
	expectWarning(t, found, "", lostApp, "Personal app in project acme/web", "Have a person install it.", "`removed` block", "`terraform state rm`")
}

func TestPlanWarnsOfAnAppThatIsDestroyed(t *testing.T) {
	tf := newGitLab(t, keepingOn(&personal, app("acme/web"))).terraform()
	plan := tf.plan(personalType, app("acme/web"), nil)
	expectLoss(t, plan.diagnostics)
	state, _, found := tf.applyPrivate(personalType, app("acme/web"), nil, nil, plan.private)
	expectNothing(t, found)
	expectObject(t, state, nil)
}

// twoProjects is a GitLab in which acme/web and acme/other are different projects.
func twoProjects(asked request) reply {
	switch asked.method + " " + asked.path {
	case "GET /api/v4/projects/acme%2Fweb":
		return reply{status: http.StatusOK, body: `{"id":42,"path_with_namespace":"acme/web"}`}
	case "GET /api/v4/projects/acme%2Fother":
		return reply{status: http.StatusOK, body: `{"id":43,"path_with_namespace":"acme/other"}`}
	}
	return keepingOn(&personal, app("acme/web"))(asked)
}

// replaced plans a replacement as Terraform does: first with the prior state, then
// without it but with the private state of the first plan. Terraform passes the private
// state of the second plan to both the destroy and the create.
func replaced(tf *terraform, prior, config object) (private []byte, found []*tfprotov6.Diagnostic) {
	first := tf.planPrivate(personalType, prior, config, nil)
	second := tf.planPrivate(personalType, nil, config, first.private)
	expectNothing(tf.t, second.diagnostics)
	return second.private, first.diagnostics
}

func TestPlanWarnsOfAnAppThatIsReplaced(t *testing.T) {
	tf := newGitLab(t, twoProjects).terraform()
	private, found := replaced(tf, app("acme/web"), object{"project": "acme/other"})
	expectLoss(t, found)
	_, _, found = tf.applyPrivate(personalType, app("acme/web"), nil, nil, private)
	expectNothing(t, found)
}

// With -replace, or if the resource is tainted, no plan request shows that the resource
// will be destroyed. So the apply must warn.
func TestApplyWarnsOfAnAppThatIsReplaced(t *testing.T) {
	tf := newGitLab(t, keepingOn(&personal, app("acme/web"))).terraform()
	private, found := replaced(tf, app("acme/web"), object{"project": "acme/web"})
	expectNothing(t, found)
	_, _, found = tf.applyPrivate(personalType, app("acme/web"), nil, nil, private)
	expectLoss(t, found)
}

// With create_before_destroy, Terraform plans the destroy a second time, after the
// create.
func TestDestroyAfterACreateIsNotWarnedOfAgain(t *testing.T) {
	tf := newGitLab(t, twoProjects).terraform()
	_, found := tf.apply(personalType, nil, app("acme/other"), object{"project": "acme/other"})
	expectNothing(t, found)
	plan := tf.plan(personalType, app("acme/web"), nil)
	expectNothing(t, plan.diagnostics)
	_, _, found = tf.applyPrivate(personalType, app("acme/web"), nil, nil, plan.private)
	expectNothing(t, found)
	tf.configure()
	expectLoss(t, tf.plan(personalType, app("acme/web"), nil).diagnostics)
}

// The warning covered the old app only. The app that replaces it needs its own.
func TestAppThatWasReplacedIsWarnedOfAgain(t *testing.T) {
	tf := newGitLab(t, twoProjects).terraform()
	private, _ := replaced(tf, app("acme/web"), object{"project": "acme/other"})
	tf.configure()
	_, private, found := tf.applyPrivate(personalType, nil, app("acme/other"), object{"project": "acme/other"}, private)
	expectNothing(t, found)
	plan := tf.planPrivate(personalType, app("acme/other"), object{"project": "acme/other"}, private)
	private = tf.planPrivate(personalType, nil, object{"project": "acme/other"}, plan.private).private
	_, _, found = tf.applyPrivate(personalType, app("acme/other"), nil, nil, private)
	expectWarning(t, found, "", lostApp, "Personal app in project acme/other")
}

func TestNothingIsLostThatStaysOrInherits(t *testing.T) {
	inherits := app("acme/web").with(object{"use_inherited_settings": true})
	tf := newGitLab(t, keepingOn(&personal, inherits)).terraform()
	expectWarning(t, tf.plan(installedType, app("acme/web"), nil).diagnostics, "", "stays active")
	expectWarning(t, tf.plan(personalType, inherits, nil).diagnostics, "", "become active again")
	_, found := tf.apply(personalType, inherits, nil, nil)
	expectNothing(t, found)
}

func TestAppThatIsNotDestroyedIsNotLost(t *testing.T) {
	tf := newGitLab(t, always(http.StatusForbidden, `{"message":"403 Forbidden"}`)).terraform()
	_, found := tf.apply(personalType, app("acme/web"), nil, nil)
	expectError(t, found, "", "403 Forbidden")
}

// The custom resource recognizes the app by its slug.
func TestCustomAppIsLost(t *testing.T) {
	tf := newGitLab(t, keepingOn(&personal, app("acme/web"))).terraform()
	const custom = "gitlabintegrations_custom"
	for slug, lost := range map[string]bool{"personal-app": true, "installed-app": false, "team-chat": false, "newer": false} {
		tf.configure()
		prior := object{"project": "acme/web", "id": "projects/acme/web:" + slug, "slug": slug, "use_inherited_settings": false}
		plan := tf.plan(custom, prior, nil)
		_, _, applied := tf.applyPrivate(custom, prior, nil, nil, plan.private)
		expectNothing(t, applied)
		tf.configure()
		_, _, unplanned := tf.applyPrivate(custom, prior, nil, nil, nil)
		if lost {
			expectWarning(t, plan.diagnostics, "", lostApp, slug+" in project acme/web")
			expectWarning(t, unplanned, "", lostApp, slug+" in project acme/web")
		} else {
			expectNothing(t, plan.diagnostics)
			expectNothing(t, unplanned)
		}
	}
}
