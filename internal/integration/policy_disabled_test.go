package integration_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestDisabledDisables(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "discord", "slack")
	policy := r.manage(disabledType, noDiscord)
	plan := policy.plan()
	expectWarnings(t, plan.diagnostics, disables+"`discord` in project acme/web")
	expectWords(t, plan.diagnostics[0], "remove the resource")
	expectObject(t, plan.state, noDiscord.with(object{"id": webProject + ":discord"}))
	expectNothing(t, policy.apply(plan))
	r.expectRequests(webList, "DELETE projects/acme%2Fweb/integrations/discord")
	r.expectActive(webProject, "slack")
	policy.expectNoChange()
	r.expectRequests(webList)
}

func TestDisabledOfWhatIsOff(t *testing.T) {
	r := newSupervised(t)
	policy := r.manage(disabledType, noDiscord)
	plan := policy.plan()
	expectNothing(t, plan.diagnostics)
	expectNothing(t, policy.apply(plan))
	r.expectRequests(webList)
}

// A refresh removes the resource from the state if another user has enabled the
// integration. So the next plan disables it again, with a single request for the list.
func TestDisabledThatSomebodyEnables(t *testing.T) {
	r := newSupervised(t)
	policy := r.manage(disabledType, noDiscord)
	policy.applyCleanly()
	r.setUpAll(webProject, "discord")
	plan := policy.plan()
	r.expectRequests(webList)
	expectObject(t, policy.state, nil)
	expectWarnings(t, plan.diagnostics, disables+"`discord` in project acme/web")
	expectNothing(t, policy.apply(plan))
	r.expectActive(webProject)
	policy.expectNoChange()
}

// An inherited integration stays disabled until the next change of the group's
// integration.
func TestDisabledOfWhatInherits(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll("groups/acme", "discord")
	policy := r.manage(disabledType, noDiscord)
	plan := policy.plan()
	expectWarnings(t, plan.diagnostics, disables+"`discord` in project acme/web", "An integration can become active again")
	expectNothing(t, policy.apply(plan))
	r.expectRequests(webList, "DELETE projects/acme%2Fweb/integrations/discord")
	policy.expectNoChange()
	r.setUpAll("groups/acme", "discord")
	policy.plan()
	expectObject(t, policy.state, nil)
}

func TestDisabledOfAGroup(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll("groups/acme", "discord")
	policy := r.manage(disabledType, object{"group": "acme", "integration": "discord"})
	plan := policy.plan()
	expectWarnings(t, plan.diagnostics, disables+"`discord` in group acme", "An integration stays active where it is inherited")
	expectWords(t, plan.diagnostics[1], "Discord Notifications stays active where it is inherited from group acme")
	expectNothing(t, policy.apply(plan))
	r.expectActive("groups/acme")
	r.expectActive(webProject, "discord")
	policy.expectNoChange()
}

func TestDisabledCannotDisableAnApp(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "jira-cloud-app")
	policy := r.manage(disabledType, object{"project": "acme/web", "integration": "jira-cloud-app"})
	plan := policy.plan()
	expectWarnings(t, plan.diagnostics, "An integration stays active")
	expectError(t, policy.apply(plan), "", "Cannot disable GitLab for Jira Cloud app in project acme/web")
	expectObject(t, policy.state, nil)
}

func TestDisabledOfWhatOnlyAPersonCanRestore(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "gitlab-slack-application")
	plan := r.manage(disabledType, object{"project": "acme/web", "integration": "gitlab-slack-application"}).plan()
	expectWarnings(t, plan.diagnostics, disables+"`gitlab-slack-application` in project acme/web", "An integration can only be restored by hand")
}

// The slug is that of an integration of a newer GitLab, which the catalog does not
// contain.
func TestDisabledOfAnUnknownIntegration(t *testing.T) {
	r := newSupervised(t)
	on := true
	r.Intercept(func(w http.ResponseWriter, request *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		switch {
		case request.Method == http.MethodDelete:
			on = false
			w.WriteHeader(http.StatusNoContent)
		case on:
			_, _ = w.Write([]byte(`[{"id":7,"slug":"newer-chat","active":true,"updated_at":"2026-01-01T00:00:00.000Z"}]`))
		default:
			_, _ = w.Write([]byte(`[]`))
		}
		return true
	})
	policy := r.manage(disabledType, object{"project": "acme/web", "integration": "newer-chat"})
	plan := policy.plan()
	expectWarnings(t, plan.diagnostics, disables+"`newer-chat` in project acme/web")
	expectNothing(t, policy.apply(plan))
	r.expectRequests(webList, "DELETE projects/acme%2Fweb/integrations/newer-chat")
	policy.expectNoChange()
}

// GitLab before 12.7 does not have the list.
func TestDisabledWithoutLists(t *testing.T) {
	r := newSupervised(t)
	r.Version = "12.6"
	r.setUpAll(webProject, "slack")
	policy := r.manage(disabledType, object{"project": "acme/web", "integration": "slack"})
	expectNothing(t, policy.apply(policy.plan()))
	if record, _ := r.Stored(webProject, "slack"); record.Active {
		t.Error("Slack is still active")
	}
	policy.expectNoChange()
	plan := r.manage(exclusiveType, onlyJira).plan()
	expectError(t, plan.diagnostics, "", "This GitLab has no list of integrations", "`gitlabintegrations_disabled` keeps it disabled", "The plan has to show")
}

