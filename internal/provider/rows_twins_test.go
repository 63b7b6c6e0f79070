package provider_test

import (
	"fmt"
	"testing"
)

// TestOneOfTwoResourcesIsRemoved removes one of two resources for an integration from the
// configuration. Its destroy must not disable the integration, in whichever order the CLI
// plans and applies.
func TestOneOfTwoResourcesIsRemoved(t *testing.T) {
	t.Parallel()
	for _, flags := range [][]string{{"-parallelism=1"}, {"-parallelism=10"}, {"-refresh=false"}} {
		t.Run(flags[0], func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			number := fmt.Sprint(c.gitlab.AddProject("acme/api"))
			kept := ofSlack("kept", settings{"project": "acme/api"})
			for range 3 {
				c.configure(kept + ofSlack("removed", settings{"project": number}))
				c.apply()
				c.succeed("apply", "-refresh-only", "-auto-approve")
				c.configure(kept)
				c.succeed(append([]string{"apply", "-auto-approve"}, flags...)...)
				c.expectSlack(true)
				c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
			}
		})
	}
}

// TestTwinLeavesTheState removes both of two resources for an integration from the
// configuration, after one of them has left the state without the provider. The other one
// still disables the integration.
func TestTwinLeavesTheState(t *testing.T) {
	t.Parallel()
	for _, twin := range []string{"a", "b"} {
		t.Run(twin, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.gitlab.AddProject("acme/api")
			c.configure(ofSlack("a", settings{"project": "acme/api"}) + ofSlack("b", settings{"project": "acme/api"}))
			c.apply()
			c.succeed("apply", "-refresh-only", "-auto-approve")
			c.succeed("state", "rm", "gitlabintegrations_slack."+twin)
			c.configure("")
			c.apply()
			c.expectSlack(false)
		})
	}
}

func (c *cli) expectSlack(active bool) {
	c.t.Helper()
	if stored, _ := c.gitlab.Stored("projects/acme/api", "slack"); stored.Active != active {
		c.t.Errorf("Slack is active: %t", stored.Active)
	}
}
