package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// ofEitherKind configures Asana with its own resource and with gitlabintegrations_custom,
// each with a write-only secret.
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

// namedOtherwise serves a GitLab under a sub-path and on a host that differs from the
// host in its redirects, as behind a proxy whose address is not the external_url. If a
// request is for a project alone and the path ends with an extension, GitLab appends the
// extension to the number in the redirect (recorded from GitLab 18.9).
func namedOtherwise(gitlab *gitlabfake.GitLab) http.Handler {
	return http.StripPrefix("/code", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		gitlab.ServeHTTP(answer, r)
		maps.Copy(w.Header(), answer.Header())
		if location, err := url.Parse(answer.Header().Get("Location")); err == nil && location.Path != "" {
			if !strings.Contains(location.Path, "/integrations") {
				location.Path += path.Ext(r.URL.Path)
			}
			w.Header().Set("Location", "https://gitlab.example.com"+location.Path)
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	}))
}

// newMovingCLI is like newCLI, with a GitLab behind namedOtherwise.
func newMovingCLI(t *testing.T) *cli {
	t.Helper()
	gitlab, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(namedOtherwise(gitlab))
	t.Cleanup(server.Close)
	return newCLIOn(t, gitlab, server.URL+"/code")
}

// TestMovedProject follows the advice of the warning. Configuring the new path or the ID
// of a moved project is an update in place that sends no PUT.
func TestMovedProject(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ kind, path, refresh string }{
		{"generated", "acme/web", "each"}, {"generated", "acme/listed.app", "list"}, {"custom", "acme/web.app", "each"},
	} {
		t.Run(test.kind+" "+test.path, func(t *testing.T) {
			t.Parallel()
			c := newMovingCLI(t)
			old, current := test.path, "acme/site"+path.Ext(test.path)
			id := fmt.Sprint(c.gitlab.AddProject(old))
			configure := func(project any, branch string) {
				c.configure(block(`provider "gitlabintegrations"`, settings{"refresh": test.refresh}) + ofEitherKind[test.kind](project, branch))
			}
			configure(old, "main")
			c.apply()
			c.gitlab.MoveProject(old, current)
			c.shows(c.succeed("plan", "-detailed-exitcode"), "Project "+old+" has moved",
				fmt.Sprintf("Set `project` to the new path `%s`, or to the ID `%s`", current, id), "in place", "No changes.")
			configure(old, "stable")
			c.fail("The new path is `"+current+"`.", "apply", "-auto-approve")
			for _, name := range []string{current, id, strings.ToUpper(current)} {
				c.requests()
				configure(name, "main")
				c.shows(c.succeed("plan"), "will be updated in-place", "0 to add, 1 to change, 0 to destroy")
				c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
				if requests := c.requests(); requests[http.MethodPut] != 0 || requests[http.MethodDelete] != 0 {
					t.Errorf("%s: got requests %v", name, requests)
				}
				c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
				c.shows(c.succeed("show"), fmt.Sprintf("%q", name), fmt.Sprintf(`"projects/%s`, name), "_wo_version = 1")
			}
			c.expectActive(current, true)
			configure(id, "stable")
			c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
			if requests := c.requests(); requests[http.MethodPut] != 1 {
				t.Errorf("got requests %v", requests)
			}
			c.succeed("plan", "-detailed-exitcode")
		})
	}
}

// TestPlanOfAMovedProjectIsSaved applies a saved plan with the new path. A project that
// takes the old path afterwards must not matter.
func TestPlanOfAMovedProjectIsSaved(t *testing.T) {
	t.Parallel()
	for kind, config := range ofEitherKind {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newMovingCLI(t)
			c.configure(config("acme/web", "main"))
			c.apply()
			c.gitlab.MoveProject("acme/web", "acme/site")
			c.configure(config("acme/site", "main"))
			c.succeed("plan", "-out=saved")
			c.gitlab.Forget()
			c.shows(c.succeed("apply", "saved"), "0 added, 1 changed, 0 destroyed")
			if requests := c.requests(); requests[http.MethodPut] != 0 {
				t.Errorf("got requests %v", requests)
			}
			c.gitlab.AddProject("acme/web")
			c.succeed("plan", "-detailed-exitcode")
		})
	}
}

