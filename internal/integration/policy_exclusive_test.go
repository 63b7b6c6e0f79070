package integration_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

const (
	webList  = "GET projects/acme%2Fweb/integrations"
	disables = "The apply disables "
)

func TestNewExclusiveAppliesThePolicy(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "jira", "slack", "discord")
	policy := r.manage(exclusiveType, onlyJira)
	plan := policy.plan()
	expectWarnings(t, plan.diagnostics, disables+"`discord` and `slack` in project acme/web")
	expectWords(t, plan.diagnostics[0], "clears the settings and secrets", "add it to `integrations`")
	expectObject(t, plan.state, onlyJira.with(object{"id": webProject, "include_inherited": true, "allow_none": false}))
	r.expectRequests(webList)
	expectNothing(t, policy.apply(plan))
	for _, request := range r.Requests() {
		if guarded := request.Header.Get("If-Unmodified-Since") != ""; guarded != (request.Method == http.MethodDelete) {
			t.Errorf("%s %s is guarded: %t", request.Method, request.Path, guarded)
		}
	}
	r.expectRequests(webList, "DELETE projects/acme%2Fweb/integrations/discord", "DELETE projects/acme%2Fweb/integrations/slack")
	r.expectActive(webProject, "jira")
	policy.expectNoChange()
	r.expectRequests(webList)
}

// Another user enables an integration after the plan. The create of the resource must
// disable it too.
func TestNewExclusiveDisablesWhatIsOnThen(t *testing.T) {
	r := newSupervised(t)
	policy := r.manage(exclusiveType, onlyJira)
	plan := policy.plan()
	expectNothing(t, plan.diagnostics)
	r.setUpAll(webProject, "slack")
	expectNothing(t, policy.apply(plan))
	r.expectActive(webProject)
	policy.expectNoChange()
}

func TestExclusiveDisablesWhatThePlanHasShown(t *testing.T) {
	r := newSupervised(t)
	policy := r.manage(exclusiveType, onlyJira.with(object{"integrations": []string{"jira", "teamcity"}}))
	policy.applyCleanly()
	r.setUpAll(webProject, "slack", "jira")
	plan := policy.plan()
	expectNothing(t, plan.diagnostics)
	policy.expectSet("jira", "slack", "teamcity")
	r.expectRequests(webList)
	r.setUpAll(webProject, "discord") // After the plan.
	expectNothing(t, policy.apply(plan))
	r.expectRequests(webList, "DELETE projects/acme%2Fweb/integrations/slack")
	r.expectActive(webProject, "discord", "jira")
	policy.plan()
	policy.expectSet("discord", "jira", "teamcity")
}

func TestExclusiveWithAnotherSet(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "jira", "slack")
	policy := r.manage(exclusiveType, onlyJira.with(object{"integrations": []string{"jira", "slack"}}))
	policy.applyCleanly()
	policy.config = onlyJira
	expectNothing(t, policy.apply(policy.plan()))
	r.expectRequests(webList, "DELETE projects/acme%2Fweb/integrations/slack")
	policy.config = onlyJira.with(object{"integrations": []string{"jira", "discord"}})
	expectNothing(t, policy.apply(policy.plan()))
	r.expectRequests() // A larger set needs no request.
	r.expectActive(webProject, "jira")
}

// A refresh has written a violation into the state, and another user ends it before the
// apply.
func TestExclusiveForgetsWhatIsGoneAgain(t *testing.T) {
	r := newSupervised(t)
	policy := r.manage(exclusiveType, onlyJira)
	policy.applyCleanly()
	r.setUpAll(webProject, "slack")
	policy.plan()
	policy.expectSet("jira", "slack")
	r.Disable(webProject, "slack")
	policy.expectNoChange()
	policy.expectSet("jira")
}

