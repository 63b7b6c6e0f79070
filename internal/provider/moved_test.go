package provider_test

import (
	"fmt"
	"net/http"
	"testing"
)

// ofEitherKind are a generated resource and the one for any slug, as they
// configure Asana with a secret that no state has.
var ofEitherKind = map[string]func(project any, branch string) string{
	"generated": func(project any, branch string) string {
		return resourceBlock("gitlabintegrations_asana", "web", settings{
			"project": project, "restrict_to_branch": branch, "api_key_wo": "example-asana-key"})
	},
	"custom": func(project any, branch string) string {
		return customBlock(settings{
			"project": project, "slug": "asana", "settings": expr("{ restrict_to_branch = %q }", branch),
			"secrets_wo": expr(`{ api_key = "example-asana-key" }`)})
	},
}

// TestMovedProject follows the advice of the warning: a project that has moved
// is changed in place by its new path, and by its id.
func TestMovedProject(t *testing.T) {
	t.Parallel()
	for kind, config := range ofEitherKind {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			id := fmt.Sprint(c.gitlab.AddProject("acme/web"))
			c.configure(config("acme/web", "main"))
			c.apply()
			c.gitlab.MoveProject("acme/web", "acme/site")
			c.shows(c.succeed("plan", "-detailed-exitcode"), "Project acme/web has moved", "Set `project` to the new path", "in place", "No changes.")
			c.configure(config("acme/web", "stable"))
			c.fail("The new path is `acme/site`.", "apply", "-auto-approve")
			for _, name := range []string{"acme/site", id, "acme/site"} {
				c.requests()
				c.configure(config(name, "of-"+name))
				c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
				if requests := c.requests(); requests[http.MethodPut] != 1 || requests[http.MethodDelete] != 0 {
					t.Errorf("%s: got requests %v", name, requests)
				}
				c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
				c.shows(c.succeed("show"), fmt.Sprintf("%q", name), fmt.Sprintf(`"projects/%s`, name), "_wo_version = 1")
			}
			c.expectActive("acme/site", true)
		})
	}
}

func (c *cli) expectActive(project string, want bool) {
	c.t.Helper()
	if stored, _ := c.gitlab.Stored("projects/"+project, "asana"); stored.Active != want {
		c.t.Errorf("%s is active: %t", project, stored.Active)
	}
}

// TestEndOfAMovedProject has Terraform leave a project that has moved, of which
// it knows only the old path.
func TestEndOfAMovedProject(t *testing.T) {
	t.Parallel()
	for kind, config := range ofEitherKind {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.gitlab.AddProject("acme/api")
			c.configure(config("acme/web", "main"))
			c.apply()
			c.gitlab.MoveProject("acme/web", "acme/site")
			c.configure(config("acme/api", "main"))
			c.shows(c.apply(), "1 added, 0 changed, 1 destroyed")
			c.expectActive("acme/site", false)
			c.gitlab.MoveProject("acme/api", "acme/service")
			c.shows(c.succeed("destroy", "-auto-approve"), "1 destroyed")
			c.expectActive("acme/service", false)
		})
	}
}

// TestImportByAnotherName imports by number what is configured by path.
func TestImportByAnotherName(t *testing.T) {
	t.Parallel()
	for kind, test := range map[string]struct{ address, importID, says string }{
		"generated": {"gitlabintegrations_asana.web", "%d", "0 to add, 1 to change, 0 to destroy"},
		"custom":    {"gitlabintegrations_custom.web", "%d:asana", "Some imported settings are not configured"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.gitlab.SetUp("projects/acme/web", "asana", settings{"restrict_to_branch": "main", "api_key": "of-somebody"})
			c.configure(ofEitherKind[kind]("acme/web", "main"))
			c.succeed("import", test.address, fmt.Sprintf(test.importID, c.gitlab.AddProject("acme/web")))
			c.shows(c.apply(), test.says, "0 added, 1 changed, 0 destroyed")
			c.succeed("plan", "-detailed-exitcode")
			c.expectActive("acme/web", true)
		})
	}
}

// TestAnotherNameOfAGroup is changed in place too.
func TestAnotherNameOfAGroup(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(asanaOf(settings{"group": "acme"}))
	c.apply()
	c.configure(asanaOf(settings{"group": fmt.Sprint(c.gitlab.AddGroup("acme"))}))
	c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
	c.succeed("plan", "-detailed-exitcode")
}
