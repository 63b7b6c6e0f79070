package provider_test

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

var (
	slackHook   = map[string]any{"webhook": "https://hooks.slack.com/services/x"}
	discordHook = map[string]any{"webhook": "https://discord.com/api/webhooks/1/x"}
)

// estate creates projects in a group and its subgroup. Two of them have a Discord
// integration that was set up manually. Those of the subgroup inherit Slack unless it is
// disabled in the project.
func estate(c *cli) {
	for i := range 4 {
		c.gitlab.AddProject(fmt.Sprint("acme/project-", i))
		c.gitlab.AddProject(fmt.Sprint("acme/shop/project-", i))
	}
	c.gitlab.SetUp("projects/acme/project-0", "discord", discordHook)
	c.gitlab.SetUp("projects/acme/shop/project-0", "discord", discordHook)
	c.gitlab.SetUp("groups/acme/shop", "slack", slackHook)
	c.gitlab.Disable("projects/acme/shop/project-3", "slack")
	c.gitlab.Forget()
}

// exclusives configures one gitlabintegrations_exclusive for each project.
const exclusives = `
resource "gitlabintegrations_exclusive" "all" {
  for_each     = toset(flatten([for i in range(4) : ["acme/project-${i}", "acme/shop/project-${i}"]]))
  project      = each.key
  integrations = ["jira"]
}
`

// disableds configures a gitlabintegrations_disabled for two integrations of each
// project.
const disableds = `
locals {
  projects = flatten([for i in range(4) : ["acme/project-${i}", "acme/shop/project-${i}"]])
  pairs    = { for pair in setproduct(local.projects, ["discord", "slack"]) : join(":", pair) => pair }
}
resource "gitlabintegrations_disabled" "all" {
  for_each    = local.pairs
  project     = each.value[0]
  integration = each.value[1]
}
`

// active returns the active integrations of the projects of the estate.
func (c *cli) active() (found []string) {
	for _, project := range []string{"acme/project-%d", "acme/shop/project-%d"} {
		for i := range 4 {
			for _, slug := range []string{"discord", "slack"} {
				owner := "projects/" + fmt.Sprintf(project, i)
				if stored, exists := c.gitlab.Stored(owner, slug); exists && stored.Active {
					found = append(found, owner+" "+slug)
				}
			}
		}
	}
	return found
}

func (c *cli) expectNoneActive() {
	c.t.Helper()
	if found := c.active(); len(found) > 0 {
		c.t.Errorf("still active: %v", found)
	}
}

// TestRulesOfManyProjects covers violations that were set up manually or inherited. The
// plan must show each of them, and request one list for each project.
func TestRulesOfManyProjects(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]string{"exclusive": exclusives, "disabled": disableds} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			estate(c)
			c.configure(config)
			output := c.succeed("plan", "-compact-warnings")
			for _, violation := range []string{"`discord` in project acme/project-0", "`slack` in project acme/shop/project-1", "`slack` in project acme/shop/project-2"} {
				c.shows(output, "The apply disables "+violation)
			}
			c.shows(output, "`slack` in project acme/shop/project-0", "An integration can become active again")
			if requests := c.requests(); requests[http.MethodGet] != 8 || len(requests) != 1 {
				t.Errorf("the plan sent the requests %v", requests)
			}
			c.apply()
			c.expectNoneActive()
			c.requests()
			c.shows(c.succeed("plan"), "No changes.")
			if requests := c.requests(); requests[http.MethodGet] != 8 || len(requests) != 1 {
				t.Errorf("the refresh sent the requests %v", requests)
			}
			c.gitlab.SetUp("projects/acme/project-2", "discord", discordHook)
			c.gitlab.SetUp("groups/acme/shop", "slack", slackHook) // This enables Slack in the inheriting projects again.
			violations := len(c.active())
			output = c.succeed("plan")
			if shown := strings.Count(output, `- "discord"`) + strings.Count(output, `- "slack"`) + strings.Count(output, "will be created"); shown != violations || violations < 4 {
				t.Errorf("the plan shows %d of %d violations: %s", shown, violations, output)
			}
			c.apply()
			c.expectNoneActive()
			c.shows(c.succeed("destroy", "-auto-approve"), "A destroy does not change GitLab")
			c.expectNoneActive()
		})
	}
}

