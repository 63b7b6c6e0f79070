package client

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/recordings"
)

// redirectTo returns a handler that redirects /api/v4/old to the target and responds to
// all other paths.
func redirectTo(status int, target string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v4/old" {
			w.Header().Set("Location", target)
			w.WriteHeader(status)
			return
		}
		token := r.Header.Get("PRIVATE-TOKEN") + strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		answerJSON(200, `{"method": "`+r.Method+`", "token": "`+token+`", "extra": "`+r.Header.Get("X-Extra")+`"}`)(w, r)
	}
}

func TestReadFollowsRedirectOnTheSameHost(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		client := newTestClient(t, Config{Token: testToken, Headers: map[string]string{"X-Extra": "yes"}}, redirectTo(status, "/api/v4/projects/42?x=y"))
		var out map[string]any
		movedTo, err := client.do(t.Context(), operation{method: http.MethodGet}, "old", &out)
		if err != nil || movedTo != "" {
			t.Fatalf("%d: moved to %q, %v", status, movedTo, err)
		}
		if out["method"] != "GET" || out["token"] != testToken || out["extra"] != "yes" {
			t.Errorf("%d: got %v", status, out)
		}
	}
}

func TestReadFollowsRedirectToHTTPS(t *testing.T) {
	secure := newTLSServer(t, redirectTo(0, ""))
	client := newTestClient(t, Config{Insecure: true, Token: testToken}, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, secure.URL+r.RequestURI, http.StatusMovedPermanently)
	})
	var out map[string]any
	movedTo, err := client.do(t.Context(), operation{method: http.MethodGet}, "projects/a%2Fb", &out)
	if err != nil || out["token"] != testToken || movedTo != "" {
		t.Errorf("got %v, moved to %q, %v", out, movedTo, err)
	}
}

func TestBearerTokenFollowsRedirectOnTheSameHost(t *testing.T) {
	secure := newTLSServer(t, redirectTo(0, ""))
	for _, target := range []string{"/api/v4/projects/42", secure.URL + "/api/v4/projects/42"} {
		client := newTestClient(t, Config{Insecure: true, Token: testToken, TokenType: TokenBearer}, redirectTo(302, target))
		var out map[string]any
		if err := client.Do(t.Context(), http.MethodGet, "old", nil, &out); err != nil || out["token"] != testToken {
			t.Errorf("%s: got %v, %v", target, out, err)
		}
	}
}

func TestReadDoesNotLeaveTheHost(t *testing.T) {
	for _, tokenType := range []string{TokenPrivate, TokenBearer} {
		t.Run(tokenType, func(t *testing.T) { readDoesNotLeaveTheHost(t, tokenType) })
	}
}

func readDoesNotLeaveTheHost(t *testing.T, tokenType string) {
	t.Helper()
	var visited atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited.Add(1) }))
	defer other.Close()
	client := newTestClient(t, Config{Token: testToken, TokenType: tokenType, Retries: 3}, redirectTo(302, other.URL+"/new?key=hidden"))
	err := client.Do(t.Context(), http.MethodGet, "old", nil, nil)
	expectError(t, err, "GET old: 302: redirected to "+other.URL+"/new, and the token is not sent to another host")
	if strings.Contains(err.Error(), "hidden") {
		t.Errorf("error %q contains the query", err)
	}
	if visited.Load() != 0 {
		t.Error("the other host received a request")
	}
}

func TestReadDoesNotLeaveHTTPS(t *testing.T) {
	var visited atomic.Int32
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited.Add(1) }))
	defer plain.Close()
	secure := newTLSServer(t, redirectTo(302, plain.URL))
	client := mustNew(t, Config{BaseURL: secure.URL, Insecure: true})
	expectError(t, client.Do(t.Context(), http.MethodGet, "old", nil, nil), "redirected to "+plain.URL, "not sent without https")
	if visited.Load() != 0 {
		t.Error("the address without TLS received a request")
	}
}

func TestWritesDoNotFollowRedirects(t *testing.T) {
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPost} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			var requests atomic.Int32
			client := newTestClient(t, Config{Retries: 3}, func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				redirectTo(status, "/api/v4/new")(w, r)
			})
			err := client.Do(t.Context(), method, "old", map[string]any{}, nil)
			expectError(t, err, method+" old: 30", "redirected to "+client.base.String()+"new", "only reads follow a redirect")
			if requests.Load() != 1 {
				t.Errorf("%s, %d: got %d requests", method, status, requests.Load())
			}
		}
	}
}

