package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// guarded are integrations with an external change of one setting, by the path of their
// project.
var guarded = map[string]struct {
	typeName, slug string
	settings       settings
	change         settings
	// reads is the number of requests of the destroy in addition to the DELETE.
	reads int
}{
	"acme/moves-its-time":  {"slack", "slack", settings{"webhook": "https://hooks.slack.com/services/example"}, settings{"channel": "other"}, 0},
	"acme/in-a-table":      {"redmine", "redmine", trackerOf("redmine"), settings{"issues_url": "https://other.example.com/:id"}, 1},
	"acme/custom-in-table": {"custom", "redmine", settings{"slug": "redmine", "settings": reference(customRedmine)}, settings{"push_events": false}, 1},
}

const customRedmine = `{ project_url = "https://redmine.example.com", issues_url = "https://redmine.example.com/:id", new_issue_url = "https://redmine.example.com/new" }`

func trackerOf(host string) settings {
	address := "https://" + host + ".example.com"
	return settings{"project_url": address, "issues_url": address + "/:id", "new_issue_url": address + "/new"}
}

// in adds the project to the settings.
func in(project string, further settings) settings { return settings{"project": project}.with(further) }

// guards is a configuration with a resource for each check that protects an integration.
type guards struct {
	*cli
	workers int
	twice   string // The numeric ID of acme/twice.
	refused string // The numeric ID of acme/refused.
}

// TestGuards checks that the provider does not overwrite or disable integrations of
// others, with 1, 10 and 40 workers.
func TestGuards(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 10, 40} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			t.Parallel()
			g := newGuards(t, workers)
			g.setUpTwice()
			g.changeUnknownOwner()
			g.planWithOtherOwners()
			g.applyAfterAnotherUser()
			g.applyAgain()
			g.losesTheToken()
		})
	}
}

func newGuards(t *testing.T, workers int) *guards {
	t.Helper()
	g := &guards{cli: newCLI(t), workers: workers}
	for _, command := range []string{"plan", "apply"} {
		g.env = append(g.env, fmt.Sprintf("TF_CLI_ARGS_%s=-parallelism=%d", command, workers))
	}
	for project := range guarded {
		g.gitlab.AddProject(project)
	}
	for _, name := range []string{"disabled", "path", "swapped", "lost-1", "lost-2", "lost-3", "lost-4", "renamed", "app", "uncertain"} {
		g.gitlab.AddProject("acme/" + name)
	}
	g.gitlab.SetUp("projects/acme/app", "gitlab-slack-application", nil)
	g.twice, g.refused = fmt.Sprint(g.gitlab.AddProject("acme/twice")), fmt.Sprint(g.gitlab.AddProject("acme/refused"))
	return g
}

// before returns the first configuration, with one additional resource.
func (g *guards) before(another string) string {
	config := another + ofSlack("disabled", in("acme/disabled", nil)) + blockOf("redmine", "swapped", in("acme/swapped", trackerOf("redmine"))) +
		ofSlack("second", in(g.twice, settings{"channel": "two", "username": "bot"})) +
		ofSlack("refused", in("acme/refused", nil)) + blockOf("gitlab_slack_application", "app", in("acme/app", nil))
	for project, test := range guarded {
		config += blockOf(test.typeName, strings.TrimPrefix(project, "acme/"), in(project, test.settings))
	}
	return config + g.staying()
}

// staying returns the resources that all configurations contain.
func (g *guards) staying() string {
	return block(`provider "gitlabintegrations"`, settings{"retries": 0}) +
		ofSlack("first", in("acme/twice", settings{"channel": "one", "username": "bot"})) +
		ofSlack("path", in("acme/path", nil)) + blockOf("asana", "path", in("acme/path", settings{"api_key": "key"}))
}

func lostProjects() string {
	return blockOf("asana", "lost", settings{"count": 4, "project": reference(`"acme/lost-${count.index + 1}"`), "api_key": "key"})
}

// after returns the second configuration, which removes almost all resources.
func (g *guards) after() string {
	tracker := blockOf("bugzilla", "swapped", in("acme/swapped", trackerOf("bugzilla")))
	if g.workers == 1 {
		// A project can have only one active issue tracker. With one worker, the PUT of
		// another tracker could fail before the CLI sends the DELETE of the old one.
		tracker = blockOf("redmine", "swapped", in("acme/swapped", trackerOf("redmine")))
	}
	return g.staying() + tracker + ofSlack("uncertain", in("acme/uncertain", nil)) +
		withLifecycle(block("removed", settings{"from": reference("gitlabintegrations_slack.second")}), "destroy = false") +
		withLifecycle(ofSlack("instead", in(g.refused, nil)), "create_before_destroy = true")
}

func (g *guards) expectActive(project, slug string, want bool) {
	g.t.Helper()
	if stored, _ := g.gitlab.Stored("projects/"+project, slug); stored.Active != want {
		g.t.Errorf("%s in %s is active: %t", slug, project, stored.Active)
	}
}

// expectCount expects the number of times that an output contains the words.
func (g *guards) expectCount(output, words string, want int) {
	g.t.Helper()
	if got := strings.Count(output, words); got != want {
		g.t.Errorf("the output contains %d times %q, want %d: %s", got, words, want, output)
	}
}

// setUpTwice creates all resources, two of which set up the same integration.
func (g *guards) setUpTwice() {
	g.t.Helper()
	g.configure(g.before(lostProjects() + ofSlack("renamed", in("acme/renamed", nil))))
	g.shows(g.apply(), "Two resources for one integration", "different values for `channel`", "removed")
}

