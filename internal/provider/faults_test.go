package provider_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// interceptNext responds to the next request with the given method instead of GitLab.
func interceptNext(c *cli, method string, respond http.HandlerFunc) {
	c.t.Helper()
	c.gitlab.Forget()
	c.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != method {
			return false
		}
		c.gitlab.Intercept(nil)
		respond(w, r)
		return true
	})
}

// answered returns a fixed response without forwarding the request to GitLab.
func answered(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// cutOff lets GitLab process a request, and closes the connection in the middle of the
// response.
func (c *cli) cutOff(w http.ResponseWriter, r *http.Request) {
	// Recording the request has already consumed its body.
	kept := httptest.NewRecorder()
	c.gitlab.ServeHTTP(kept, r)
	body := kept.Body.String()
	w.Header().Set("Content-Length", strconv.Itoa(len(body)+1))
	_, _ = io.WriteString(w, body[:len(body)/2])
	panic(http.ErrAbortHandler)
}

// sentTwice expects that the failed request was retried exactly once.
func (c *cli) sentTwice(method string) {
	c.t.Helper()
	if got := c.requests()[method]; got != 2 {
		c.t.Errorf("got %d requests %s", got, method)
	}
}

// TestFaults makes one request of each operation fail, with the CLI and the provider in
// separate processes. Slow networks are tested in package integration, where the clock is
// simulated.
func TestFaults(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	reset := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	later := answered(503, "<html></html>", "Retry-After", "1")
	limited := answered(429, "Retry later\n", "Retry-After", "1")

	interceptNext(c, http.MethodPut, reset)
	c.configure(asanaOf(settings{"project": "acme/web", "restrict_to_branch": "main"}))
	c.shows(c.apply(), "1 added, 0 changed, 0 destroyed")
	c.sentTwice(http.MethodPut)

	interceptNext(c, http.MethodGet, answered(502, "<html></html>"))
	c.shows(c.succeed("plan"), "No changes.")
	c.sentTwice(http.MethodGet)

	interceptNext(c, http.MethodPut, c.cutOff)
	c.configure(asanaOf(settings{"project": "acme/web", "restrict_to_branch": "release"}))
	c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
	if got, want := c.requests(), 3; got[http.MethodPut] != want {
		t.Errorf("got %d requests PUT, want %d, including the one that GitLab processed", got[http.MethodPut], want)
	}

	c.succeed("state", "rm", "gitlabintegrations_asana.web")
	interceptNext(c, http.MethodGet, limited)
	c.succeed("import", "gitlabintegrations_asana.web", "acme/web")
	c.sentTwice(http.MethodGet)

	interceptNext(c, http.MethodGet, later)
	c.configure(asanaOf(settings{"project": "acme/web", "restrict_to_branch": "release"}) +
		block(`data "gitlabintegrations_asana" "web"`, settings{"project": "acme/web"}) +
		block(`output "branch"`, settings{"value": reference("data.gitlabintegrations_asana.web.restrict_to_branch")}))
	c.shows(c.apply(), `branch = "release"`)
	c.shows(c.succeed("plan"), "No changes.")

	interceptNext(c, http.MethodPut, later)
	c.configure(customBlock(settings{"slug": "asana", "settings": reference(`{ restrict_to_branch = "main" }`), "secrets_wo": reference(`{ api_key = "example-asana-key" }`)}))
	c.succeed("state", "rm", "gitlabintegrations_asana.web")
	c.shows(c.apply(), "1 added, 0 changed, 0 destroyed")
	c.sentTwice(http.MethodPut)

	interceptNext(c, http.MethodDelete, limited)
	c.shows(c.succeed("destroy", "-auto-approve"), "Destroy complete!")
	c.sentTwice(http.MethodDelete)
	if stored, _ := c.gitlab.Stored("projects/acme/web", "asana"); stored.Active {
		t.Error("the integration is still active")
	}
}

// TestDocumentedWait checks that the documentation matches the waiting time of the
// client.
func TestDocumentedWait(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/index.md")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(text)), " ")
	if promise := fmt.Sprintf("%.0f minutes by default", client.DefaultMaxWait.Minutes()); !strings.Contains(page, promise) {
		t.Errorf("the documentation does not say %q", promise)
	}
}
