package client

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// listProjects returns the paths of the projects in the group acme, and the error of
// the list.
func listProjects(t *testing.T, client *Client) (paths []string, err error) {
	t.Helper()
	for page, err := range client.GroupProjects(t.Context(), Owner{GroupKind, "acme"}, true, false) {
		if err != nil {
			return paths, err
		}
		for _, each := range page {
			paths = append(paths, each.FullPath)
		}
	}
	return paths, nil
}

func TestPagesOfProjects(t *testing.T) {
	var pages []string
	client := newTestClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		pages = append(pages, query.Get("page"))
		if query.Get("per_page") != "100" || query.Get("with_shared") != "false" || query.Has("min_access_level") {
			t.Errorf("requested %s", r.URL.RawQuery)
		}
		if query.Get("page") == "1" {
			w.Header().Set("X-Next-Page", "2")
			answerJSON(200, `[{"id":1,"path_with_namespace":"acme/a"}]`)(w, r)
			return
		}
		w.Header().Set("X-Next-Page", "")
		answerJSON(200, `[{"id":2,"path_with_namespace":"acme/b"}]`)(w, r)
	})
	paths, err := listProjects(t, client)
	if err != nil || strings.Join(paths, " ") != "acme/a acme/b" || strings.Join(pages, " ") != "1 2" {
		t.Errorf("got %v and %v from the pages %v", paths, err, pages)
	}
}

// If a server returns the same page as the next one, the client must not request it
// forever.
func TestPagesThatGoInCircles(t *testing.T) {
	requests := 0
	client := newTestClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		requests++
		w.Header().Set("X-Next-Page", "2")
		answerJSON(200, `[{"id":1,"path_with_namespace":"acme/a"}]`)(w, r)
	})
	if _, err := listProjects(t, client); err != nil || requests != 2 {
		t.Errorf("%d requests, %v", requests, err)
	}
}

func TestPagesThatAreNone(t *testing.T) {
	for _, body := range []string{`null`, `{}`, `[1]`} {
		if paths, err := listProjects(t, newTestClient(t, Config{}, answerJSON(200, body))); err == nil {
			t.Errorf("%s resulted in %v", body, paths)
		}
	}
}

// The GraphQL endpoint is a sibling of the REST API, also if GitLab has a relative URL.
func TestAddressOfGraphQL(t *testing.T) {
	for base, want := range map[string]string{"": "/api/graphql", "/gitlab": "/gitlab/api/graphql", "/api/v4/": "/api/graphql"} {
		client := newTestClient(t, Config{BaseURL: base}, func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPost || r.URL.Path != want || r.URL.RawQuery != "" {
				t.Errorf("%q: %s %s", base, r.Method, r.URL)
			}
			answerJSON(200, `{"data":{"group":{"projects":{"pageInfo":{"hasNextPage":false},"nodes":[]}}}}`)(w, r)
		})
		if _, _, _, err := client.GroupProjectsPage(t.Context(), ProjectsPage{Group: "acme", First: 100}); err != nil {
			t.Error(err)
		}
	}
}

func TestGroupProjectsPage(t *testing.T) {
	client := newTestClient(t, Config{}, answerJSON(200, `{"data":{"group":{"projects":{
		"pageInfo":{"hasNextPage":true,"endCursor":"x"},"nodes":[
		{"id":"gid://gitlab/Project/7","fullPath":"acme/web","archived":true,"services":{"nodes":[{"serviceType":"SLACK_SERVICE"}]}},
		{"id":"gid://gitlab/Project/8","fullPath":"acme/none","archived":false,"services":{"nodes":[]}},
		{"id":"gid://gitlab/Project/9","fullPath":"acme/hidden","archived":false,"services":null}]}}}}`))
	projects, next, more, err := client.GroupProjectsPage(t.Context(), ProjectsPage{Group: "acme", First: 3, Integrations: true})
	if err != nil || next != "x" || !more || len(projects) != 3 {
		t.Fatalf("%v, next %q, more %t, %v", projects, next, more, err)
	}
	if web := projects[0]; web.Number != 7 || web.FullPath != "acme/web" || !web.Archived || len(web.Types) != 1 || web.Types[0] != "SLACK_SERVICE" {
		t.Errorf("the first is %+v", web)
	}
	if projects[1].Types == nil || len(projects[1].Types) != 0 {
		t.Errorf("no integrations resulted in %v", projects[1].Types)
	}
	if projects[2].Types != nil {
		t.Errorf("hidden integrations resulted in %v", projects[2].Types)
	}
}

func TestGroupProjectsPageFails(t *testing.T) {
	tests := map[string]struct {
		body string
		want error
	}{
		"one project": {`{"errors":[{"message":"Internal server error: no such type"}]}`, ErrQueryFailed},
		"partly":      {`{"data":{"group":null},"errors":[{"message":"Timeout on Project.services"}]}`, ErrQueryFailed},
		"unknown field": {`{"errors":[{"message":"Field 'services' doesn't exist","locations":[{"line":1,"column":32}],
			"extensions":{"code":"undefinedField"}}]}`, ErrNoGraphQL},
		"hidden group": {`{"data":{"group":null}}`, ErrNoGraphQL},
		"malformed ID": {`{"data":{"group":{"projects":{"nodes":[{"id":"x","fullPath":"acme/web"}]}}}}`, ErrNoGraphQL},
	}
	for name, test := range tests {
		_, _, _, err := newTestClient(t, Config{}, answerJSON(200, test.body)).GroupProjectsPage(t.Context(), ProjectsPage{Group: "acme", First: 3})
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
