package provider_test

import (
	"fmt"
	"testing"
)

// rulesAgainstSlack are the policies that disable Slack in acme/web.
var rulesAgainstSlack = map[string]settings{
	"exclusive": {"project": "Acme/Web", "integrations": []string{"jira"}},
	"disabled":  {"project": "acme/web", "integration": "slack"},
}

// TestPolicyAgainstAResource checks that the plan fails in whichever order the policy and
// the resource are planned.
func TestPolicyAgainstAResource(t *testing.T) {
	t.Parallel()
	setUp := map[string]settings{"slack": goodSlack, "custom": {"project": "acme/web", "slug": "slack"}}
	for policyType, policy := range rulesAgainstSlack {
		for typeName, attributes := range setUp {
			t.Run(policyType+" against "+typeName, func(t *testing.T) {
				t.Parallel()
				c := newCLI(t)
				for _, first := range []string{"policy", "resource"} {
					c.configure(inOrder(first, resourceWeb(policyType, policy), policyType, resourceWeb(typeName, attributes), typeName))
					for _, parallelism := range []int{1, 10} {
						c.fail("in project acme/web is both set up and disabled", "plan", fmt.Sprint("-parallelism=", parallelism))
					}
				}
				if written := c.requests()["PUT"]; written > 0 {
					t.Errorf("%d PUT were sent", written)
				}
			})
		}
	}
}

// inOrder adds a dependency, so that the resource named by first is planned first.
func inOrder(first, policy, policyType, resource, typeName string) string {
	depends := func(text, on string) string {
		return text[:len(text)-2] + "  depends_on = [gitlabintegrations_" + on + ".web]\n}\n"
	}
	if first == "policy" {
		return policy + depends(resource, policyType)
	}
	return depends(policy, typeName) + resource
}

// TestPolicyInsteadOfAResource adds the policy and removes the resource in the same plan.
// A resource that is destroyed must not conflict with the policy.
func TestPolicyInsteadOfAResource(t *testing.T) {
	t.Parallel()
	for policyType, policy := range rulesAgainstSlack {
		for _, parallelism := range []int{1, 10} {
			t.Run(fmt.Sprint(policyType, parallelism), func(t *testing.T) {
				t.Parallel()
				c := newCLI(t)
				c.configure(resourceWeb("slack", goodSlack))
				c.apply()
				c.configure(resourceWeb(policyType, policy))
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

// TestPolicyWhereAResourceWas moves the resource to another project while a policy is
// added to the old one.
func TestPolicyWhereAResourceWas(t *testing.T) {
	t.Parallel()
	for policyType, policy := range rulesAgainstSlack {
		t.Run(policyType, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.gitlab.AddProject("acme/api")
			c.configure(resourceWeb("slack", goodSlack))
			c.apply()
			c.configure(resourceWeb("slack", goodSlack.with(settings{"project": "acme/api"})) + resourceWeb(policyType, policy))
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

// TestPolicyBesideAnotherNameOfAResource renames a resource that the policy allows, with
// and without a `moved` block.
func TestPolicyBesideAnotherNameOfAResource(t *testing.T) {
	t.Parallel()
	policy := resourceWeb("exclusive", settings{"project": "acme/web", "integrations": []string{"slack"}})
	for name, moved := range map[string]string{
		"moved":   block("moved", settings{"from": reference("gitlabintegrations_slack.web"), "to": reference("gitlabintegrations_slack.site")}),
		"renamed": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.configure(resourceWeb("slack", goodSlack) + policy)
			c.apply()
			c.configure(resourceBlock("gitlabintegrations_slack", "site", goodSlack) + policy + moved)
			c.apply()
			if stored, _ := c.gitlab.Stored("projects/acme/web", "slack"); !stored.Active {
				t.Error("Slack is not active")
			}
			c.shows(c.succeed("plan"), "No changes.")
		})
	}
}

// The policy contains the numeric ID and the resource the path. Once the resource is in
// the state, the plan detects that both manage the same integration.
func TestPolicyByNumberAgainstAResourceByPath(t *testing.T) {
	t.Parallel()
	for policyType, policy := range rulesAgainstSlack {
		t.Run(policyType, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			number := fmt.Sprint(c.gitlab.AddProject("acme/web"))
			resource := resourceWeb("slack", goodSlack)
			c.configure(resource)
			c.apply()
			for _, first := range []string{"policy", "resource"} {
				c.configure(inOrder(first, resourceWeb(policyType, policy.with(settings{"project": number})), policyType, resource, "slack"))
				c.fail("which is the same project", "plan")
			}
		})
	}
}
