package integration_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestDisabledSwitchesOff(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "discord", "slack")
	rule := r.manage(disabledType, noDiscord)
	plan := rule.plan()
	expectWarnings(t, plan.diagnostics, switchesUp+"`discord` in project acme/web")
	expectWords(t, plan.diagnostics[0], "remove the resource")
	expectObject(t, plan.state, noDiscord.with(object{"id": webProject + ":discord"}))
	expectNothing(t, rule.apply(plan))
	r.expectRequests(webList, "DELETE projects/acme%2Fweb/integrations/discord")
	r.expectActive(webProject, "slack")
	rule.expectNoChange()
	r.expectRequests(webList)
}

func TestDisabledOfWhatIsOff(t *testing.T) {
	r := newSupervised(t)
	rule := r.manage(disabledType, noDiscord)
	plan := rule.plan()
	expectNothing(t, plan.diagnostics)
	expectNothing(t, rule.apply(plan))
	r.expectRequests(webList)
}

// TestDisabledThatSomebodySwitchesOn is out of the state, so that the plan switches it off
// again, with one request for the list.
func TestDisabledThatSomebodySwitchesOn(t *testing.T) {
	r := newSupervised(t)
	rule := r.manage(disabledType, noDiscord)
	rule.settle()
	r.setUpAll(webProject, "discord")
	plan := rule.plan()
	r.expectRequests(webList)
	expectObject(t, rule.state, nil)
	expectWarnings(t, plan.diagnostics, switchesUp+"`discord` in project acme/web")
	expectNothing(t, rule.apply(plan))
	r.expectActive(webProject)
	rule.expectNoChange()
}

// TestDisabledOfWhatInherits stays off until the next change of the default.
func TestDisabledOfWhatInherits(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll("groups/acme", "discord")
	rule := r.manage(disabledType, noDiscord)
	plan := rule.plan()
	expectWarnings(t, plan.diagnostics, switchesUp+"`discord` in project acme/web", "An integration can become active again")
	expectNothing(t, rule.apply(plan))
	r.expectRequests(webList, "DELETE projects/acme%2Fweb/integrations/discord")
	rule.expectNoChange()
	r.setUpAll("groups/acme", "discord")
	rule.plan()
	expectObject(t, rule.state, nil)
}

func TestDisabledOfAGroup(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll("groups/acme", "discord")
	rule := r.manage(disabledType, object{"group": "acme", "integration": "discord"})
	plan := rule.plan()
	expectWarnings(t, plan.diagnostics, switchesUp+"`discord` in group acme", "An integration stays active where it is inherited")
	expectWords(t, plan.diagnostics[1], "Discord Notifications stays active where it is inherited from group acme")
	expectNothing(t, rule.apply(plan))
	r.expectActive("groups/acme")
	r.expectActive(webProject, "discord")
	rule.expectNoChange()
}

func TestDisabledCannotSwitchOffAnApp(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "jira-cloud-app")
	rule := r.manage(disabledType, object{"project": "acme/web", "integration": "jira-cloud-app"})
	plan := rule.plan()
	expectWarnings(t, plan.diagnostics, "An integration stays active")
	expectError(t, rule.apply(plan), "", "Cannot switch off GitLab for Jira Cloud app in project acme/web")
	expectObject(t, rule.state, nil)
}

// TestDisabledOfWhatOnlyAPersonCanRestore is about the Slack app.
func TestDisabledOfWhatOnlyAPersonCanRestore(t *testing.T) {
	r := newSupervised(t)
	r.setUpAll(webProject, "gitlab-slack-application")
	plan := r.manage(disabledType, object{"project": "acme/web", "integration": "gitlab-slack-application"}).plan()
	expectWarnings(t, plan.diagnostics, switchesUp+"`gitlab-slack-application` in project acme/web", "Only a person can bring the integration back")
}

// TestDisabledOfAnUnknownIntegration is about one that a newer GitLab has.
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
	rule := r.manage(disabledType, object{"project": "acme/web", "integration": "newer-chat"})
	plan := rule.plan()
	expectWarnings(t, plan.diagnostics, switchesUp+"`newer-chat` in project acme/web")
	expectNothing(t, rule.apply(plan))
	r.expectRequests(webList, "DELETE projects/acme%2Fweb/integrations/newer-chat")
	rule.expectNoChange()
}

