package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// trackers are the integrations that a refresh always reads one by one, because GitLab
// stores their settings in a separate table and the list does not show their changes.
var trackers = []string{"0 youtrack", "1 youtrack", "2 youtrack"}

// externalChange is a change in GitLab before a refresh.
type externalChange struct {
	name, owner, slug string
	settings          settings
	disable           bool
	// read are the integrations that the refresh reads one by one, and planned the
	// resources that the plan changes.
	read, planned []string
}

var externalChanges = []externalChange{
	{name: "nothing", read: trackers},
	{name: "flag", owner: "projects/acme/project-1", slug: "slack", settings: settings{"push_events": false},
		read: append([]string{"1 slack"}, trackers...), planned: []string{"gitlabintegrations_slack.web[1]"}},
	{name: "setting", owner: "projects/acme/project-2", slug: "asana", settings: settings{"restrict_to_branch": "main"},
		read: append([]string{"2 asana"}, trackers...), planned: []string{"gitlabintegrations_asana.web[2]"}},
	{name: "disabled", owner: "projects/acme/project-0", slug: "buildkite", disable: true,
		read: trackers, planned: []string{"gitlabintegrations_buildkite.web[0]"}},
	{name: "tracker", owner: "projects/acme/project-0", slug: "youtrack", settings: settings{"issues_url": "https://other.example.com/:id"},
		read: trackers, planned: []string{"gitlabintegrations_youtrack.web[0]"}},
}

// TestRefreshByList checks which integrations a refresh reads one by one.
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
	for _, change := range externalChanges {
		c.refreshAfter(change, projects)
		c.apply()
		c.gitlab.Forget()
	}
}

// TestRefreshOfATrackerByList checks that a refresh does not read Linear one by one.
// Linear is an issue tracker, but GitLab does not store its settings in a separate table.
func TestRefreshOfATrackerByList(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.AddProject("acme/project-0")
	c.configure(block(`provider "gitlabintegrations"`, settings{"refresh": "list"}) +
		resourceWeb("linear", settings{"project": "acme/project-0", "workspace_url": "https://linear.app/acme"}))
	c.apply()
	c.gitlab.Forget()
	c.refreshAfter(externalChange{name: "nothing"}, 1)
	c.refreshAfter(externalChange{name: "setting", owner: "projects/acme/project-0", slug: "linear", settings: settings{"workspace_url": "https://linear.app/other"},
		read: []string{"0 linear"}, planned: []string{"gitlabintegrations_linear.web"}}, 1)
}

// refreshAfter makes an external change and plans.
func (c *cli) refreshAfter(change externalChange, projects int) {
	c.t.Helper()
	switch {
	case change.disable:
		c.gitlab.Disable(change.owner, change.slug)
	case change.settings != nil:
		c.gitlab.Change(change.owner, change.slug, change.settings)
	}
	plan := c.succeed("plan")
	lists, read := readRequests(c.gitlab)
	if len(lists) != projects || len(slices.Compact(lists)) != projects {
		c.t.Errorf("%s: the lists of %v were requested", change.name, lists)
	}
	if want := slices.Sorted(slices.Values(change.read)); !slices.Equal(read, want) {
		c.t.Errorf("%s: %v were read one by one instead of %v", change.name, read, want)
	}
	for _, address := range change.planned {
		c.shows(plan, "# "+address)
	}
	if strings.Contains(plan, "No changes.") != (change.planned == nil) {
		c.t.Errorf("%s: %s", change.name, plan)
	}
}

// readRequests returns the owners whose lists were requested, and the integrations that
// were read one by one, both sorted.
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
