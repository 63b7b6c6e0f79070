package provider_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/export"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// TestExport exports all integrations of each generation of GitLab that can list them,
// and applies the files unchanged. The integrations were set up manually. The files
// contain no secrets, and the import must not change anything.
func TestExport(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"12.10", "13.12", "17.11", "18.9", "19.1"} {
		for form, settingsOf := range map[string]func(catalog.Integration) settings{"minimal": minimal, "full": full} {
			t.Run(version+"/"+form, func(t *testing.T) {
				t.Parallel()
				g := newGeneration(t, version)
				var secrets []string
				for _, i := range g.integrations {
					configured := settingsOf(i)
					g.gitlab.SetUp(g.ownerOf(i), i.Slug, configured)
					secrets = append(secrets, valuesOf(secretsOf(i), configured)...)
				}
				g.exportAll(len(g.integrations), secrets)
			})
		}
	}
}

// valuesOf returns the values of the secrets in a configuration.
func valuesOf(secrets []catalog.Parameter, configured settings) (values []string) {
	for _, p := range secrets {
		if value, _ := configured[p.Name].(string); value != "" {
			values = append(values, value)
		}
	}
	return values
}

// exportAll exports the group acme and the integrations that only groups have, and
// applies the files.
func (g *generation) exportAll(count int, secrets []string) {
	g.t.Helper()
	owners := []client.Owner{{Kind: client.GroupKind, ID: "acme"}}
	for _, i := range g.integrations {
		if kind, path := ownerFor(i); kind == catalog.Group {
			owners = append(owners, client.Owner{Kind: client.GroupKind, ID: path})
		}
	}
	for _, owner := range owners {
		g.export(export.Options{Owner: owner, Subgroups: true, Archived: true, Layout: export.ByProject})
	}
	g.adopts(count)
	g.expectNoSecrets(secrets)
}

// export writes the files to the working directory of the CLI.
func (c *cli) export(options export.Options) *export.Summary {
	c.t.Helper()
	url := ""
	for _, variable := range c.env {
		if value, found := strings.CutPrefix(variable, "GITLAB_BASE_URL="); found {
			url = value
		}
	}
	gitlab, err := client.New(client.Config{BaseURL: url, Token: c.gitlab.Token})
	if err != nil {
		c.t.Fatal(err)
	}
	options.Folder = c.dir
	summary, err := export.Run(c.t.Context(), gitlab, options)
	if err != nil {
		c.t.Fatal(err)
	}
	if len(summary.LeftOut)+len(summary.Unreadable) > 0 {
		c.t.Errorf("omitted: %v, unreadable: %v", summary.LeftOut, summary.Unreadable)
	}
	return summary
}

