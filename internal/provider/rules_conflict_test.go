package provider_test

import (
	"fmt"
	"testing"
)

// rulesAgainstSlack forbid the Slack of acme/web.
var rulesAgainstSlack = map[string]settings{
	"exclusive": {"project": "Acme/Web", "integrations": []string{"jira"}},
	"disabled":  {"project": "acme/web", "integration": "slack"},
}

// TestRuleAgainstAResource fails the plan, whichever is planned first.
func TestRuleAgainstAResource(t *testing.T) {
	t.Parallel()
	setUp := map[string]settings{"slack": goodSlack, "custom": {"project": "acme/web", "slug": "slack"}}
	for ruleType, rule := range rulesAgainstSlack {
		for typeName, attributes := range setUp {
			t.Run(ruleType+" against "+typeName, func(t *testing.T) {
				t.Parallel()
				c := newCLI(t)
				for _, first := range []string{"rule", "resource"} {
					c.configure(inOrder(first, resourceWeb(ruleType, rule), ruleType, resourceWeb(typeName, attributes), typeName))
					for _, parallelism := range []int{1, 10} {
						c.fail("in project acme/web is to be on and off", "plan", fmt.Sprint("-parallelism=", parallelism))
					}
				}
				if written := c.requests()["PUT"]; written > 0 {
					t.Errorf("%d PUT were sent", written)
				}
			})
		}
	}
}

// inOrder makes the one resource depend on the other.
func inOrder(first, rule, ruleType, resource, typeName string) string {
	depends := func(text, on string) string {
		return text[:len(text)-2] + "  depends_on = [gitlabintegrations_" + on + ".web]\n}\n"
	}
	if first == "rule" {
		return rule + depends(resource, ruleType)
	}
	return depends(rule, typeName) + resource
}

// TestRuleInsteadOfAResource is planned with the destroy of the resource, which does not
// count.
func TestRuleInsteadOfAResource(t *testing.T) {
	t.Parallel()
	for ruleType, rule := range rulesAgainstSlack {
		for _, parallelism := range []int{1, 10} {
			t.Run(fmt.Sprint(ruleType, parallelism), func(t *testing.T) {
				t.Parallel()
				c := newCLI(t)
				c.configure(resourceWeb("slack", goodSlack))
				c.apply()
				c.configure(resourceWeb(ruleType, rule))
				c.shows(c.succeed("apply", "-auto-approve", fmt.Sprint("-parallelism=", parallelism)), "1 added, 0 changed, 1 destroyed")
				if stored, _ := c.gitlab.Stored("projects/acme/web", "slack"); stored.Active {
					t.Error("Slack is active")
				}
				c.shows(c.succeed("plan"), "No changes.")
				c.configure(resourceWeb("slack", goodSlack))
				c.shows(c.apply(), "1 added, 0 changed, 1 destroyed")
				if stored, _ := c.gitlab.Stored("projects/acme/web", "slack"); !stored.Active {
					t.Error("Slack is not active")
				}
			})
		}
	}
}

// TestRuleWhereAResourceWas is about a resource that goes to another project.
func TestRuleWhereAResourceWas(t *testing.T) {
	t.Parallel()
	for ruleType, rule := range rulesAgainstSlack {
		t.Run(ruleType, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.gitlab.AddProject("acme/api")
			c.configure(resourceWeb("slack", goodSlack))
			c.apply()
			c.configure(resourceWeb("slack", goodSlack.with(settings{"project": "acme/api"})) + resourceWeb(ruleType, rule))
			c.shows(c.apply(), "2 added, 0 changed, 1 destroyed")
			c.shows(c.succeed("plan"), "No changes.")
			for project, want := range map[string]bool{"acme/web": false, "acme/api": true} {
				if stored, _ := c.gitlab.Stored("projects/"+project, "slack"); stored.Active != want {
					t.Errorf("Slack of %s is active: %t", project, stored.Active)
				}
			}
		})
	}
}

// TestRuleBesideAnotherNameOfAResource renames what the rule allows, with and without a
// `moved` block.
func TestRuleBesideAnotherNameOfAResource(t *testing.T) {
	t.Parallel()
	rule := resourceWeb("exclusive", settings{"project": "acme/web", "integrations": []string{"slack"}})
	for name, moved := range map[string]string{
		"moved":   block("moved", settings{"from": reference("gitlabintegrations_slack.web"), "to": reference("gitlabintegrations_slack.site")}),
		"renamed": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.configure(resourceWeb("slack", goodSlack) + rule)
			c.apply()
			c.configure(resourceBlock("gitlabintegrations_slack", "site", goodSlack) + rule + moved)
			c.apply()
			if stored, _ := c.gitlab.Stored("projects/acme/web", "slack"); !stored.Active {
				t.Error("Slack is not active")
			}
			c.shows(c.succeed("plan"), "No changes.")
		})
	}
}

// TestRuleByNumberAgainstAResourceByPath is found by the row, once the state has it.
func TestRuleByNumberAgainstAResourceByPath(t *testing.T) {
	t.Parallel()
	for ruleType, rule := range rulesAgainstSlack {
		t.Run(ruleType, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			number := fmt.Sprint(c.gitlab.AddProject("acme/web"))
			resource := resourceWeb("slack", goodSlack)
			c.configure(resource)
			c.apply()
			for _, first := range []string{"rule", "resource"} {
				c.configure(inOrder(first, resourceWeb(ruleType, rule.with(settings{"project": number})), ruleType, resource, "slack"))
				c.fail("which is the same project", "plan")
			}
		})
	}
}