// TestDataOfAMovedProject reads a data source with the old path of a project.
func TestDataOfAMovedProject(t *testing.T) {
	t.Parallel()
	c := newMovingCLI(t)
	c.gitlab.SetUp("projects/acme/web", "asana", settings{"restrict_to_branch": "main", "api_key": "of-somebody"})
	c.gitlab.MoveProject("acme/web", "acme/site")
	c.configure(blockOf("data asana", "web", settings{"project": "acme/web"}) + blockOf("data active", "web", settings{"project": "acme/web"}) +
		block(`output "found"`, settings{"value": reference("[data.gitlabintegrations_asana.web.restrict_to_branch, data.gitlabintegrations_active.web.integrations[0].slug]")}))
	c.shows(c.apply(), "Project acme/web has moved", "until another project has that path", "new path `acme/site`", `[ "main", "asana", ]`)
	if requests := c.requests(); requests[http.MethodGet] != 5 {
		t.Errorf("got requests %v", requests)
	}
	c.gitlab.Disable("projects/acme/site", "asana")
	c.configure(blockOf("data active", "web", settings{"project": "acme/web"}))
	c.shows(c.apply(), "Project acme/web has moved")
}

// TestImportOfAMovedProject imports with the old path while the configuration contains
// the new path.
func TestImportOfAMovedProject(t *testing.T) {
	t.Parallel()
	for kind, importID := range map[string]string{"generated": "gitlabintegrations_asana.web acme/web.app", "custom": "gitlabintegrations_custom.web acme/web.app:asana"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newMovingCLI(t)
			c.gitlab.AddProject("acme/web.app")
			c.gitlab.SetUp("projects/acme/web.app", "asana", settings{"restrict_to_branch": "main", "api_key": "of-somebody"})
			c.gitlab.MoveProject("acme/web.app", "acme/site")
			c.configure(ofEitherKind[kind]("acme/site", "main"))
			c.shows(c.succeed(append([]string{"import"}, strings.Fields(importID)...)...), "Project acme/web.app has moved", "`acme/site`")
			c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
			c.succeed("plan", "-detailed-exitcode")
		})
	}
}

// TestImportOfTheSameByAnotherName imports with the numeric ID while the configuration
// contains the path. The update in place must not send a PUT.
func TestImportOfTheSameByAnotherName(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	id := c.gitlab.AddProject("acme/web")
	c.gitlab.SetUp("projects/acme/web", "asana", settings{"restrict_to_branch": "main", "api_key": "of-somebody"})
	c.configure(customBlock(settings{"slug": "asana", "settings": expr(`{ restrict_to_branch = "main" }`)}))
	c.succeed("import", "gitlabintegrations_custom.web", fmt.Sprintf("%d:asana", id))
	c.gitlab.Forget()
	c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
	if requests := c.requests(); requests[http.MethodPut] != 0 {
		t.Errorf("got requests %v", requests)
	}
	c.succeed("plan", "-detailed-exitcode")
}

// TestOwnerThatIsNotFound plans a change of the path while GitLab does not return the
// project, so that the plan cannot determine whether it is the same.
func TestOwnerThatIsNotFound(t *testing.T) {
	t.Parallel()
	for kind, config := range ofEitherKind {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.configure(config("acme/web", "main"))
			c.apply()
			c.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
				silent := !strings.Contains(r.URL.Path, "/integrations")
				if silent {
					w.WriteHeader(http.StatusForbidden)
				}
				return silent
			})
			c.configure(config("acme/site", "main"))
			c.fail("Cannot determine whether this is another project", "plan")
			c.gitlab.Intercept(nil)
			c.gitlab.MoveProject("acme/web", "acme/site")
			c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
		})
	}
}

func (c *cli) expectActive(project string, want bool) {
	c.t.Helper()
	if stored, _ := c.gitlab.Stored("projects/"+project, "asana"); stored.Active != want {
		c.t.Errorf("%s is active: %t", project, stored.Active)
	}
}

// TestEndOfAMovedProject replaces and destroys resources of projects that have moved,
// while the state contains only the old paths.
func TestEndOfAMovedProject(t *testing.T) {
	t.Parallel()
	for kind, config := range ofEitherKind {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newMovingCLI(t)
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

// TestImportByAnotherName imports with the numeric ID while the configuration contains
// the path and a secret, which the apply sends.
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

// Changing a group from its path to its ID must also be an update in place.
func TestAnotherNameOfAGroup(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(asanaOf(settings{"group": "acme"}))
	c.apply()
	c.configure(asanaOf(settings{"group": fmt.Sprint(c.gitlab.AddGroup("acme"))}))
	c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
	c.succeed("plan", "-detailed-exitcode")
}
