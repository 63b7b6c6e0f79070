package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// TestRefreshByList counts what a refresh reads on its own.
func TestRefreshByList(t *testing.T) {
	t.Parallel()
	const projects = 3
	c := newCLI(t)
	for i := range projects {
		c.gitlab.AddProject(fmt.Sprint("acme/project-", i))
	}
	each := func(typeName string, attributes settings) string {
		return resourceWeb(typeName, settings{"count": projects, "project": reference(`"acme/project-${count.index}"`)}.with(attributes))
	}
	c.configure(block(`provider "gitlabintegrations"`, settings{"refresh": "list"}) +
		each("asana", settings{"api_key": "example"}) +
		each("slack", settings{"webhook": "https://hooks.slack.com/services/example"}) +
		each("buildkite", settings{"project_url": "https://buildkite.com/acme/web", "token": "example"}) +
		each("youtrack", settings{"project_url": "https://youtrack.example.com/p", "issues_url": "https://youtrack.example.com/i/:id"}))
	c.apply()
	c.gitlab.Forget()

	// Issue trackers are read each: their settings stand in a table of their own.
	trackers := []string{"0 youtrack", "1 youtrack", "2 youtrack"}
	tests := []struct {
		name, owner, slug string
		act               func(owner, slug string)
		read, planned     []string
	}{
		{name: "nothing", act: func(string, string) {}, read: trackers},
		{name: "flag", owner: "projects/acme/project-1", slug: "slack",
			act: func(owner, slug string) {
				c.gitlab.Change(owner, slug, map[string]any{"push_events": false})
			},
			read: append([]string{"1 slack"}, trackers...), planned: []string{"gitlabintegrations_slack.web[1]"}},
		{name: "setting", owner: "projects/acme/project-2", slug: "asana",
			act: func(owner, slug string) {
				c.gitlab.Change(owner, slug, map[string]any{"restrict_to_branch": "main"})
			},
			read: append([]string{"2 asana"}, trackers...), planned: []string{"gitlabintegrations_asana.web[2]"}},
		{name: "switched off", owner: "projects/acme/project-0", slug: "buildkite",
			act: func(owner, slug string) { c.gitlab.Disable(owner, slug) }, read: trackers, planned: []string{"gitlabintegrations_buildkite.web[0]"}},
		{name: "tracker", owner: "projects/acme/project-0", slug: "youtrack",
			act: func(owner, slug string) {
				c.gitlab.Change(owner, slug, map[string]any{"issues_url": "https://other.example.com/:id"})
			},
			read: trackers, planned: []string{"gitlabintegrations_youtrack.web[0]"}},
	}
	for _, test := range tests {
		test.act(test.owner, test.slug)
		plan := c.succeed("plan")
		lists, read := readRequests(c.gitlab)
		if len(lists) != projects || len(slices.Compact(lists)) != projects {
			t.Errorf("%s: the lists %v were asked", test.name, lists)
		}
		slices.Sort(test.read)
		if !slices.Equal(read, test.read) {
			t.Errorf("%s: it read %v on its own, wanted is %v", test.name, read, test.read)
		}
		for _, address := range test.planned {
			c.shows(plan, "# "+address)
		}
		if strings.Contains(plan, "No changes.") != (test.planned == nil) {
			t.Errorf("%s: %s", test.name, plan)
		}
		c.apply()
		c.gitlab.Forget()
	}
}

// readRequests takes the requests apart: the owners whose lists were asked for,
// and the integrations that were read on their own, sorted.
func readRequests(gitlab *gitlabfake.GitLab) (lists, read []string) {
	for _, request := range gitlab.Requests() {
		if request.Method != http.MethodGet {
			continue
		}
		parts := strings.Split(request.Path, "/")
		owner := strings.TrimPrefix(parts[1], "acme%2Fproject-")
		if len(parts) == 3 {
			lists = append(lists, owner)
		} else {
			read = append(read, owner+" "+parts[3])
		}
	}
	slices.Sort(lists)
	slices.Sort(read)
	gitlab.Forget()
	return lists, read
}
