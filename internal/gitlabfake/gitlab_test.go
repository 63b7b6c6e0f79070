package gitlabfake_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// These refusals precede the routing of a request.
func TestAuthentication(t *testing.T) {
	tests := map[string]struct {
		header http.Header
		status int
		body   string
	}{
		"private token": {http.Header{"Private-Token": {"test-token"}}, 404, `{"message":"404 Integration Not Found"}`},
		"bearer token":  {http.Header{"Authorization": {"Bearer test-token"}}, 404, `{"message":"404 Integration Not Found"}`},
		"no token":      {http.Header{}, 401, `{"message":"401 Unauthorized"}`},
		"wrong token":   {http.Header{"Private-Token": {"other"}}, 401, `{"message":"401 Unauthorized"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			response, body := a.send("GET", "/api/v4/"+webSlack, "", test.header)
			if response.StatusCode != test.status || strings.TrimSpace(body) != test.body {
				t.Errorf("got %d %s, want %d %s", response.StatusCode, body, test.status, test.body)
			}
			if response.Header.Get("X-Request-Id") == "" {
				t.Error("the response has no X-Request-Id")
			}
		})
	}
}

// OAuth tokens are accepted only in the Authorization header, which then takes
// precedence over PRIVATE-TOKEN. With other tokens, PRIVATE-TOKEN takes precedence.
func TestOAuthTokens(t *testing.T) {
	tests := map[string]struct {
		header http.Header
		status int
	}{
		"own token as bearer":      {http.Header{"Authorization": {"Bearer test-token"}}, 404},
		"in lower case":            {http.Header{"Authorization": {"bearer test-token"}}, 404},
		"own token as private":     {http.Header{"Private-Token": {"test-token"}}, 401},
		"user's token as bearer":   {http.Header{"Authorization": {"Bearer oauth"}}, 404},
		"user's token as private":  {http.Header{"Private-Token": {"oauth"}}, 401},
		"access token as bearer":   {http.Header{"Authorization": {"Bearer access"}}, 404},
		"both, OAuth first":        {http.Header{"Authorization": {"Bearer oauth"}, "Private-Token": {"wrong"}}, 404},
		"both, private first":      {http.Header{"Authorization": {"Bearer wrong"}, "Private-Token": {"access"}}, 404},
		"both, private is refused": {http.Header{"Authorization": {"Bearer access"}, "Private-Token": {"wrong"}}, 401},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			a.OAuth = true
			for token, isOAuth := range map[string]bool{"oauth": true, "access": false} {
				a.AddUser(gitlabfake.User{Token: token, OAuth: isOAuth, Roles: map[string]gitlabfake.Role{"projects/acme/web": gitlabfake.Maintainer}})
			}
			if response, body := a.send("GET", "/api/v4/"+webSlack, "", test.header); response.StatusCode != test.status {
				t.Errorf("got %d %s, want %d", response.StatusCode, body, test.status)
			}
		})
	}
}

// There are no issues, but a client can use their routes to check whether paths arrive
// unchanged.
func TestIssues(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
	}{
		"projects/acme%2Fweb/issues/1":    {404, `{"message":"404 Not found"}`},
		"projects/0%2F0/issues/%31":       {404, `{"message":"404 Project Not Found"}`},
		"projects/0/issues/1":             {404, `{"message":"404 Project Not Found"}`},
		"projects/0%252F0/issues/%2531":   {400, `{"error":"issue_iid is invalid"}`},
		"projects/0/0/issues/1":           {404, `{"error":"404 Not Found"}`},
		"projects/0/issues/1/notes/extra": {404, `{"error":"404 Not Found"}`},
	}
	a := newAPI(t)
	for path, want := range tests {
		if status, body := a.raw("GET", path, nil); status != want.status || strings.TrimSpace(body) != want.body {
			t.Errorf("%s: got %d %s, want %d %s", path, status, body, want.status, want.body)
		}
	}
}

// Owners can be named by ID or by path in any case, some integrations have aliases, and
// paths without a route have a response of their own.
func TestRoutes(t *testing.T) {
	a := newAPI(t)
	dotted := a.AddProject("acme/sub.group/my.app")
	for _, owner := range []string{"projects/acme%2Fweb", "groups/acme", "projects/acme%2Fsub.group%2Fmy.app"} {
		a.put(owner+"/integrations/slack", slack)
	}
	tests := map[string]struct {
		method, path string
		status       int
		body         string
	}{
		"path in another case":    {"GET", "projects/ACME%2Fweb/integrations/slack", 200, ""},
		"numeric ID":              {"GET", fmt.Sprintf("projects/%d/integrations/slack", dotted), 200, ""},
		"path with dots":          {"GET", "projects/acme%2Fsub.group%2Fmy.app/integrations/slack", 200, ""},
		"services is an alias":    {"GET", "projects/acme%2Fweb/services/slack", 200, ""},
		"group":                   {"GET", "groups/acme/integrations/slack", 200, ""},
		"nested group":            {"GET", "groups/acme%2Fsub.group/integrations/slack", 200, ""},
		"groups have no services": {"GET", "groups/acme/services/slack", 404, `{"error":"404 Not Found"}`},
		"unknown project":         {"GET", "projects/acme%2Fgone/integrations/slack", 404, `{"message":"404 Project Not Found"}`},
		"unknown project's ID":    {"PUT", "projects/4711/integrations/slack", 404, `{"message":"404 Project Not Found"}`},
		"unknown group":           {"GET", "groups/other/integrations/slack", 404, `{"message":"404 Group Not Found"}`},
		"path that is not escaped": {
			"GET", "projects/acme/web/integrations/slack", 404, `{"error":"404 Not Found"}`,
		},
		"unknown route":          {"GET", "projects/acme%2Fweb/hooks", 404, `{"error":"404 Not Found"}`},
		"unknown slug, GET":      {"GET", "projects/acme%2Fweb/integrations/nothing", 400, `{"error":"slug does not have a valid value"}`},
		"unknown slug, DELETE":   {"DELETE", "projects/acme%2Fweb/integrations/nothing", 400, `{"error":"slug does not have a valid value"}`},
		"unknown slug, PUT":      {"PUT", "projects/acme%2Fweb/integrations/nothing", 404, `{"error":"404 Not Found"}`},
		"underscored slug, GET":  {"GET", "projects/acme%2Fweb/integrations/drone_ci", 400, `{"error":"slug does not have a valid value"}`},
		"underscored slug, PUT":  {"PUT", "projects/acme%2Fweb/integrations/drone_ci", 404, `{"error":"404 Not Found"}`},
		"retired slug":           {"GET", "projects/acme%2Fweb/integrations/hipchat", 400, `{"error":"slug does not have a valid value"}`},
		"method without a route": {"POST", "projects/acme%2Fweb/integrations/slack", 404, `{"error":"404 Not Found"}`},
		"version":                {"GET", "version", 200, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			status, body := api{a.GitLab, t, a.url}.raw(test.method, test.path, nil)
			if status != test.status || test.body != "" && strings.TrimSpace(body) != test.body {
				t.Errorf("got %d %s, want %d %s", status, body, test.status, test.body)
			}
		})
	}
}

func TestPathOutsideOfTheAPIIsAWebPage(t *testing.T) {
	a := newAPI(t)
	response, body := a.send("GET", "/acme/web", "", http.Header{})
	if response.StatusCode != 404 || !strings.Contains(body, "<html>") {
		t.Errorf("got %d %s, want a web page with 404", response.StatusCode, body)
	}
}

func TestUnreadableBody(t *testing.T) {
	a := newAPI(t)
	for _, body := range []string{`{"webhook":`, `[]`, `null`} {
		response, text := a.send("PUT", "/api/v4/"+webSlack, body, http.Header{"Private-Token": {"test-token"}})
		if response.StatusCode != 400 || !strings.Contains(text, `"error"`) {
			t.Errorf("%s: got %d %s", body, response.StatusCode, text)
		}
	}
}

func TestForm(t *testing.T) {
	a := newAPI(t)
	response, _ := a.send("PUT", "/api/v4/"+webJira,
		"url=https://jira.example.com&username=bot&password=secret&project_keys[]=A&project_keys[]=B",
		http.Header{"Private-Token": {"test-token"}, "Content-Type": {"application/x-www-form-urlencoded"}})
	if response.StatusCode != 200 {
		t.Fatalf("status %d", response.StatusCode)
	}
	expect(t, properties(a.get(webJira)), object{"username": "bot", "project_keys": []any{"A", "B"}})
}

// GitLab redirects reads of a moved project to its ID, and refuses writes.
func TestMovedProject(t *testing.T) {
	a := newAPI(t)
	a.put(webSlack, slack)
	id := a.AddProject("acme/web")
	a.MoveProject("acme/web", "other/site")

	header := http.Header{"Private-Token": {"test-token"}}
	response, body := a.send("GET", "/api/v4/"+webSlack, "", header)
	location := fmt.Sprintf("%s/api/v4/projects/%d/integrations/slack", a.url, id)
	if response.StatusCode != 301 || response.Header.Get("Location") != location {
		t.Errorf("got %d to %s, want 301 to %s", response.StatusCode, response.Header.Get("Location"), location)
	}
	if body != "This resource has been moved permanently to "+location {
		t.Errorf("body %q", body)
	}
	for _, method := range []string{"PUT", "DELETE"} {
		a.refused(405, "Non GET methods are not allowed for moved projects", method, webSlack, slack)
	}
	a.get(fmt.Sprintf("projects/%d/integrations/slack", id))
	a.get("projects/other%2Fsite/integrations/slack")
	response, _ = a.send("GET", "/api/v4/projects/acme%2Fweb", "", header)
	if place := fmt.Sprintf("%s/api/v4/projects/%d", a.url, id); response.Header.Get("Location") != place {
		t.Errorf("the redirect is to %s, want %s", response.Header.Get("Location"), place)
	}
	expect(t, a.get(fmt.Sprintf("projects/%d", id)), object{"path_with_namespace": "other/site"})
	a.refused(404, "404 Not Found", "PUT", "projects/other%2Fsite", object{})
	expect(t, a.get("groups/other?with_projects=false"), object{"full_path": "other"})

	a.AddProject("acme/web")
	a.refused(404, "404 Integration Not Found", "GET", webSlack, nil)
	a.RemoveProject("acme/web")
	a.refused(404, "404 Project Not Found", "GET", webSlack, nil)
	a.RemoveProject("other/site")
	a.refused(404, "404 Project Not Found", "GET", "projects/other%2Fsite/integrations/slack", nil)
}

func TestRemovedProjectLeavesItsRedirectBehind(t *testing.T) {
	a := newAPI(t)
	a.MoveProject("acme/web", "acme/site")
	a.RemoveProject("acme/site")
	a.refused(404, "404 Project Not Found", "GET", webSlack, nil)
}

func TestRequests(t *testing.T) {
	a := newAPI(t)
	a.put(webJenkins, with(jenkins, object{"enable_ssl_verification": false}))
	a.raw("GET", "projects/acme%2Fgone/integrations/slack", nil)

	requests := a.Requests()
	if len(requests) != 2 {
		t.Fatalf("%d requests, want 2", len(requests))
	}
	first, second := requests[0], requests[1]
	if first.Method != "PUT" || first.Path != webJenkins || first.Status != 200 {
		t.Errorf("first request: %+v", first)
	}
	expect(t, first.Body, object{"project_name": "web", "enable_ssl_verification": false})
	if first.Header.Get("Private-Token") != "test-token" {
		t.Errorf("header: %v", first.Header)
	}
	if second.Method != "GET" || second.Body != nil || second.Status != 404 {
		t.Errorf("second request: %+v", second)
	}
	a.Forget()
	if requests := a.Requests(); len(requests) != 0 {
		t.Errorf("%d requests after Forget", len(requests))
	}
	a.Unrecorded = true
	a.get(webJenkins)
	if requests := a.Requests(); len(requests) != 0 {
		t.Errorf("%d requests although unrecorded", len(requests))
	}
}

func TestIntercept(t *testing.T) {
	a := newAPI(t)
	a.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodGet {
			return false
		}
		http.Error(w, "Retry later", http.StatusTooManyRequests)
		return true
	})
	if status, body := a.raw("PUT", webSlack, slack); status != 429 || body != "Retry later\n" {
		t.Errorf("got %d %q", status, body)
	}
	a.want(404, "GET", webSlack, nil)
	a.Intercept(nil)
	a.put(webSlack, slack)
	if statuses := a.Requests(); statuses[0].Status != 429 {
		t.Errorf("recorded status %d, want 429", statuses[0].Status)
	}
}

func TestBrokenConnection(t *testing.T) {
	a := newAPI(t)
	a.Intercept(func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) })
	if response, err := http.Get(a.url); err == nil {
		response.Body.Close()
		t.Fatalf("got %s, want an error", response.Status)
	}
	if requests := a.Requests(); len(requests) != 1 || requests[0].Status != 0 {
		t.Errorf("requests: %+v", requests)
	}
}

func TestWrongUsePanics(t *testing.T) {
	a := newAPI(t)
	for name, misuse := range map[string]func(){
		"unknown owner":         func() { a.SetUp("projects/acme/gone", "slack", nil) },
		"neither kind of owner": func() { a.SetUp("acme/web", "slack", nil) },
		"unknown integration":   func() { a.SetUp("projects/acme/web", "nothing", nil) },
		"unknown setting":       func() { a.SetUp("projects/acme/web", "slack", object{"color": "red"}) },
		"wrong type":            func() { a.SetUp("projects/acme/web", "slack", object{"push_events": "maybe"}) },
		"never set up":          func() { a.Disable("projects/acme/web", "slack") },
		"no default":            func() { a.Inherit("projects/acme/web", "slack") },
		"project without group": func() { a.AddProject("web") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if text := fmt.Sprint(recover()); !strings.HasPrefix(text, "gitlabfake: ") {
					t.Errorf("panic: %s", text)
				}
			}()
			misuse()
		})
	}
}

func TestConcurrentRequests(t *testing.T) {
	a := newAPI(t)
	done := make(chan int)
	for range 20 {
		go func() {
			status, _ := a.raw("PUT", webSlack, slack)
			done <- status
		}()
	}
	for range 20 {
		if status := <-done; status != 200 {
			t.Errorf("status %d", status)
		}
	}
	if got := len(a.Requests()); got != 20 {
		t.Errorf("%d requests recorded, want 20", got)
	}
}

var _ http.Handler = (*gitlabfake.GitLab)(nil)