func TestExclusiveWithInheritance(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll("groups/acme", "slack")
	policy := r.manage(exclusiveType, onlyJira.with(object{"include_inherited": false}))
	policy.applyCleanly()
	r.expectActive(webProject, "slack")
	policy.config = onlyJira
	plan := policy.plan()
	expectWarnings(t, plan.diagnostics, disables+"`slack` in project acme/web", "An integration can become active again")
	expectNothing(t, policy.apply(plan))
	r.expectActive(webProject)
	policy.expectNoChange()
	r.setUpAll("groups/acme", "slack") // The next change of the group's integration.
	plan = policy.plan()
	policy.expectSet("jira", "slack")
	expectWarnings(t, plan.diagnostics, "An integration can become active again")
	policy.config = onlyJira.with(object{"include_inherited": false})
	expectNothing(t, policy.apply(policy.plan()))
	r.expectActive(webProject, "slack")
	policy.expectNoChange()
}

func TestExclusiveOfAGroup(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll("groups/acme", "slack")
	policy := r.manage(exclusiveType, object{"group": "acme", "integrations": []string{}, "allow_none": true})
	plan := policy.plan()
	expectWarnings(t, plan.diagnostics, disables+"`slack` in group acme", "An integration stays active where it is inherited")
	expectNothing(t, policy.apply(plan))
	r.expectActive("groups/acme")
	r.expectActive(webProject, "slack")
	policy.expectNoChange()
}

func TestExclusiveCannotDisableAnApp(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "jira-cloud-app", "slack")
	policy := r.manage(exclusiveType, onlyJira)
	plan := policy.plan()
	expectWarnings(t, plan.diagnostics, disables+"`slack` in project acme/web", "An integration stays active")
	expectWords(t, plan.diagnostics[1], "fails", "`integrations`")
	expectError(t, policy.apply(plan), "", "Cannot disable GitLab for Jira Cloud app in project acme/web")
	r.expectRequests(webList, "DELETE projects/acme%2Fweb/integrations/slack")
	policy.expectSet("jira", "jira-cloud-app")
	policy.config = onlyJira.with(object{"integrations": []string{"jira", "jira-cloud-app"}})
	policy.applyCleanly()
}

// A project inherits an integration that only groups can set up, and its API does not find
// it there.
func TestExclusiveCannotDisableWhatOnlyGroupsSetUp(t *testing.T) {
	r := newSupervised(t)
	r.SetUp("groups/acme", "zentao", object{"url": "https://zentao.example.com", "api_token": "t", "zentao_product_xid": "3"})
	policy := r.manage(exclusiveType, onlyJira)
	plan := policy.plan()
	expectWarnings(t, plan.diagnostics, "An integration stays active")
	expectWords(t, plan.diagnostics[0], "ZenTao stays active in project acme/web", "inherits", "fails")
	expectError(t, policy.apply(plan), "", "Cannot disable ZenTao in project acme/web")
	r.expectRequests(webList)
	policy.config = onlyJira.with(object{"integrations": []string{"jira", "zentao"}})
	policy.applyCleanly()
	policy.expectNoChange()
}