func TestChangeOfAPolicyReplacesIt(t *testing.T) {
	r := newSupervised(t)
	number := r.AddProject("acme/api")
	for name, test := range map[string]struct {
		typeName string
		change   object
		replace  string
	}{
		"integration":        {disabledType, object{"integration": "slack"}, `AttributeName("integration")`},
		"project":            {disabledType, object{"project": "acme/api"}, `AttributeName("project")`},
		"project of all":     {exclusiveType, object{"project": itoa(number)}, `AttributeName("project")`},
		"case of a project":  {exclusiveType, object{"project": "Acme/Web"}, ""},
		"what it allows":     {exclusiveType, object{"integrations": []string{"slack"}}, ""},
		"number of the same": {disabledType, object{"project": itoa(number - 1)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			config := map[string]object{disabledType: noDiscord, exclusiveType: onlyJira}[test.typeName]
			policy := r.manage(test.typeName, config)
			policy.applyCleanly()
			policy.config = config.with(test.change)
			if got := strings.Join(policy.plan().replace, " "); got != test.replace {
				t.Errorf("got the replacement %q, want %q", got, test.replace)
			}
		})
	}
}

// A refresh of all resources that need the list of a project requests it only once.
func TestRulesShareOneList(t *testing.T) {
	r := newSupervised(t)
	r.provider.RefreshByList = true
	slack := r.manage(slackType, slackOfWeb)
	expectNothing(t, slack.apply(slack.plan()))
	resources := []*managed{slack, r.manage(exclusiveType, onlyJira.with(object{"integrations": []string{"slack"}}))}
	for _, slug := range []string{"discord", "asana", "jira"} {
		resources = append(resources, r.manage(disabledType, object{"project": "acme/web", "integration": slug}))
	}
	for _, resource := range resources[1:] {
		resource.applyCleanly()
	}
	tf := r.run()
	for _, resource := range resources {
		expectNothing(t, resource.refresh(tf))
		expectNothing(t, tf.planPrivate(resource.typeName, resource.state, resource.config, resource.private).diagnostics)
	}
	r.expectRequests(webList)
}

func TestPolicyAboutAMovedProject(t *testing.T) {
	for typeName, config := range map[string]object{exclusiveType: onlyJira, disabledType: noDiscord} {
		t.Run(typeName, func(t *testing.T) {
			r := newSupervised(t)
			policy := r.manage(typeName, config)
			policy.applyCleanly()
			r.setUpAll(webProject, "discord")
			r.MoveProject("acme/web", "acme/site")
			tf := r.run()
			expectWarning(t, policy.refresh(tf), "project", "Project acme/web has moved", "`acme/site`")
			expectNothing(t, policy.applyIn(tf, tf.planPrivate(typeName, policy.state, policy.config, policy.private)))
			r.expectActive("projects/acme/site")
		})
	}
}

// The warning does not depend on what is active in the project.
func TestPolicyAboutAMovedProjectWithoutIntegrations(t *testing.T) {
	for typeName, config := range map[string]object{exclusiveType: onlyJira, disabledType: noDiscord} {
		t.Run(typeName, func(t *testing.T) {
			r := newSupervised(t)
			policy := r.manage(typeName, config)
			policy.applyCleanly()
			r.MoveProject("acme/web", "acme/site")
			before := policy.state
			expectWarning(t, policy.refresh(r.run()), "project", "Project acme/web has moved", "`acme/site`")
			expectObject(t, policy.state, before)
		})
	}
}

func TestPolicyAboutAProjectThatIsGone(t *testing.T) {
	for typeName, config := range map[string]object{exclusiveType: onlyJira, disabledType: noDiscord} {
		t.Run(typeName, func(t *testing.T) {
			r := newSupervised(t)
			policy := r.manage(typeName, config)
			policy.applyCleanly()
			r.RemoveProject("acme/web")
			r.provider.KeepMissing = true
			before := policy.state
			expectError(t, policy.refresh(r.run()), "", "A project is gone", "so the resource stays in the state")
			expectObject(t, policy.state, before)
			r.provider.KeepMissing = false
			expectWarning(t, policy.refresh(r.run()), "", "A project is gone", "removed from the state")
			expectObject(t, policy.state, nil)
		})
	}
}

func TestPolicyAboutAProjectWithoutAccess(t *testing.T) {
	for typeName, config := range map[string]object{exclusiveType: onlyJira, disabledType: noDiscord} {
		t.Run(typeName, func(t *testing.T) {
			r := newSupervised(t)
			policy := r.manage(typeName, config)
			policy.applyCleanly()
			r.Intercept(func(w http.ResponseWriter, _ *http.Request) bool {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusForbidden)
				_, _ = w.Write([]byte(`{"message":"403 Forbidden"}`))
				return true
			})
			before := policy.state
			expectError(t, policy.refresh(r.run()), "", "GitLab does not permit this in the project", "Cannot read", "project acme/web")
			r.expectRequests(webList)
			expectObject(t, policy.state, before)
			plan := r.manage(typeName, config).plan()
			expectError(t, plan.diagnostics, "", "GitLab does not permit this in the project", "The plan has to show")
		})
	}
}