func TestRedirectsEnd(t *testing.T) {
	var requests atomic.Int32
	client := newTestClient(t, Config{Retries: 3}, func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		redirectTo(302, "/api/v4/old")(w, r)
	})
	expectError(t, client.Do(t.Context(), http.MethodGet, "old", nil, nil), "too many redirects")
	if requests.Load() != maxRedirects+1 {
		t.Errorf("got %d requests", requests.Load())
	}
}

func TestRedirectWithoutAddress(t *testing.T) {
	client := newTestClient(t, Config{}, answerJSON(302, ""))
	expectError(t, client.Do(t.Context(), http.MethodGet, "x", nil, nil), "302: redirected, but not to a valid address")
}

// This error is permanent, and the address in it may contain a secret.
func TestRedirectToWhatIsNoAddress(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodPut} {
		var requests atomic.Int32
		client := newTestClient(t, Config{Retries: 1}, func(w http.ResponseWriter, r *http.Request) {
			requests.Add(1)
			redirect("https://elsewhere.example:hidden")(w, r)
		})
		err := client.Do(t.Context(), method, "x", nil, nil)
		expectError(t, err, "302: redirected, but not to a valid address")
		if strings.Contains(err.Error(), "hidden") || requests.Load() != 1 {
			t.Errorf("%d requests, error %q", requests.Load(), err)
		}
	}
}

func TestRedirectToSignIn(t *testing.T) {
	var requests atomic.Int32
	client := newTestClient(t, Config{Retries: 1}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/users/sign_in" {
			requests.Add(1)
			answer(200, "text/html", "<title>Sign in</title>")(w, r)
			return
		}
		http.Redirect(w, r, "/users/sign_in", http.StatusFound)
	})
	expectError(t, client.Do(t.Context(), http.MethodGet, "x", nil, nil), `an HTML page titled "Sign in"`)
	if requests.Load() != 1 {
		t.Errorf("the page was requested %d times", requests.Load())
	}
}

// moves is a GitLab whose own address differs from the one that clients use. Under its
// sub-path, it redirects reads of one path to the result of location, and responds to
// reads of project 42.
type moves struct {
	mu       sync.Mutex
	location func(rest string) string
	tokens   []string
	requests []string
}

func (m *moves) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests = append(m.requests, r.Method+" "+r.RequestURI)
	m.tokens = append(m.tokens, r.Header.Get("PRIVATE-TOKEN")+r.Header.Get("Authorization"))
	path := strings.TrimPrefix(r.RequestURI, "/gitlab/api/v4/projects/")
	owner, rest, _ := strings.Cut(path, "/")
	if rest != "" {
		rest = "/" + rest
	}
	switch {
	case owner != "42":
		w.Header().Set("Location", m.location(rest))
		answer(301, "text/plain", "This resource has been moved permanently")(w, r)
	case rest == "":
		answerJSON(200, `{"id": 42, "path_with_namespace": "acme/site"}`)(w, r)
	case strings.HasSuffix(r.URL.Path, "/integrations"):
		answerJSON(200, `[]`)(w, r)
	default:
		answerJSON(200, `{"id": 1}`)(w, r)
	}
}

func (m *moves) expect(t *testing.T, want ...string) {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range want {
		want[i] = "GET /gitlab/api/v4/projects/" + want[i]
	}
	if !slices.Equal(m.requests, want) {
		t.Errorf("got requests %q, want %q", m.requests, want)
	}
	for _, token := range m.tokens {
		if token != testToken+"Basic proxy" {
			t.Errorf("a request has the credentials %q", token)
		}
	}
	m.requests = nil
}

// ownAddresses are the forms of GitLab's own address in the redirect of a moved
// project.
var ownAddresses = map[string]string{
	"other host":        "https://gitlab.example.com/api/v4/projects/42",
	"other sub-path":    "http://gitlab.example.com:8080/code/projects/1/api/v4/projects/42",
	"malformed address": "/api/v4/projects/42",
}

func newMoves(t *testing.T, location func(rest string) string) (*moves, *Client) {
	t.Helper()
	gitlab := &moves{location: location}
	config := Config{BaseURL: "/gitlab", Token: testToken, Headers: map[string]string{"Authorization": "Basic proxy"}}
	return gitlab, newTestClient(t, config, gitlab.ServeHTTP)
}

