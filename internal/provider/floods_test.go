package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// floodSize is the number of resources that have the same problem.
const floodSize = 200

// manyAsanas returns one Asana integration for each of many projects.
func manyAsanas() string {
	return fmt.Sprintf(`
resource "gitlabintegrations_asana" "many" {
  count   = %d
  project = "acme/web${count.index}"
  api_key = "example-asana-key"
}
`, floodSize)
}

// newFlood sets up Asana in many projects.
func newFlood(t *testing.T) *cli {
	t.Helper()
	c := newCLI(t)
	for i := range floodSize {
		c.gitlab.AddProject(fmt.Sprintf("acme/web%d", i))
	}
	c.configure(manyAsanas())
	c.apply()
	c.gitlab.Forget()
	return c
}

// expectFlood runs a command and expects count messages, of which exactly one is complete
// and has the summary.
func (c *cli) expectFlood(count int, summary string, arguments ...string) {
	c.t.Helper()
	found, explained := c.messages(arguments...), 0
	for _, m := range found {
		if strings.Contains(m.Detail, "\n") {
			explained++
			if m.Summary != summary {
				c.t.Errorf("%q is not %q", m.Summary, summary)
			}
		}
	}
	if len(found) != count || explained != 1 {
		c.t.Errorf("%v prints %d messages, %d of them complete; want %d, and one", arguments, len(found), explained, count)
	}
}

func TestLostProjectsAreNoFlood(t *testing.T) {
	t.Parallel()
	c := newFlood(t)
	for i := range floodSize {
		c.gitlab.RemoveProject(fmt.Sprintf("acme/web%d", i))
	}
	c.expectFlood(2, "A project is gone", "plan")
	output := c.succeed("plan")
	c.shows(output, "A project is gone", "More of the same: A project is gone", "0 to change")
	if strings.Contains(output, "more similar warnings") {
		t.Errorf("the CLI collapses messages: %s", output)
	}
	c.configure("")
	c.expectFlood(2, "A project is gone", "plan")
	c.configure(block(`provider "gitlabintegrations"`, settings{"missing_owner": "error"}) + manyAsanas())
	c.expectFlood(floodSize, "A project is gone", "plan")
	c.fail("A project is gone", "destroy", "-auto-approve")
	c.expectFlood(floodSize, "A project is gone", "destroy", "-auto-approve", "-refresh=false")
	if left := strings.Count(c.succeed("state", "list"), "asana"); left != floodSize {
		t.Errorf("%d resources are left in the state", left)
	}
}

// Imported integrations cannot be changed without their secrets, and every one of them
// has an external change.
func TestChangesWithoutSecretsAreNoFlood(t *testing.T) {
	t.Parallel()
	const many = 20
	c := newCLI(t)
	var blocks strings.Builder
	for i := range many {
		owner := fmt.Sprintf("projects/acme/web%d", i)
		c.gitlab.AddProject(strings.TrimPrefix(owner, "projects/"))
		c.gitlab.SetUp(owner, "slack", settings{"webhook": exampleHook})
		blocks.WriteString(resourceBlock("gitlabintegrations_slack", caseName(i), settings{"project": strings.TrimPrefix(owner, "projects/")}))
		blocks.WriteString(block("import", settings{"to": reference("gitlabintegrations_slack." + caseName(i)), "id": owner}))
	}
	c.configure(blocks.String())
	c.apply()
	for i := range many {
		c.gitlab.Change(fmt.Sprintf("projects/acme/web%d", i), "slack", settings{"push_events": false})
	}
	output := c.succeed("plan")
	c.shows(output, fmt.Sprintf("0 to add, %d to change, 0 to destroy", many), "This change needs `webhook`",
		"also writes `notify_only_when_pipeline_status_changes`, which GitLab does not show", "(and 19 more similar warnings elsewhere)")
	if warnings := strings.Count(output, "Warning: "); warnings > 3 { // One warns about development overrides.
		t.Errorf("the plan prints %d warnings", warnings)
	}
	output, _ = c.try("apply", "-auto-approve")
	c.shows(output, "Error: A change lacks the secret `webhook`", "Error: Cannot change Slack notifications in project acme/web1")
	if explained := strings.Count(output, "that was imported or moved does not contain it. Set `webhook_wo`"); explained != 1 {
		t.Errorf("the reason is explained %d times", explained)
	}
}