// If the token has no access to a project, only the policy for that project must fail.
func TestPolicyWithoutAccessToSome(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	estate(c)
	c.configure(exclusives)
	refuse := func(method string) {
		c.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
			refused := strings.Contains(r.URL.EscapedPath(), "acme%2Fshop%2Fproject-0/") && r.Method == method
			if refused {
				answering(http.StatusForbidden, jsonType, `{"message":"403 Forbidden"}`)(w, r)
			}
			return refused
		})
	}
	refuse(http.MethodGet)
	c.fail("Cannot read the active integrations in project acme/shop/project-0", "plan")
	refuse(http.MethodDelete)
	output, _ := c.try("apply", "-auto-approve")
	c.shows(output, "Cannot disable Discord Notifications in project acme/shop/project-0", "Cannot disable Slack notifications in project acme/shop/project-0")
	if found := c.active(); len(found) != 2 {
		t.Errorf("still active: %v", found)
	}
	c.shows(c.succeed("state", "show", `gitlabintegrations_exclusive.all["acme/shop/project-0"]`), `"discord", "jira", "slack"`)
	c.gitlab.Intercept(nil)
	c.apply()
	c.expectNoneActive()
	c.shows(c.succeed("plan"), "No changes.")
}

// TestRulesWaitForTheRateLimit rejects one request of each kind because of the rate
// limit.
func TestRulesWaitForTheRateLimit(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	estate(c)
	c.configure(exclusives)
	refused := map[string]bool{}
	c.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		first := !refused[r.Method]
		if refused[r.Method] = true; first {
			w.Header().Set("Retry-After", "1")
			answering(http.StatusTooManyRequests, "text/plain", "Retry later")(w, r)
		}
		return first
	})
	c.succeed("apply", "-auto-approve", "-parallelism=1")
	c.expectNoneActive()
	if !refused[http.MethodDelete] {
		t.Error("no DELETE was rejected")
	}
}

// If somebody enables an integration after the plan, the apply must not disable it,
// because the plan did not show it.
func TestPolicyOfIntegrationEnabledAfterThePlan(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(resourceWeb("exclusive", settings{"project": "acme/web", "integrations": []string{"jira"}}))
	c.apply()
	c.gitlab.SetUp("projects/acme/web", "discord", discordHook)
	c.shows(c.succeed("plan", "-out=saved"), `- "discord"`)
	c.gitlab.SetUp("projects/acme/web", "slack", slackHook)
	c.succeed("apply", "saved")
	if stored, _ := c.gitlab.Stored("projects/acme/web", "discord"); stored.Active {
		t.Error("the integration in the plan is still active")
	}
	if stored, _ := c.gitlab.Stored("projects/acme/web", "slack"); !stored.Active {
		t.Error("the integration that was not in the plan is disabled")
	}
	c.shows(c.succeed("plan"), `- "slack"`, "0 to add, 1 to change, 0 to destroy")
}

// TestInterruptedPolicies sends SIGINT while GitLab is slow to disable an integration.
func TestInterruptedPolicies(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	estate(c)
	c.configure(exclusives)
	c.gitlab.Intercept(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodDelete || !strings.Contains(r.URL.EscapedPath(), "acme%2Fshop%2Fproject-0/") {
			return false
		}
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	})
	c.interruptAfter(7, "Creation complete")
	c.shows(strings.Join(c.active(), " "), "projects/acme/shop/project-0 discord projects/acme/shop/project-0 slack")
	c.shows(c.succeed("state", "show", `gitlabintegrations_exclusive.all["acme/shop/project-0"]`), "tainted", `"discord", "jira", "slack"`)
	c.gitlab.Intercept(nil)
	c.shows(c.apply(), "1 added, 0 changed, 1 destroyed")
	c.expectNoneActive()
	c.shows(c.succeed("plan"), "No changes.")
}

