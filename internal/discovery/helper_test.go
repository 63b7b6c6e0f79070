package discovery_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/memorynet"
)

const graphQL = "POST /api/graphql"

// hook contains the settings of Slack.
var hook = map[string]any{"webhook": "https://hooks.slack.com/services/x"}

// site is a GitLab with a Discovery that reads it.
type site struct {
	*gitlabfake.GitLab
	t         *testing.T
	client    *client.Client
	lists     *discovery.Lists
	discovery *discovery.Discovery
}

// newSite starts an in-memory GitLab, which also works in a synctest bubble.
func newSite(t *testing.T) *site {
	t.Helper()
	gitlab, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	s := &site{GitLab: gitlab, t: t}
	s.signIn(gitlab.Token)
	return s
}

// signIn replaces the Discovery with a new one that has another token and an empty
// cache.
func (s *site) signIn(token string) {
	s.t.Helper()
	network := memorynet.Listen()
	server := httptest.NewUnstartedServer(s.GitLab)
	_ = server.Listener.Close()
	server.Listener = network
	server.Start()
	s.t.Cleanup(server.Close)
	gitlab, err := client.New(client.Config{BaseURL: "http://gitlab.example.com", Token: token, Retries: 5, Dial: network.Dial})
	if err != nil {
		s.t.Fatal(err)
	}
	s.client = gitlab
	s.lists = discovery.NewLists(gitlab)
	s.discovery = discovery.New(gitlab, s.lists)
}

// fill adds 250 projects to acme/shop, every tenth of which has Slack.
func (s *site) fill() {
	s.AddGroup("acme/shop")
	for n := range 250 {
		path := s.project(n)
		s.AddProject(path)
		if n%10 == 0 {
			s.SetUp("projects/"+path, "slack", hook)
		}
	}
}

// project returns the path of a project. Projects with higher numbers are newer.
func (s *site) project(number int) string { return fmt.Sprintf("acme/shop/project-%03d", number) }

// acme is a query for everything below the group acme.
var acme = discovery.Query{Owner: client.Owner{Kind: client.GroupKind, ID: "acme"}, Subgroups: true}

// find returns all results of a query. An error that concerns the whole search fails
// the test.
func (s *site) find(query discovery.Query) []discovery.Result {
	s.t.Helper()
	results, err := collect(s.t.Context(), s.discovery, query)
	if err != nil {
		s.t.Fatal(err)
	}
	return results
}

func collect(ctx context.Context, from *discovery.Discovery, query discovery.Query) (results []discovery.Result, err error) {
	for result, err := range from.Find(ctx, query) {
		if err != nil {
			return results, err
		}
		results = append(results, result)
	}
	return results, nil
}

// found returns the integrations in results, such as "projects/acme/web slack".
func found(results []discovery.Result) []string {
	all := []string{}
	for _, result := range results {
		for _, each := range result.Integrations {
			all = append(all, result.Owner.ImportID()+" "+each.Slug)
		}
	}
	slices.Sort(all)
	return all
}

// unreadable returns the owners whose results have an error.
func unreadable(results []discovery.Result) []string {
	all := []string{}
	for _, result := range results {
		if result.Err != nil {
			all = append(all, result.Owner.ImportID())
		}
	}
	return all
}

// filled returns what a search finds in the projects of fill.
func (s *site) filled() []string {
	all := []string{}
	for n := 0; n < 250; n += 10 {
		all = append(all, "projects/"+s.project(n)+" slack")
	}
	return all
}

// counted returns the number of requests since its last call by request, without the
// names of projects and groups.
func (s *site) counted() map[string]int {
	counts := map[string]int{}
	for _, request := range s.Requests() {
		parts := strings.Split(request.Path, "/")
		if len(parts) > 1 && request.Path[0] != '/' {
			parts[1] = "ID"
		}
		counts[request.Method+" "+strings.Join(parts, "/")]++
	}
	s.Forget()
	return counts
}

// These are the lists of integrations, of projects and of groups.
const (
	projectLists = "GET projects/ID/integrations"
	groupLists   = "GET groups/ID/integrations"
	groups       = "GET groups/ID"
	descendants  = "GET groups/ID/descendant_groups"
	restProjects = "GET groups/ID/projects"
)

func (s *site) expectRequests(want map[string]int) {
	s.t.Helper()
	expectEqual(s.t, "requests", fmt.Sprint(s.counted()), fmt.Sprint(want))
}

func expectEqual[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v\nwant: %v", what, got, want)
	}
}

// refuse responds to matching requests with this status and body.
func (s *site) refuse(matches func(*http.Request) bool, status int, body string) {
	s.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if !matches(r) {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
		return true
	})
}

func isGraphQL(r *http.Request) bool { return r.URL.Path == "/api/graphql" }