func TestRefusedTokenIsNoFlood(t *testing.T) {
	t.Parallel()
	c := newFlood(t)
	var asked int
	c.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		asked++
		answering(http.StatusUnauthorized, jsonType, `{"error":"invalid_token","error_description":"Token is expired."}`)(w, r)
		return true
	})
	c.expectFlood(floodSize, "GitLab does not accept the token", "plan", "-parallelism=1")
	if asked != 1 {
		t.Errorf("the provider sent %d requests, want 1", asked)
	}
}

func TestMissingOwnerIsAnErrorIfWanted(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]string{
		"asana":  resourceBlock("gitlabintegrations_asana", "web", goodAsana),
		"custom": customBlock(settings{"project": "acme/web", "slug": "asana", "settings": expr(`{ api_key = "example-asana-key" }`)}),
	} {
		for _, refresh := range []string{"each", "list"} {
			t.Run(name+"/"+refresh, func(t *testing.T) {
				t.Parallel()
				c := newCLI(t)
				keeping := block(`provider "gitlabintegrations"`, settings{"missing_owner": "error", "refresh": refresh})
				c.configure(keeping + config)
				c.apply()
				c.gitlab.RemoveProject("acme/web")
				for _, arguments := range [][]string{{"plan"}, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"}} {
					output, succeeded := c.try(arguments...)
					if succeeded {
						t.Errorf("%v succeeded: %s", arguments, output)
					}
					c.shows(output, "A project is gone", "was deleted", "is no longer allowed to see it", "terraform state rm", "-refresh=false")
				}
				c.succeed("plan", "-refresh=false")
				c.configure(config)
				c.succeed("destroy", "-auto-approve")
			})
		}
	}
}

// TestAppsThatOnlyAPersonBringsBack counts the warnings of a plan and an apply about apps
// that only a person can reinstall.
func TestAppsThatOnlyAPersonBringsBack(t *testing.T) {
	t.Parallel()
	app := func(attributes settings) string {
		return resourceBlock("gitlabintegrations_gitlab_slack_application", "web", settings{"project": "acme/web"}.with(attributes))
	}
	tests := map[string]struct {
		config        string
		prepare, plan []string
		planned       int
	}{
		"removed":       {"", nil, []string{"plan"}, 1},
		"destroy":       {app(nil), nil, []string{"plan", "-destroy"}, 1},
		"other project": {app(settings{"project": "acme/other"}), nil, []string{"plan"}, 1},
		"-replace":      {app(nil), nil, []string{"plan", "-replace=gitlabintegrations_gitlab_slack_application.web"}, 0},
		"taint":         {app(nil), []string{"taint", "gitlabintegrations_gitlab_slack_application.web"}, []string{"plan"}, 0},
		"created first": {strings.Replace(app(settings{"project": "acme/other"}), "\n}", "\n  lifecycle {\n    create_before_destroy = true\n  }\n}", 1), nil, []string{"plan"}, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.gitlab.AddProject("acme/other")
			for _, project := range []string{"projects/acme/web", "projects/acme/other"} {
				c.gitlab.SetUp(project, "gitlab-slack-application", nil)
			}
			c.configure(app(nil))
			c.apply()
			if test.prepare != nil {
				c.succeed(test.prepare...)
			}
			c.configure(test.config)
			const warning = "An integration can only be restored by hand"
			planned := c.succeed(append(test.plan, "-out=saved")...)
			applied, _ := c.try("apply", "saved")
			if got := strings.Count(planned, warning); got != test.planned {
				t.Errorf("the plan warns %d times: %s", got, planned)
			}
			if got := strings.Count(applied, warning); got != 1-test.planned {
				t.Errorf("the apply warns %d times: %s", got, applied)
			}
		})
	}
}