// interruptAfter applies, and sends SIGINT after the given number of output lines contain
// the words.
func (c *cli) interruptAfter(count int, words string) {
	c.t.Helper()
	command := exec.Command(cliPath, "apply", "-auto-approve", "-no-color")
	command.Dir, command.Env = c.dir, c.env
	output, err := command.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	for lines := bufio.NewScanner(output); lines.Scan(); {
		if strings.Contains(lines.Text(), words) {
			if count--; count == 0 {
				if err := command.Process.Signal(os.Interrupt); err != nil {
					c.t.Fatal(err)
				}
			}
		}
	}
	if err := command.Wait(); err == nil {
		c.t.Error("the apply succeeded")
	}
}

func TestPolicyThatCannotDisableAnApp(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.SetUp("projects/acme/web", "jira-cloud-app", nil)
	only := func(slugs ...string) {
		c.configure(resourceWeb("exclusive", settings{"project": "acme/web", "integrations": slugs}))
	}
	only("jira")
	c.fail("Cannot disable GitLab for Jira Cloud app in project acme/web", "apply", "-auto-approve")
	c.shows(c.succeed("state", "show", "gitlabintegrations_exclusive.web"), `"jira", "jira-cloud-app"`)
	only("jira", "jira-cloud-app")
	c.apply()
	only("jira")
	c.shows(c.succeed("plan"), `- "jira-cloud-app"`, "the apply of this resource fails")
	c.fail("Cannot disable GitLab for Jira Cloud app in project acme/web", "apply", "-auto-approve")
	c.shows(c.succeed("plan"), `- "jira-cloud-app"`, "0 to add, 1 to change, 0 to destroy")
}

func TestPolicyAboutARenamedProject(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.SetUp("projects/acme/web", "jira", map[string]any{"url": "https://jira.example.com", "password": "x"})
	config := func(project string) string {
		return resourceWeb("exclusive", settings{"project": project, "integrations": []string{"jira"}}) +
			resourceWeb("disabled", settings{"project": project, "integration": "discord"})
	}
	c.configure(config("acme/web"))
	c.apply()
	c.gitlab.MoveProject("acme/web", "acme/site")
	c.shows(c.succeed("plan"), "No changes.", "The project has moved", "`acme/site`")
	c.configure(config("acme/site"))
	c.requests()
	c.shows(c.apply(), "0 added, 2 changed, 0 destroyed")
	if requests := c.requests(); requests[http.MethodDelete]+requests[http.MethodPut] > 0 {
		t.Errorf("the rename sent the requests %v", requests)
	}
	c.shows(c.succeed("plan"), "No changes.")
}

// TestExamplesOfPolicies applies the examples to projects without integrations, and to
// projects that have some.
func TestExamplesOfPolicies(t *testing.T) {
	t.Parallel()
	for name, imports := range map[string]string{"create": "", "import": "import-by-string-id.tf", "identity": "import_by_identity.tf"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clitest.Require(t)
			if name == "identity" {
				requireIdentity(t)
			}
			c := newCLI(t)
			c.gitlab.AddProject("acme/api")
			c.gitlab.AddProject("acme/docs")
			var text strings.Builder
			for _, typeName := range []string{"gitlabintegrations_disabled", "gitlabintegrations_exclusive"} {
				for _, file := range []string{"resource.tf", "resource_inherited.tf", imports} {
					if file != "" {
						text.WriteString(mustRead(t, filepath.Join(examples, "resources", typeName, file)) + "\n")
					}
				}
			}
			c.configure(text.String())
			c.apply()
			c.shows(c.succeed("plan"), "No changes.")
		})
	}
}
