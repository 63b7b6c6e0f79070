package examples_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

const (
	shards           = 10
	projectsPerShard = 100
)

// TestShards applies the repository to 1,000 projects in 10 groups, all groups at the
// same time with one token. GitLab limits the requests of the token's user.
func TestShards(t *testing.T) {
	t.Parallel()
	r := newShards(t, clitest.Require(t))
	r.ends(r.atOnce(push, "apply"), r.all("apply", 0))
	for shard := range shards {
		for project := range projectsPerShard {
			r.stored(fmt.Sprintf("projects/shard%d/p%d", shard, project), "slack", "webhook", webhook)
		}
	}
	refused := r.answered(http.MethodPut, shards*projectsPerShard)

	r.ends(r.atOnce(schedule, "drift"), r.all("drift", 0))
	refused += r.answered(http.MethodGet, shards*projectsPerShard)
	if refused == 0 && !t.Failed() {
		t.Skip("this machine is too busy to send as many requests as the limit allows")
	}
}

// newShards returns a repository with one file for each group of projects.
func newShards(t *testing.T, cli string) *repository {
	t.Helper()
	var groups []string
	for shard := range shards {
		groups = append(groups, fmt.Sprintf("shard%d", shard))
	}
	r := newRepository(t, cli, "/projects/42/terraform/state/", func(gitlab, states string) service {
		return gitlabCI{"gitops", predefined(gitlab, states), groups}
	})
	owner := map[string]gitlabfake.Role{}
	for _, group := range groups {
		owner["groups/"+group] = gitlabfake.Owner
		text := "secret_versions: {slack_webhook: 1, jira_password: 1}\nprojects:\n"
		for project := range projectsPerShard {
			path := fmt.Sprintf("%s/p%d", group, project)
			r.gitlab.AddProject(path)
			text += fmt.Sprintf("  %s: {slack: {channel: %s-p%d}}\n", path, group, project)
		}
		r.changed["groups/"+group+".yaml"] = text
	}
	r.gitlab.AddUser(gitlabfake.User{Token: readToken, Scopes: []string{"read_api"}, Roles: owner})
	r.gitlab.AddUser(gitlabfake.User{Token: apiToken, Scopes: []string{"api"}, Roles: owner})
	r.gitlab.Limit = gitlabfake.Limit{Requests: 80, Period: 2 * time.Second}
	return r
}

// atOnce runs all jobs of this name in a pipeline concurrently.
func (r *repository) atOnce(event, name string) map[string]result {
	r.Helper()
	results := map[string]result{}
	var mu sync.Mutex
	var running sync.WaitGroup
	for _, job := range r.service.jobs(r.T, event, r.secrets) {
		if job.name != name {
			continue
		}
		folder := r.checkout()
		running.Go(func() {
			result := job.run(r.T, folder, r.cli)
			mu.Lock()
			defer mu.Unlock()
			results[job.name+" "+job.group] = result
		})
	}
	running.Wait()
	return results
}

// all returns the expected results if every job of this name has this exit code.
func (r *repository) all(name string, exitCode int) map[string]int {
	want := map[string]int{}
	for shard := range shards {
		want[fmt.Sprintf("%s shard%d", name, shard)] = exitCode
	}
	return want
}

// answered checks the number of requests with a method that GitLab accepted. It returns
// how many of all requests exceeded the rate limit, and forgets all requests.
func (r *repository) answered(method string, want int) (refused int) {
	r.Helper()
	answered := 0
	for _, request := range r.gitlab.Requests() {
		switch {
		case request.Status == http.StatusTooManyRequests:
			refused++
		case request.Method == method:
			answered++
		}
	}
	r.gitlab.Forget()
	if answered != want {
		r.Errorf("GitLab accepted %d %s requests instead of %d", answered, method, want)
	}
	r.Logf("GitLab accepted %d %s requests and refused %d requests", answered, method, refused)
	return refused
}
