package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"testing"
)

// TestNumberOfRequests counts the requests for a number of resources, with the CLI and
// the provider in separate processes.
func TestNumberOfRequests(t *testing.T) {
	t.Parallel()
	const n = 20
	c := newCLI(t)
	for i := range n {
		c.gitlab.AddProject(fmt.Sprint("acme/project-", i))
	}
	config := func(channel string) string {
		attributes := settings{
			"count":   n,
			"project": reference(`"acme/project-${count.index}"`),
			"webhook": "https://hooks.slack.com/services/example",
			"channel": channel,
		}
		return resourceBlock("gitlabintegrations_slack", "all", attributes)
	}
	steps := []struct {
		channel string
		command []string
		want    map[string]int
	}{
		{"one", []string{"validate"}, map[string]int{}},
		{"one", []string{"plan"}, map[string]int{}},
		{"one", []string{"apply", "-auto-approve"}, map[string]int{http.MethodPut: n}},
		{"one", []string{"plan", "-detailed-exitcode"}, map[string]int{http.MethodGet: n}},
		{"one", []string{"plan", "-detailed-exitcode", "-refresh=false"}, map[string]int{}},
		{"one", []string{"apply", "-auto-approve", "-refresh-only"}, map[string]int{http.MethodGet: n}},
		{"two", []string{"plan"}, map[string]int{http.MethodGet: n}},
		{"two", []string{"apply", "-auto-approve"}, map[string]int{http.MethodGet: n, http.MethodPut: n}},
		{"one", []string{"apply", "-auto-approve", "-refresh=false"}, map[string]int{http.MethodPut: n}},
		{"one", []string{"destroy", "-auto-approve"}, map[string]int{http.MethodGet: n, http.MethodDelete: n}},
		{"one", []string{"apply", "-auto-approve"}, map[string]int{http.MethodPut: n}},
		{"one", []string{"destroy", "-auto-approve", "-refresh=false"}, map[string]int{http.MethodDelete: n}},
	}
	for _, step := range steps {
		c.configure(config(step.channel))
		c.succeed(step.command...)
		if got := c.requests(); !maps.Equal(got, step.want) {
			t.Errorf("%v with channel %q sent %v instead of %v", step.command, step.channel, got, step.want)
		}
	}
}

// TestNumberOfRequestsInAnOldGitLab checks that each process tries the newer API route
// only once, however many workers it has.
func TestNumberOfRequestsInAnOldGitLab(t *testing.T) {
	t.Parallel()
	const n = 20
	gitlab, url := startOld(t)
	c := newCLIOn(t, gitlab, url)
	for i := range n {
		c.gitlab.AddProject(fmt.Sprint("acme/project-", i))
	}
	c.configure(asanaOf(settings{"count": n, "project": reference(`"acme/project-${count.index}"`)}))
	c.apply()
	if got, want := c.requests(), (map[string]int{http.MethodPut: n + 1}); !maps.Equal(got, want) {
		t.Errorf("the create sent %v, want %v", got, want)
	}
	c.succeed("plan", "-detailed-exitcode")
	if got, want := c.requests(), (map[string]int{http.MethodGet: n + 1}); !maps.Equal(got, want) {
		t.Errorf("the refresh sent %v, want %v", got, want)
	}
	c.succeed("destroy", "-auto-approve", "-refresh=false")
	if got, want := c.requests(), (map[string]int{http.MethodDelete: n + 1}); !maps.Equal(got, want) {
		t.Errorf("the destroy sent %v, want %v", got, want)
	}
}

// TestNumberOfQuestionsForTheVersion checks that each process requests the version of
// GitLab once, and only if a configured setting depends on it.
func TestNumberOfQuestionsForTheVersion(t *testing.T) {
	t.Parallel()
	const n = 20
	c := newCLI(t)
	for i := range n {
		c.gitlab.AddProject(fmt.Sprint("acme/project-", i))
	}
	c.configure(resourceWeb("slack", goodSlack.with(settings{"count": n, "project": reference(`"acme/project-${count.index}"`), "alert_events": false})))
	c.succeed("plan")
	if got, want := c.requests(), (map[string]int{http.MethodGet: 1}); !maps.Equal(got, want) {
		t.Errorf("the plan sent %v, want %v", got, want)
	}
	c.apply()
	// The plan and the apply run in separate processes.
	if got, want := c.requests(), (map[string]int{http.MethodGet: 2, http.MethodPut: n}); !maps.Equal(got, want) {
		t.Errorf("the create sent %v, want %v", got, want)
	}
}
