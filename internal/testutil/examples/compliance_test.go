package examples_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

// complianceModule is the module that users copy into their repository together with
// examples/compliance.
const complianceModule = "modules/compliance"

// complianceRun runs the pipelines of examples/compliance against a GitLab.
type complianceRun struct {
	*testing.T
	service service
	cli     string
	gitlab  *gitlabfake.GitLab
}

// newComplianceRun creates a group that complies with the policy, with one exception.
// The token is read-only.
func newComplianceRun(t *testing.T, cli string, newService func(gitlab string) service) *complianceRun {
	t.Helper()
	requireShell(t)
	gitlab, url := gitlabfake.Start(t)
	for _, project := range []string{"acme/web", "acme/api.v2", "acme/legacy/site", "acme/shop/cart", "acme/shop/docs"} {
		gitlab.AddProject(project)
	}
	gitlab.SetUp("projects/acme/web", "slack", map[string]any{"webhook": webhook})
	gitlab.SetUp("projects/acme/legacy/site", "jenkins", map[string]any{"jenkins_url": "https://jenkins.example.com", "project_name": "site"})
	gitlab.AddUser(gitlabfake.User{Token: readToken, Scopes: []string{"read_api"}, Roles: map[string]gitlabfake.Role{"groups/acme": gitlabfake.Owner}})
	return &complianceRun{t, newService(url), cli, gitlab}
}

// repository copies the example and the module into a folder, as README.md describes.
func (c *complianceRun) repository() (folder string) {
	c.Helper()
	folder = checkout(c.T, "compliance")
	if err := os.CopyFS(filepath.Join(folder, complianceModule), os.DirFS(filepath.Join(examples, complianceModule))); err != nil {
		c.Fatal(err)
	}
	return folder
}

// ends runs the only job of an event. It checks the exit code, that the job only reads
// from GitLab, and that the job leaves the token nowhere.
func (c *complianceRun) ends(event, name string, exitCode int) result {
	c.Helper()
	jobs := c.service.jobs(c.T, event, map[string]secret{"GITLAB_READ_TOKEN": {value: readToken}})
	if len(jobs) != 1 || jobs[0].name != name {
		c.Fatalf("%s starts the jobs %+v", event, jobs)
	}
	c.gitlab.Forget()
	result := jobs[0].run(c.T, c.repository(), c.cli)
	if result.exitCode != exitCode {
		c.Fatalf("the job %s ended with %d instead of %d:\n%s", name, result.exitCode, exitCode, result.output)
	}
	c.readsOnce()
	texts := filesIn(c.T, result.folder)
	texts["output"] = result.output
	for name, text := range texts {
		if strings.Contains(text, readToken) {
			c.Errorf("%s contains the token", name)
		}
	}
	return result
}

// readsOnce checks that every request only reads and was sent once.
func (c *complianceRun) readsOnce() {
	c.Helper()
	seen := map[string]bool{}
	for _, request := range c.gitlab.Requests() {
		text := request.Method + " " + request.Path
		if seen[text] || request.Method != http.MethodGet && text != "POST /api/graphql" {
			c.Errorf("unexpected or repeated request: %s", text)
		}
		seen[text] = true
	}
}

// reports checks the findings in each report, and the text of the page. Each finding is
// a line of the text and a row of the CSV.
func (c *complianceRun) reports(result result, page string, lines []string, rows ...string) {
	c.Helper()
	got := []string{}
	_, end, _ := strings.Cut(result.output, "\nOutputs:\n")
	for _, line := range strings.Split(end, "\n") {
		if strings.HasPrefix(line, "- ") {
			got = append(got, line)
		}
	}
	if !slices.Equal(got, lines) {
		c.Errorf("the log has the lines %q instead of %q:\n%s", got, lines, result.output)
	}
	records, err := csv.NewReader(strings.NewReader(result.artifacts["violations.csv"])).ReadAll()
	if err != nil {
		c.Fatal(err)
	}
	got = []string{}
	for _, record := range records {
		got = append(got, strings.Join(record, " "))
	}
	if want := slices.Insert(slices.Clone(rows), 0, "kind path integration inherited finding"); !slices.Equal(got, want) {
		c.Errorf("the CSV has the rows %q instead of %q", got, want)
	}
	if html := result.artifacts["violations.html"]; !strings.Contains(html, page) {
		c.Errorf("the page lacks %q:\n%s", page, html)
	}
}

// TestCompliancePipelines runs the pipelines of examples/compliance.
func TestCompliancePipelines(t *testing.T) {
	t.Parallel()
	services := map[string]func(gitlab string) service{
		"gitlab": func(gitlab string) service {
			return gitlabCI{repository: "compliance", predefined: map[string]string{"CI_SERVER_URL": gitlab}}
		},
		"github": func(gitlab string) service {
			return githubActions{"compliance/.github/workflows/compliance.yml", map[string]string{"GITLAB_BASE_URL": gitlab}}
		},
	}
	for name, newService := range services {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clitest.Each(t, func(t *testing.T, cli string) {
				t.Parallel()
				c := newComplianceRun(t, cli, newService)
				c.complies()
				c.namesViolations()
				c.previews()
				c.reportsWhatCannotBeRead()
			})
		})
	}
}

func (c *complianceRun) complies() {
	c.Helper()
	result := c.ends(schedule, "compliance", 0)
	if !strings.HasSuffix(result.output, "The integrations of group acme comply with the policy.\n") {
		c.Errorf("the output of the job is\n%s", result.output)
	}
	c.reports(result, "<p>All integrations comply with the policy.</p>", nil)
}

