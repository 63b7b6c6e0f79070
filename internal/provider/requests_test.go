package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"testing"
)

// TestNumberOfRequests counts what the CLI and the provider, as they are run
// by users, send for a number of resources.
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

// TestNumberOfRequestsInAnOldGitLab looks for the newer route no more than
// once for each of the CLI's workers.
func TestNumberOfRequestsInAnOldGitLab(t *testing.T) {
	t.Parallel()
	gitlab, url := startOld(t)
	c := newCLIOn(t, gitlab, url)
	c.configure(resourceBlock("gitlabintegrations_hipchat", "web", settings{"project": "acme/web", "token": "example-token"}))
	c.apply()
	if got, want := c.requests(), (map[string]int{http.MethodPut: 2}); !maps.Equal(got, want) {
		t.Errorf("creating sent %v instead of %v", got, want)
	}
	c.succeed("destroy", "-auto-approve", "-refresh=false")
	if got, want := c.requests(), (map[string]int{http.MethodDelete: 2}); !maps.Equal(got, want) {
		t.Errorf("destroying sent %v instead of %v", got, want)
	}
}