// The client reads a moved project by its ID at the configured address, whatever
// address GitLab has in its redirects.
func TestMovedProjectIsRead(t *testing.T) {
	for name, address := range ownAddresses {
		t.Run(name, func(t *testing.T) {
			gitlab, client := newMoves(t, func(rest string) string { return address + rest })
			owner := Owner{ProjectKind, "acme/old.app"}
			read, err := client.GetIntegration(t.Context(), owner, "slack")
			if err != nil || read.MovedTo != "42" {
				t.Fatalf("got %+v, %v", read, err)
			}
			gitlab.expect(t, "acme%2Fold.app/integrations/slack", "42/integrations/slack")
			listed, movedTo, err := client.ListIntegrations(t.Context(), owner)
			if err != nil || movedTo != "42" || len(listed) != 0 {
				t.Errorf("got %+v, moved to %q, %v", listed, movedTo, err)
			}
			gitlab.expect(t, "acme%2Fold.app/integrations", "42/integrations")
			if _, movedTo, err = client.ListIntegrations(t.Context(), Owner{ProjectKind, "42"}); err != nil || movedTo != "" {
				t.Errorf("moved to %q, %v", movedTo, err)
			}
		})
	}
}

// GitLab takes the text after the last dot of a path for a format, and appends it to
// the ID.
func TestMovedProjectIsFoundByItsNumber(t *testing.T) {
	for _, end := range []string{"", ".app"} {
		gitlab, client := newMoves(t, func(rest string) string { return "https://gitlab.example.com/api/v4/projects/42" + end + rest })
		found, movedTo, err := client.Namespace(t.Context(), Owner{ProjectKind, "acme/old" + end})
		if err != nil || found.FullPath != "acme/site" || movedTo != "42" {
			t.Errorf("got %+v, moved to %q, %v", found, movedTo, err)
		}
		gitlab.expect(t, "acme%2Fold"+end, "42")
	}
}

func TestQueryOfAMovedProjectIsOurOwn(t *testing.T) {
	for _, query := range []string{"?x=y&per_page=5", "?other=1", ""} {
		gitlab, client := newMoves(t, func(string) string {
			return "https://gitlab.example.com/api/v4/projects/42/integrations" + query
		})
		if err := client.Do(t.Context(), http.MethodGet, "projects/acme%2Fold/integrations?per_page=5&x=y", nil, nil); err != nil {
			t.Error(err)
		}
		gitlab.expect(t, "acme%2Fold/integrations?per_page=5&x=y", "42/integrations?per_page=5&x=y")
	}
}

// The client follows a proxy's redirect to https before GitLab's redirect of the
// project.
func TestMovedProjectBehindHTTPS(t *testing.T) {
	gitlab := &moves{location: func(rest string) string { return "https://gitlab.example.com/api/v4/projects/42" + rest }}
	secure := newTLSServer(t, gitlab.ServeHTTP)
	client := newTestClient(t, Config{BaseURL: "/gitlab", Insecure: true, Token: testToken, Headers: map[string]string{"Authorization": "Basic proxy"}}, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, secure.URL+r.RequestURI, http.StatusMovedPermanently)
	})
	read, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "acme/old"}, "slack")
	if err != nil || read.MovedTo != "42" {
		t.Fatalf("got %+v, %v", read, err)
	}
	gitlab.expect(t, "acme%2Fold/integrations/slack", "42/integrations/slack")
}

// The client does not follow any other redirect to another host.
func TestOtherRedirectsStayErrors(t *testing.T) {
	const asked = "projects/acme%2Fold/integrations/slack"
	tests := map[string]struct{ asked, location string }{
		"other resource":            {asked, "/api/v4/projects/42/integrations/asana"},
		"only the project":          {asked, "/api/v4/projects/42"},
		"other kind":                {asked, "/api/v4/groups/42/integrations/slack"},
		"path instead of ID":        {asked, "/api/v4/projects/acme%2Fnew/integrations/slack"},
		"same path":                 {asked, "/api/v4/" + asked},
		"outside the API":           {asked, "/projects/42/integrations/slack"},
		"page":                      {asked, "/users/sign_in"},
		"ID to itself":              {"projects/42", "/api/v4/projects/42"},
		"ID to another":             {"projects/42/integrations/slack", "/api/v4/projects/43/integrations/slack"},
		"group":                     {"groups/acme", "/api/v4/projects/42"},
		"neither project nor group": {"metadata", "/api/v4/projects/42"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var requests atomic.Int32
			client := newTestClient(t, Config{BaseURL: "/gitlab", Token: testToken, Retries: 3}, func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				redirect("https://gitlab.example.com"+test.location)(w, r)
			})
			err := client.Do(t.Context(), http.MethodGet, test.asked, nil, nil)
			expectError(t, err, "GET "+test.asked+": 302: redirected to https://gitlab.example.com", "not sent to another host")
			if requests.Load() != 1 {
				t.Errorf("got %d requests", requests.Load())
			}
		})
	}
}