// adopts applies the exported files. All integrations must be imported without changes,
// and the files must already be formatted.
func (c *cli) adopts(count int) {
	c.t.Helper()
	c.gitlab.Forget()
	c.succeed("fmt", "-check", "-recursive")
	c.shows(c.succeed("plan"), fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", count))
	c.apply()
	c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
	if requests := c.requests(); requests["PUT"]+requests["DELETE"] > 0 {
		c.t.Errorf("the import sent changes: %v", requests)
	}
}

func (c *cli) expectNoSecrets(secrets []string) {
	c.t.Helper()
	paths, err := filepath.Glob(filepath.Join(c.dir, "*.tf"))
	if err != nil {
		c.t.Fatal(err)
	}
	for _, path := range paths {
		content := mustRead(c.t, path)
		for _, secret := range secrets {
			if strings.Contains(content, secret) {
				c.t.Errorf("%s has the secret %q", filepath.Base(path), secret)
			}
		}
	}
}

// The names differ only in characters that resource names cannot contain, and the values
// contain template and escape sequences.
func TestExportOfOddNamesAndValues(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.AddGroup("acme/1.web-app")
	odd := []string{"${a}", "%{if}", "$${a}", "%%{a}", "$$${x}", `"quoted" \ back`, "tab\tand\nline\r\nend", "ünï 😀", "$", "%", "#", "<<EOT\n${x}\nEOT"}
	projects := []string{"acme/web-app", "acme/web_app", "acme/web.app", "acme/1.web-app/x", "1st/web", "acme/_web-app_"}
	for n := range odd {
		projects = append(projects, fmt.Sprintf("acme/odd-%d", n))
	}
	for n, path := range projects {
		c.gitlab.AddProject(path)
		text := odd[n%len(odd)]
		c.gitlab.SetUp("projects/"+path, "pushover", settings{"api_key": "k", "user_key": "u", "device": text, "priority": 0})
		c.gitlab.SetUp("projects/"+path, "datadog", settings{"api_key": "k", "datadog_tags": text})
		c.gitlab.SetUp("projects/"+path, "mock-monitoring", nil)
	}
	c.gitlab.SetUp("groups/acme/1.web-app", "matrix", settings{"token": "t", "room": "!r:x"})
	for owner, layout := range map[string]export.Layout{"acme": export.ByType, "1st": export.ByProject} {
		c.export(export.Options{Owner: client.Owner{Kind: client.GroupKind, ID: owner}, Subgroups: true, Inherited: true, Layout: layout})
	}
	c.adopts(3*len(projects) + 2) // Includes the Matrix integration of a group and of a project that inherits it.
}

// TestExportOfManyProjects exports 600 integrations of 200 projects.
func TestExportOfManyProjects(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	secrets := []string{}
	fillMany(c.gitlab, func(secret string) { secrets = append(secrets, secret) })
	summary := c.export(export.Options{Owner: client.Owner{Kind: client.GroupKind, ID: "acme"}, Subgroups: true, Archived: true, Layout: export.ByProject})
	if summary.Found != 600 || len(summary.LeftOut) > 0 {
		t.Errorf("found %d, omitted %v", summary.Found, summary.LeftOut)
	}
	c.adopts(600)
	c.expectNoSecrets(secrets)
}

// fillMany creates 200 projects in subgroups, some of them archived, with three
// integrations each.
func fillMany(gitlab *gitlabfake.GitLab, secret func(string)) {
	for n := range 200 {
		path := fmt.Sprintf("acme/team-%d/app-%03d", n%7, n)
		gitlab.AddProject(path)
		for _, slug := range []string{"slack", "jira", "emails-on-push"} {
			gitlab.SetUp("projects/"+path, slug, manySettings(slug, n))
		}
		secret(fmt.Sprintf("secret-%03d", n))
		if n%20 == 0 {
			gitlab.ArchiveProject(path)
		}
	}
}

func manySettings(slug string, n int) settings {
	switch secret := fmt.Sprintf("secret-%03d", n); slug {
	case "slack":
		return settings{"webhook": "https://hooks.slack.com/services/" + secret, "channel": fmt.Sprintf("#app-%d", n), "push_events": n%2 == 0}
	case "jira":
		return settings{"url": "https://jira.example.com", "username": "gitlab", "password": secret, "issues_enabled": n%3 == 0}
	default:
		return settings{"recipients": fmt.Sprintf("team-%d@example.com", n), "disable_diffs": n%5 == 0}
	}
}

// If the directory already configures the provider, the export must not do so again.
func TestExportWithAnotherConfiguration(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.SetUp("projects/acme/web", "asana", settings{"api_key": "k"})
	c.configure("")
	summary := c.export(export.Options{Owner: client.Owner{Kind: client.ProjectKind, ID: "acme/web"}, Layout: export.ByType})
	if _, err := os.Stat(filepath.Join(c.dir, "versions.tf")); err == nil || summary.ProviderNamedIn != "main.tf" {
		t.Errorf("the provider is configured twice: %v, %q", err, summary.ProviderNamedIn)
	}
	c.adopts(1)
	var text bytes.Buffer
	summary.Write(&text)
	if !slices.Contains(strings.Fields(text.String()), "required_providers:") {
		t.Errorf("the summary does not mention main.tf: %s", &text)
	}
}

// Resources keep their addresses when their project is renamed, so that the apply sends no
// changes.
func TestExportAfterARename(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.SetUp("projects/acme/web", "slack", settings{"webhook": exampleHook, "channel": "#web"})
	c.gitlab.SetUp("projects/acme/web", "mock-monitoring", nil)
	options := export.Options{Owner: client.Owner{Kind: client.GroupKind, ID: "acme"}, Subgroups: true, Layout: export.ByProject}
	c.export(options)
	c.adopts(2)
	c.gitlab.MoveProject("acme/web", "acme/site")
	c.export(options)
	c.gitlab.Forget()
	c.shows(c.apply(), "0 added, 2 changed, 0 destroyed")
	c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
	if requests := c.requests(); requests["PUT"]+requests["DELETE"] > 0 {
		t.Errorf("the rename sent changes: %v", requests)
	}
}

// Values in GitLab that the provider would reject must not be changed.
func TestExportOfRefusedValues(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	owner := "projects/acme/web"
	c.gitlab.SetUp(owner, "slack", settings{"webhook": "https://hooks.slack.com/services/x"})
	c.gitlab.Change(owner, "slack", settings{"channel": "two\nlines", "branches_to_be_notified": "none", "username": "${x}"})
	c.gitlab.SetUp(owner, "jira", settings{"url": "https://jira.example.com", "username": "u", "password": "p"})
	c.gitlab.Change(owner, "jira", settings{"vulnerabilities_enabled": true, "project_key": nil})
	c.gitlab.SetUp(owner, "datadog", settings{"api_key": "k"})
	c.gitlab.Change(owner, "datadog", settings{"datadog_site": nil, "datadog_env": nil})
	c.gitlab.SetUp(owner, "telegram", settings{"token": "t", "room": "-1"})
	c.gitlab.Change(owner, "telegram", settings{"room": "two\nlines"})
	c.gitlab.SetUp(owner, "emails-on-push", settings{"recipients": "dev@example.com"})
	c.gitlab.Change(owner, "emails-on-push", settings{"recipients": "dev@example.com\r\n${everybody}"})
	summary := c.export(export.Options{Owner: client.Owner{Kind: client.ProjectKind, ID: "acme/web"}, Layout: export.ByType})
	if len(summary.Remarks) != 5 {
		t.Errorf("remarks: %v", summary.Remarks)
	}
	if content := mustRead(t, filepath.Join(c.dir, "slack.tf")); !strings.Contains(content, "ignore_changes = [branches_to_be_notified, channel]") &&
		!strings.Contains(content, "ignore_changes = [channel, branches_to_be_notified]") {
		t.Errorf("ignore_changes does not contain the rejected settings:\n%s", content)
	}
	c.adopts(5)
	// Once GitLab has a valid value, the export uses the specific resource type, and the
	// generated comment contains the `moved` block.
	comment := commentedMove.FindString(mustRead(t, filepath.Join(c.dir, "custom.tf")))
	c.gitlab.Change(owner, "emails-on-push", settings{"recipients": "dev@example.com"})
	c.export(export.Options{Owner: client.Owner{Kind: client.ProjectKind, ID: "acme/web"}, Layout: export.ByType})
	moves := strings.ReplaceAll(comment, "# ", "")
	requireFeatures(t, moves)
	if err := os.WriteFile(filepath.Join(c.dir, "moved.tf"), []byte(moves), 0o600); err != nil {
		t.Fatal(err)
	}
	c.shows(c.apply(), "0 added, 0 changed, 0 destroyed")
	c.succeed("plan", "-detailed-exitcode")
}

var commentedMove = regexp.MustCompile(`(?s)# moved \{.*?to   = gitlabintegrations_emails_on_push.*?\}`)

// buildExport builds the export command.
var buildExport = sync.OnceValues(func() (path string, err error) {
	path = filepath.Join(binaries, "gitlabintegrations-export")
	output, err := exec.Command("go", "build", "-buildvcs=false", "-o", path, "../../cmd/gitlabintegrations-export").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, output)
	}
	return path, nil
})

