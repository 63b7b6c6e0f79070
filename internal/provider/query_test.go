package provider_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// requireQuery skips a test if the CLI lacks the query command. Only Terraform 1.14 and
// later has it.
func (c *cli) requireQuery() {
	c.t.Helper()
	if !hasQuery() {
		c.t.Skip("the CLI lacks the query command of Terraform 1.14 and later")
	}
}

// hasQuery reports whether the CLI is Terraform 1.14 or later. These versions have the
// query command, and let the provider generate the configuration of imports.
var hasQuery = sync.OnceValue(func() bool { return exec.Command(cliPath, "query", "-help").Run() == nil })

// listBlock returns a `list` block with the given configuration.
func listBlock(typeName, name string, config settings) string {
	return fmt.Sprintf("list %q %q {\nprovider = gitlabintegrations\nlimit = 1000\n%s}\n", typeName, name, block("config", config))
}

// query runs the query command with these blocks.
func (c *cli) query(blocks string, arguments ...string) string {
	c.t.Helper()
	c.configure("provider \"gitlabintegrations\" {}\n")
	if err := os.WriteFile(filepath.Join(c.dir, "find.tfquery.hcl"), []byte(blocks), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return c.succeed(append([]string{"query"}, arguments...)...)
}

// TestQuery finds all integrations of each generation of GitLab that were set up
// manually, and imports them with the generated configuration.
func TestQuery(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"13.12", "17.11", "18.9", "19.1"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			g := newGeneration(t, version)
			g.requireQuery()
			var blocks strings.Builder
			for _, i := range g.integrations {
				g.gitlab.SetUp(g.ownerOf(i), i.Slug, typedIn(i).with(full(g.shown(i))))
				kind, path := ownerFor(i)
				blocks.WriteString(listBlock(i.TypeName(), "it", settings{kind: path}))
			}
			g.query(blocks.String(), "-generate-config-out=generated.tf")
			g.adopted()
		})
	}
}

// adopted plans and applies the generated configuration, which must change nothing.
func (g *generation) adopted() {
	g.t.Helper()
	g.shows(g.succeed("plan"), g.nothing())
	g.apply()
	g.unchanged("the apply of the import")
	if requests := g.requests(); requests["PUT"]+requests["DELETE"] > 0 {
		g.t.Errorf("the import sent changes: %v", requests)
	}
}

// TestQueryOfAGroup lists and imports the Slack integrations of 40 projects. The list of
// gitlabintegrations_custom is empty, because all integrations have their own resource
// types.
func TestQueryOfAGroup(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.requireQuery()
	for n := range 40 {
		owner := fmt.Sprintf("acme/shop/project-%02d", n)
		c.gitlab.AddProject(owner)
		c.gitlab.SetUp("projects/"+owner, "slack", settings{"webhook": exampleHook, "username": owner})
		c.gitlab.SetUp("projects/"+owner, "emails-on-push", settings{"recipients": "dev@acme.example"})
	}
	c.gitlab.Forget()
	group := settings{"group": "acme"}
	said := c.query(listBlock("gitlabintegrations_slack", "all", group)+listBlock("gitlabintegrations_custom", "others", group),
		"-generate-config-out=generated.tf")
	c.shows(said, "Slack notifications of project acme/shop/project-39", "list.gitlabintegrations_custom.others] returned 0 results")
	counts := map[string]int{}
	for _, request := range c.gitlab.Requests() {
		counts[request.Method+" "+request.Path[strings.LastIndex(request.Path, "/")+1:]]++
	}
	if counts["GET integrations"] > 43 || counts["GET slack"] != 40 || counts["GET emails-on-push"] != 0 {
		t.Errorf("requests: %v", counts)
	}
	c.shows(c.succeed("plan"), "Plan: 40 to import, 0 to add, 0 to change, 0 to destroy.")
	c.gitlab.Forget()
	c.shows(c.apply(), "40 imported, 0 added, 0 changed, 0 destroyed")
	c.succeed("plan", "-detailed-exitcode")
	if requests := c.requests(); requests["PUT"] > 0 {
		t.Errorf("requests: %v", requests)
	}
}

// TestQueryForAnOverview checks that the list shows the resource type of each
// integration, and that the CLI cannot generate configuration from it.
func TestQueryForAnOverview(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.requireQuery()
	c.gitlab.SetUp("groups/acme", "slack", settings{"webhook": exampleHook})
	overview := listBlock("gitlabintegrations_custom", "all", settings{"group": "acme", "all_slugs": true})
	c.shows(c.query(overview), "gitlabintegrations_slack: Slack notifications of group acme")
	c.fail("Conflicting all_slugs", "query", "-generate-config-out=generated.tf")
	c.query(listBlock("gitlabintegrations_custom", "none", settings{"group": "acme"}))
}