// changeUnknownOwner changes the path in the configuration after the old project has been
// removed, so that the plan cannot determine whether both paths are the same project.
func (g *guards) changeUnknownOwner() {
	g.t.Helper()
	g.gitlab.RemoveProject("acme/renamed")
	g.gitlab.AddProject("acme/new-name")
	g.configure(g.before(lostProjects() + ofSlack("renamed", in("acme/new-name", nil))))
	output, succeeded := g.try("plan", "-refresh=false")
	if succeeded {
		g.t.Errorf("the plan succeeded: %s", output)
	}
	g.shows(output, "Cannot determine whether this is another project", "Two resources for one integration", "`removed` block with `lifecycle { destroy = false }`")
}

// planWithOtherOwners removes some projects, and replaces another with a new project that
// has the same path.
func (g *guards) planWithOtherOwners() {
	g.t.Helper()
	for i := range 4 {
		g.gitlab.RemoveProject(fmt.Sprint("acme/lost-", i+1))
	}
	g.gitlab.MoveProject("acme/path", "acme/site")
	g.gitlab.AddProject("acme/path")
	g.gitlab.SetUp("projects/acme/path", "slack", settings{"webhook": "https://hooks.slack.com/services/x"})
	g.gitlab.SetUp("projects/acme/path", "asana", settings{"api_key": "x"})
	g.configure(g.before(lostProjects()))
	output := g.succeed("plan")
	g.shows(output, "set `project` to its ID")
	g.expectCount(output, "may be another one than before", 1)
	g.expectCount(output, "A project is gone", 2)
}

// applyAfterAnotherUser applies a saved plan after external changes have made parts of it
// stale. The requests for two projects fail.
func (g *guards) applyAfterAnotherUser() {
	g.t.Helper()
	g.configure(g.after())
	g.expectCount(g.succeed("plan", "-out=saved"), "An integration can only be restored by hand", 1)
	for project, test := range guarded {
		g.gitlab.Change("projects/"+project, test.slug, test.change)
	}
	g.gitlab.Disable("projects/acme/disabled", "slack")
	swap := holding(g.cli, map[int]string{10: http.MethodPut, 40: http.MethodDelete}[g.workers], false, func(r *http.Request) string {
		return map[string]string{"acme/swapped": "swapped"}[ownerIn(r)]
	})
	g.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool { return g.fails(w, r) || g.workers > 1 && swap(w, r) })
	output, succeeded := g.try("apply", "saved")
	g.gitlab.Intercept(nil)
	if succeeded {
		g.t.Errorf("the apply succeeded: %s", output)
	}
	g.expectCount(output, "after its destruction was planned", 3)
	g.expectCount(output, "An integration can only be restored by hand", 0)
	g.shows(output, "marked as tainted")
	for project, test := range guarded {
		g.expectActive(project, test.slug, true)
	}
	// The CLI may have sent the DELETE before the PUT that fails.
	g.expectActive("acme/refused", "slack", strings.Contains(g.succeed("state", "list"), "slack.refused"))
	g.expectActive("acme/app", "gitlab-slack-application", false)
	if g.workers > 1 {
		g.expectActive("acme/swapped", "bugzilla", true)
	}
}

// fails rejects the PUT for one project, and drops the responses for another.
func (g *guards) fails(w http.ResponseWriter, r *http.Request) bool {
	switch owner := ownerIn(r); {
	case owner == g.refused && r.Method == http.MethodPut:
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `{"message":"403 Forbidden"}`)
		return true
	case owner == "acme/uncertain" && r.Header.Get("X-Held") == "":
		r.Header.Set("X-Held", "yes")
		g.gitlab.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	}
	return false
}

// applyAgain applies a new plan, after which GitLab must match the configuration.
func (g *guards) applyAgain() {
	g.t.Helper()
	g.gitlab.Forget()
	g.apply()
	for project, test := range guarded {
		g.expectActive(project, test.slug, false)
		got := map[string]int{}
		for _, request := range g.gitlab.Requests() {
			if strings.HasPrefix(request.Path, "projects/"+strings.Replace(project, "/", "%2F", 1)+"/") {
				got[request.Method]++
			}
		}
		if want := map[string]int{http.MethodGet: 1 + test.reads, http.MethodDelete: 1}; !maps.Equal(got, want) {
			g.t.Errorf("%s has the requests %v, want %v", project, got, want)
		}
	}
	for project, slug := range map[string]string{"acme/refused": "slack", "acme/uncertain": "slack", "acme/twice": "slack", "acme/path": "slack"} {
		g.expectActive(project, slug, true)
	}
	g.shows(g.succeed("plan", "-detailed-exitcode"), "No changes.")
}

// losesTheToken makes GitLab reject the token.
func (g *guards) losesTheToken() {
	g.t.Helper()
	g.gitlab.Forget()
	g.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		answering(http.StatusUnauthorized, jsonType, `{"error":"invalid_token","error_description":"Token is expired."}`)(w, r)
		return true
	})
	output, succeeded := g.try("plan")
	if succeeded {
		g.t.Errorf("the plan succeeded: %s", output)
	}
	g.expectCount(output, "Error: GitLab does not accept the token", 1)
	if asked := len(g.gitlab.Requests()); asked > g.workers {
		g.t.Errorf("the plan sent %d requests", asked)
	}
}

// TestDestroyOfARowOfAnotherProject moves a project and creates another one with its old
// path. A destroy without a refresh must not disable the integration of the new project.
func TestDestroyOfARowOfAnotherProject(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(blockOf("redmine", "a", in("acme/web", trackerOf("redmine"))))
	c.apply()
	c.gitlab.MoveProject("acme/web", "acme/site")
	c.gitlab.AddProject("acme/web")
	c.gitlab.SetUp("projects/acme/web", "redmine", trackerOf("redmine"))
	c.configure("")
	c.fail("is not the integration in the state", "apply", "-auto-approve", "-refresh=false")
}