// namesViolations checks the report after integrations were set up manually in a
// project and in a subgroup whose projects inherit it.
func (c *complianceRun) namesViolations() {
	c.Helper()
	c.gitlab.SetUp("projects/acme/api.v2", "discord", map[string]any{"webhook": "https://discord.com/api/webhooks/1/x"})
	c.gitlab.SetUp("groups/acme/shop", "matrix", map[string]any{"token": "secret", "room": "!x:example.com"})
	result := c.ends(schedule, "compliance", 1)
	c.reports(result, `/acme/api.v2/-/settings/integrations/discord/edit">discord</a></td><td>false</td><td>not allowed</td>`,
		[]string{
			"- discord of project acme/api.v2", "- matrix of group acme/shop",
			"- matrix of project acme/shop/cart, inherited", "- matrix of project acme/shop/docs, inherited",
		},
		"project acme/api.v2 discord false not allowed", "group acme/shop matrix false not allowed",
		"project acme/shop/cart matrix true not allowed", "project acme/shop/docs matrix true not allowed",
	)
}

// previews checks that the plan fails with the list of violations.
func (c *complianceRun) previews() {
	c.Helper()
	result := c.ends(mergeRequest, "preview", 1)
	for _, words := range []string{"Module output value precondition failed", "Not allowed in group acme (4):", "- matrix of project acme/shop/cart, inherited"} {
		if !strings.Contains(result.output, words) {
			c.Errorf("the output of the plan lacks %q:\n%s", words, result.output)
		}
	}
}

// reportsWhatCannotBeRead checks that the job fails if it cannot read an owner, because
// that owner may have violations. The page contains GitLab's message as text.
func (c *complianceRun) reportsWhatCannotBeRead() {
	c.Helper()
	c.gitlab.Disable("projects/acme/api.v2", "discord")
	c.gitlab.Disable("groups/acme/shop", "matrix")
	c.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "acme/shop/docs/integrations") {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnprocessableEntity)
		fmt.Fprint(w, `{"message":"<b>\"no\"</b> & never"}`)
		return true
	})
	c.gitlab.SetUp("projects/acme/shop/docs", "telegram", map[string]any{"token": "1:x", "room": "@x"})
	result := c.ends(schedule, "compliance", 1)
	if !strings.Contains(result.output, "- project acme/shop/docs: ") {
		c.Errorf("the output of the job is\n%s", result.output)
	}
	html := result.artifacts["violations.html"]
	if !strings.Contains(html, "&lt;b&gt;&quot;no&quot;&lt;/b&gt; &amp; never") || strings.Contains(html, "<b>") {
		c.Errorf("the page is\n%s", html)
	}
}

// TestComplianceModule runs the tests of the module, both those without a GitLab and
// those with an in-memory GitLab.
func TestComplianceModule(t *testing.T) {
	t.Parallel()
	clitest.Each(t, func(t *testing.T, cli string) {
		t.Parallel()
		passes(t, cli, checkout(t, complianceModule), clitest.Environment(t), "13 passed, 0 failed")
		gitlab, url := gitlabfake.Start(t)
		for _, project := range []string{"acme/web", "acme/legacy/old.site", "acme/legacy-2", "acme/shop/api"} {
			gitlab.AddProject(project)
		}
		environment := clitest.Environment(t, "GITLAB_BASE_URL="+url, "GITLAB_TOKEN="+gitlab.Token)
		passes(t, cli, checkout(t, complianceModule), environment, "8 passed, 0 failed", "-test-directory=tests/fake")
	})
}

// TestEnforcement applies examples/compliance/enforce. It disables denied integrations,
// and disables them again after somebody has enabled them.
func TestEnforcement(t *testing.T) {
	t.Parallel()
	clitest.Each(t, func(t *testing.T, cli string) {
		t.Parallel()
		gitlab, url := gitlabfake.Start(t)
		gitlab.AddProject("acme/web")
		gitlab.AddProject("acme/api")
		discord := map[string]any{"webhook": "https://discord.com/api/webhooks/1/x"}
		gitlab.SetUp("projects/acme/web", "discord", discord)
		gitlab.SetUp("projects/acme/web", "slack", map[string]any{"webhook": webhook})
		folder := checkout(t, "compliance/enforce")
		environment := clitest.Environment(t, "GITLAB_BASE_URL="+url, "GITLAB_TOKEN="+gitlab.Token,
			`TF_VAR_projects=["acme/web", "acme/api"]`, `TF_VAR_groups=["acme"]`, `TF_VAR_denied=["discord", "telegram"]`)
		says := func(words string, arguments ...string) {
			t.Helper()
			output, exitCode := clitest.Run(t.Context(), folder, environment, cli, append(arguments, "-no-color")...)
			if exitCode != 0 || !strings.Contains(output, words) {
				t.Fatalf("%v ended with %d, without %q:\n%s", arguments, exitCode, words, output)
			}
		}
		says("initialized", "init")
		says("6 added, 0 changed, 0 destroyed", "apply", "-auto-approve")
		active(t, gitlab, "projects/acme/web", map[string]bool{"discord": false, "slack": true})
		says("No changes.", "plan")
		gitlab.SetUp("projects/acme/web", "discord", discord)
		says("1 to add, 0 to change, 0 to destroy", "plan")
		says("1 added, 0 changed, 0 destroyed", "apply", "-auto-approve")
		active(t, gitlab, "projects/acme/web", map[string]bool{"discord": false, "slack": true})
	})
}

// active checks which integrations of an owner are active.
func active(t *testing.T, gitlab *gitlabfake.GitLab, owner string, want map[string]bool) {
	t.Helper()
	for slug, active := range want {
		if record, _ := gitlab.Stored(owner, slug); record.Active != active {
			t.Errorf("%s of %s active: %t", slug, owner, record.Active)
		}
	}
}
