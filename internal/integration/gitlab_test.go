package integration_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// request is a request to GitLab. Its body is nil if it was empty.
type request struct {
	method, path string
	body         map[string]any
}

// reply is a response of GitLab. A body that is not a string is encoded as JSON.
type reply struct {
	status   int
	body     any
	location string
}

// gitlab responds as a test specifies, and records the requests.
type gitlab struct {
	t        *testing.T
	mu       sync.Mutex
	respond  func(request) reply
	requests []request
	address  string
}

func newGitLab(t *testing.T, respond func(request) reply) *gitlab {
	t.Helper()
	g := &gitlab{t: t, respond: respond}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	g.address = server.URL
	return g
}

func (g *gitlab) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	asked := request{method: r.Method, path: r.URL.EscapedPath()}
	if text, err := io.ReadAll(r.Body); err != nil {
		g.t.Error(err)
	} else if len(text) > 0 {
		if err := json.Unmarshal(text, &asked.body); err != nil {
			g.t.Error(err)
		}
	}
	g.requests = append(g.requests, asked)
	answer := g.respond(asked)
	w.Header().Set("Content-Type", "application/json")
	if answer.location != "" {
		w.Header().Set("Location", answer.location)
	}
	w.WriteHeader(answer.status)
	if answer.status == http.StatusNoContent {
		return
	}
	text, ok := answer.body.(string)
	if !ok {
		text = jsonText(answer.body)
	}
	_, _ = io.WriteString(w, text)
}

func newClient(t *testing.T, address string) *client.Client {
	t.Helper()
	return newClientWith(t, address, "glpat-token")
}

func newClientWith(t *testing.T, address, token string) *client.Client {
	t.Helper()
	made, err := client.New(client.Config{BaseURL: address, Token: token})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// terraform returns a Terraform whose provider uses this GitLab.
func (g *gitlab) terraform() *terraform {
	g.t.Helper()
	return drive(g.t, configuredWith(newClient(g.t, g.address)))
}

// configuredWith returns a provider configuration that uses the client.
func configuredWith(made *client.Client) func() *integration.Provider {
	return inRuns(&integration.Provider{Client: made})
}

// inRuns returns a new provider for every request, so that nothing that the provider
// remembers during a run affects the next request.
func inRuns(provider *integration.Provider) func() *integration.Provider {
	return func() *integration.Provider {
		return &integration.Provider{Client: provider.Client, DetectSecretChanges: provider.DetectSecretChanges, Lists: provider.Lists, RefreshByList: provider.RefreshByList, KeepMissing: provider.KeepMissing, KeepExisting: provider.KeepExisting}
	}
}

// asked returns the requests since the last call, such as "PUT /api/v4/…".
func (g *gitlab) asked() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	lines := []string{}
	for _, asked := range g.requests {
		lines = append(lines, asked.method+" "+strings.TrimPrefix(asked.path, "/api/v4/"))
	}
	g.requests = nil
	return lines
}

func expectRequests(t *testing.T, g *gitlab, want ...string) {
	t.Helper()
	if got := g.asked(); !slices.Equal(got, want) {
		t.Errorf("got requests %q, want %q", got, want)
	}
}

// sent returns the body of the last PUT.
func (g *gitlab) sent() map[string]any {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, asked := range slices.Backward(g.requests) {
		if asked.method == http.MethodPut {
			return asked.body
		}
	}
	g.t.Fatal("no PUT was sent")
	return nil
}

// expectBody compares the JSON, in which an int and a float64 are equal.
func expectBody(t *testing.T, got, want map[string]any) {
	t.Helper()
	if jsonText(got) != jsonText(want) {
		t.Errorf("got body  %s\nwant body %s", jsonText(got), jsonText(want))
	}
}

func jsonText(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// always returns the same response to every request.
func always(status int, body any) func(request) reply {
	return func(request) reply { return reply{status: status, body: body} }
}

// answer returns a response for an active integration, with each setting where GitLab
// returns it.
func answer(spec *integration.Spec, settings object) map[string]any {
	fields := map[string]any{
		"id": 75, "title": spec.Title, "slug": spec.Slug, "active": true, "inherited": false,
		"created_at": "2019-11-20T11:20:25.297Z", "updated_at": "2019-11-20T12:24:37.498Z",
	}
	properties := map[string]any{}
	for _, p := range spec.Parameters {
		value, given := settings[p.Name]
		switch {
		case !given || p.Secret:
		case p.TopLevel:
			fields[p.Name] = value
		default:
			properties[p.Name] = value
		}
	}
	fields["properties"] = properties
	return fields
}

// changed returns a copy of a response with other fields.
func changed(answer map[string]any, fields map[string]any) map[string]any {
	return object(answer).with(fields)
}

// keeping is a GitLab that stores the settings of one integration.
func keeping(spec *integration.Spec) func(request) reply {
	kept := object(nil)
	return func(asked request) reply {
		switch {
		case asked.method == http.MethodPut:
			kept = kept.with(asked.body)
		case kept == nil:
			return reply{status: http.StatusNotFound, body: `{"message":"404 Integration Not Found"}`}
		case asked.method == http.MethodDelete:
			kept = nil
			return reply{status: http.StatusNoContent}
		}
		return reply{status: http.StatusOK, body: changed(answer(spec, kept), object{"inherited": kept["use_inherited_settings"] == true})}
	}
}

// keepingOn is a GitLab in which an integration has the settings of a state until a
// DELETE.
func keepingOn(spec *integration.Spec, state object) func(request) reply {
	return func(asked request) reply {
		if asked.method == http.MethodDelete {
			return reply{status: http.StatusNoContent}
		}
		return reply{status: http.StatusOK, body: changed(answer(spec, state), object{"inherited": state["use_inherited_settings"] == true})}
	}
}

// names lists the parameters of a spec.
func names(spec *integration.Spec) []string {
	list := []string{}
	for _, p := range spec.Parameters {
		list = append(list, p.Name)
	}
	return list
}