// A request to the new address of the project can fail like any other request.
func TestFailuresOfAMovedProject(t *testing.T) {
	client := newTestClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.RequestURI, "acme%2Fold") {
			redirect("https://gitlab.example.com/api/v4/projects/42/integrations/slack")(w, r)
			return
		}
		answerJSON(404, `{"message":"404 Integration Not Found"}`)(w, r)
	})
	_, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "acme/old"}, "slack")
	if !IsIntegrationNotFound(err) || MovedTo(err) != "42" {
		t.Errorf("got %v, moved to %q", err, MovedTo(err))
	}
	if _, err = client.GetIntegration(t.Context(), Owner{ProjectKind, "acme/web"}, "slack"); !IsIntegrationNotFound(err) || MovedTo(err) != "" {
		t.Errorf("got %v, moved to %q", err, MovedTo(err))
	}
}

// GitLab refuses writes to a moved project and does not redirect them. The client must
// not follow a proxy's redirect of a write either.
func TestWritesOfAMovedProjectAreNotRedirected(t *testing.T) {
	gitlab, client := newMoves(t, func(rest string) string { return "/gitlab/api/v4/projects/42" + rest })
	err := client.DeleteIntegration(t.Context(), Owner{ProjectKind, "acme/old"}, "slack", time.Time{})
	expectError(t, err, "only reads follow a redirect")
	if len(gitlab.requests) != 1 {
		t.Errorf("got requests %q", gitlab.requests)
	}
}

func TestRedirectRefusal(t *testing.T) {
	tests := []struct {
		method, from, to string
		followed         bool
	}{
		{"GET", "https://a.example/x", "https://a.example/y", true},
		{"GET", "https://a.example/x", "https://A.EXAMPLE:443/y", true},
		{"GET", "http://a.example/x", "https://a.example/y", true},
		{"GET", "http://a.example:8080/x", "https://a.example:8443/y", true},
		{"GET", "https://a.example/x", "http://a.example/y", false},
		{"GET", "https://a.example/x", "https://a.example:8443/y", false},
		{"GET", "http://a.example/x", "http://a.example:8080/y", false},
		{"GET", "https://a.example/x", "https://b.example/y", false},
		{"GET", "http://a.example/x", "https://b.example/y", false},
		{"GET", "https://a.example/x", "https://sub.a.example/y", false},
		{"GET", "http://a.example/x", "ftp://a.example/y", false},
		{"PUT", "https://a.example/x", "https://a.example/y", false},
		{"DELETE", "http://a.example/x", "https://a.example/x", false},
	}
	for _, test := range tests {
		from, err := url.Parse(test.from)
		if err != nil {
			t.Fatal(err)
		}
		to, err := url.Parse(test.to)
		if err != nil {
			t.Fatal(err)
		}
		if got := redirectRefusal(test.method, from, to); (got == "") != test.followed {
			t.Errorf("%s from %s to %s: got %q", test.method, test.from, test.to, got)
		}
	}
}

// The client follows the redirects that a GitLab sent, by the ID in them, with its own
// request.
func TestRecordedRedirects(t *testing.T) {
	number := regexp.MustCompile(`/projects/(\d+)`)
	followed := 0
	for _, name := range recordings.Releases() {
		release, err := recordings.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, recorded := range release.Exchanges["_owners"] {
			location := strings.Replace(recorded.AnswerHeaders["location"], "HOST", "gitlab.example.com", 1)
			if recorded.Status != http.StatusMovedPermanently {
				continue
			}
			followed++
			var asked []string
			client := newTestClient(t, Config{BaseURL: "/code"}, func(w http.ResponseWriter, r *http.Request) {
				asked = append(asked, r.RequestURI)
				if len(asked) == 1 {
					redirect(location)(w, r)
					return
				}
				answerJSON(200, `{}`)(w, r)
			})
			if err := client.Do(t.Context(), recorded.Method, recorded.Path[1:], nil, nil); err != nil {
				t.Errorf("%s: %v", recorded.Case, err)
			}
			want := "/code/api/v4/projects/" + number.FindStringSubmatch(location)[1] + ownerInPath.ReplaceAllLiteralString(recorded.Path[1:], "")
			if !slices.Equal(asked, []string{"/code/api/v4" + recorded.Path, want}) {
				t.Errorf("%s: requested %q, want %q as the last one", recorded.Case, asked, want)
			}
		}
	}
	if followed == 0 {
		t.Error("there are no recorded redirects")
	}
}