// TestDisabledWithoutLists is about a GitLab that is older than its lists.
func TestDisabledWithoutLists(t *testing.T) {
	r := newSupervised(t)
	r.Version = "12.6"
	r.setUpAll(webProject, "slack")
	rule := r.manage(disabledType, object{"project": "acme/web", "integration": "slack"})
	expectNothing(t, rule.apply(rule.plan()))
	if record, _ := r.Stored(webProject, "slack"); record.Active {
		t.Error("Slack is still active")
	}
	rule.expectNoChange()
	plan := r.manage(exclusiveType, onlyJira).plan()
	expectError(t, plan.diagnostics, "", "This GitLab has no list of integrations", "The plan has to show")
}

func TestChangeOfARuleReplacesIt(t *testing.T) {
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
			rule := r.manage(test.typeName, config)
			rule.settle()
			rule.config = config.with(test.change)
			if got := strings.Join(rule.plan().replace, " "); got != test.replace {
				t.Errorf("got the replacement %q, want %q", got, test.replace)
			}
		})
	}
}

// TestRulesShareOneList is about a refresh of everything that needs the list of a project.
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
		resource.settle()
	}
	tf := r.run()
	for _, resource := range resources {
		expectNothing(t, resource.refresh(tf))
		expectNothing(t, tf.planPrivate(resource.typeName, resource.state, resource.config, resource.private).diagnostics)
	}
	r.expectRequests(webList)
}

func TestRuleAboutAMovedProject(t *testing.T) {
	for typeName, config := range map[string]object{exclusiveType: onlyJira, disabledType: noDiscord} {
		t.Run(typeName, func(t *testing.T) {
			r := newSupervised(t)
			rule := r.manage(typeName, config)
			rule.settle()
			r.setUpAll(webProject, "discord")
			r.MoveProject("acme/web", "acme/site")
			tf := r.run()
			found := rule.refresh(tf)
			if typeName == exclusiveType { // The other one is not in the state any more.
				expectWarning(t, found, "project", "Project acme/web has moved", "`acme/site`")
			}
			expectNothing(t, rule.applyIn(tf, tf.planPrivate(typeName, rule.state, rule.config, rule.private)))
			r.expectActive("projects/acme/site")
		})
	}
}

func TestRuleAboutAProjectThatIsGone(t *testing.T) {
	for typeName, config := range map[string]object{exclusiveType: onlyJira, disabledType: noDiscord} {
		t.Run(typeName, func(t *testing.T) {
			r := newSupervised(t)
			rule := r.manage(typeName, config)
			rule.settle()
			r.RemoveProject("acme/web")
			r.provider.KeepMissing = true
			before := rule.state
			expectError(t, rule.refresh(r.run()), "", "A project is gone", "so the resource stays in the state")
			expectObject(t, rule.state, before)
			r.provider.KeepMissing = false
			expectWarning(t, rule.refresh(r.run()), "", "A project is gone", "removed from the state")
			expectObject(t, rule.state, nil)
		})
	}
}

func TestRuleAboutAProjectWithoutAccess(t *testing.T) {
	for typeName, config := range map[string]object{exclusiveType: onlyJira, disabledType: noDiscord} {
		t.Run(typeName, func(t *testing.T) {
			r := newSupervised(t)
			rule := r.manage(typeName, config)
			rule.settle()
			r.Intercept(func(w http.ResponseWriter, _ *http.Request) bool {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusForbidden)
				_, _ = w.Write([]byte(`{"message":"403 Forbidden"}`))
				return true
			})
			before := rule.state
			expectError(t, rule.refresh(r.run()), "", "GitLab does not permit this in the project", "Cannot read", "project acme/web")
			r.expectRequests(webList)
			expectObject(t, rule.state, before)
			plan := r.manage(typeName, config).plan()
			expectError(t, plan.diagnostics, "", "GitLab does not permit this in the project", "The plan has to show")
		})
	}
}