// runExport runs the export command of the guide and returns its output.
func (g *guide) runExport(arguments []string) string {
	g.t.Helper()
	path, err := buildExport()
	if err != nil {
		g.t.Fatal(err)
	}
	command := exec.Command(path, arguments...)
	command.Dir, command.Env = g.dir, g.env
	output, err := command.CombinedOutput()
	if failed := new(exec.ExitError); err != nil && (!errors.As(err, &failed) || failed.ExitCode() != 3) {
		g.t.Fatalf("%v: %s", err, output)
	}
	return oneLine(string(output))
}

func TestGuideExport(t *testing.T) {
	t.Parallel()
	web := "projects/acme/web-app"
	gitlab, url := gitlabfake.Start(t)
	gitlab.AddProject("acme/web-app")
	gitlab.SetUp(web, "slack", settings{"webhook": "https://hooks.slack.com/services/x", "channel": "#web", "push_events": false})
	gitlab.AddProject("acme/web_app")
	gitlab.SetUp("projects/acme/web_app", "slack", settings{"webhook": "https://hooks.slack.com/services/y"})
	gitlab.SetUp("projects/acme/web_app", "jira", settings{"url": "https://jira.example.com", "username": "u", "password": "p"})
	gitlab.AddGroup("acme/shop")
	gitlab.SetUp("groups/acme/shop", "emails-on-push", settings{"recipients": "shop@example.com"})
	gitlab.AddProject("acme/shop/api")
	g := &guide{cli: newCLIOn(t, gitlab, url)}
	gitlab.RemoveProject("acme/web")
	g.sections = map[string]func(*guide){
		"Export again": func(*guide) { gitlab.Change(web, "slack", settings{"channel": "#builds"}) },
		"Files that were edited": func(g *guide) {
			file := filepath.Join(g.dir, "acme_web_app_project_2.tf")
			if err := os.WriteFile(file, []byte(mustRead(t, file)+"# edited\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	}
	g.play("export.md")
}