// GitLab refuses to disable one of two integrations. The other one must be disabled all
// the same.
func TestExclusiveGoesOnAfterAFailure(t *testing.T) {
	r := newSupervised(t)
	policy := r.manage(exclusiveType, onlyJira)
	policy.applyCleanly()
	r.setUpAll(webProject, "slack", "discord")
	plan := policy.plan()
	r.Intercept(func(w http.ResponseWriter, request *http.Request) bool {
		refused := request.Method == http.MethodDelete && strings.HasSuffix(request.URL.Path, "discord")
		if refused {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"message":"403 Forbidden"}`))
		}
		return refused
	})
	expectError(t, policy.apply(plan), "", "Cannot disable Discord Notifications in project acme/web")
	r.expectActive(webProject, "discord")
	policy.expectSet("discord", "jira")
	r.Intercept(nil)
	expectNothing(t, policy.apply(policy.plan()))
	r.expectActive(webProject)
}

// Another user changes an integration between the request for the list and the DELETE.
func TestExclusiveLeavesWhatIsChangedMeanwhile(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "slack")
	policy := r.manage(exclusiveType, onlyJira)
	plan := policy.plan()
	r.Intercept(func(_ http.ResponseWriter, request *http.Request) bool {
		if request.Method == http.MethodDelete {
			r.Change(webProject, "slack", map[string]any{"username": "another"})
		}
		return false
	})
	expectError(t, policy.apply(plan), "", "while this apply was running")
	r.expectActive(webProject, "slack")
	policy.expectSet("jira", "slack")
}

// Another user disables the integration between the request for the list and the DELETE.
func TestExclusiveIsContentWithWhatIsOff(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "slack")
	policy := r.manage(exclusiveType, onlyJira)
	plan := policy.plan()
	r.Intercept(func(_ http.ResponseWriter, request *http.Request) bool {
		if request.Method == http.MethodDelete {
			r.Disable(webProject, "slack")
		}
		return false
	})
	expectNothing(t, policy.apply(plan))
	r.expectActive(webProject)
}

func TestInterruptedExclusive(t *testing.T) {
	r := newSupervised(t)
	policy := r.manage(exclusiveType, onlyJira)
	policy.applyCleanly()
	r.setUpAll(webProject, "asana", "discord", "slack")
	plan := policy.plan()
	tf := r.run()
	ctx, interrupt := context.WithCancel(t.Context())
	r.Intercept(func(_ http.ResponseWriter, request *http.Request) bool {
		if strings.HasSuffix(request.URL.Path, "discord") {
			interrupt()
			<-request.Context().Done()
			return true
		}
		return false
	})
	schema := tf.schemas.ResourceSchemas[exclusiveType]
	resp, err := tf.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: exclusiveType, PriorState: encode(t, schema, policy.state), PlannedState: encode(t, schema, plan.state),
		Config: encode(t, schema, policy.config), PlannedPrivate: plan.private})
	tf.noError(err)
	expectError(t, resp.Diagnostics, "", "Cannot disable Discord Notifications", "interrupted")
	policy.state, policy.private = decode(t, schema, resp.NewState), resp.Private
	policy.expectSet("discord", "jira", "slack")
	r.Intercept(nil)
	expectNothing(t, policy.apply(policy.plan()))
	r.expectActive(webProject)
}

func TestDestroyOfAPolicyChangesNothing(t *testing.T) {
	for typeName, config := range map[string]object{exclusiveType: onlyJira, disabledType: noDiscord} {
		t.Run(typeName, func(t *testing.T) {
			r := newSupervised(t)
			policy := r.manage(typeName, config)
			policy.applyCleanly()
			r.setUpAll(webProject, "slack")
			tf := r.run()
			plan := tf.planPrivate(typeName, policy.state, nil, policy.private)
			expectWarnings(t, plan.diagnostics, "A destroy does not change GitLab")
			state, _, found := tf.applyPrivate(typeName, policy.state, nil, nil, plan.private)
			expectNothing(t, found)
			expectObject(t, state, nil)
			r.expectRequests()
			r.expectActive(webProject, "slack")
		})
	}
}

func TestExclusiveThatIsNotKnownYet(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "slack")
	plan := r.manage(exclusiveType, onlyJira.with(object{"integrations": unknown})).plan()
	expectWarnings(t, plan.diagnostics, "The apply can disable integrations in project acme/web")
	expectWords(t, plan.diagnostics[0], "Active now: `slack`")
	if plan.state["integrations"] != unknown {
		t.Errorf("the set is planned as %v", plan.state["integrations"])
	}
	plan = r.manage(exclusiveType, onlyJira.with(object{"project": unknown})).plan()
	expectNothing(t, plan.diagnostics)
	r.expectRequests()
}

// The same apply creates the project, so the plan cannot read its list.
func TestPolicyAboutAProjectThatIsMadeFirst(t *testing.T) {
	for typeName, config := range map[string]object{exclusiveType: onlyJira, disabledType: noDiscord} {
		t.Run(typeName, func(t *testing.T) {
			r := newSupervised(t)
			policy := r.manage(typeName, config.with(object{"project": "acme/new"}))
			plan := policy.plan()
			expectNothing(t, plan.diagnostics)
			tf := r.run()
			expectNothing(t, tf.planPrivate(typeName, nil, policy.config, nil).diagnostics)
			r.AddProject("acme/new")
			expectNothing(t, policy.applyIn(tf, plan))
		})
	}
}
