package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

const noRoute = `{"error":"404 Not Found"}`

// recorder responds according to the path and records the requests.
type recorder struct {
	mu       sync.Mutex
	requests []string
	answers  map[string]http.HandlerFunc
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, _ := io.ReadAll(req.Body)
	r.requests = append(r.requests, req.Method+" "+req.RequestURI+" "+string(body))
	if handler := r.answers[req.RequestURI]; handler != nil {
		handler(w, req)
		return
	}
	answerJSON(404, noRoute)(w, req)
}

func newRecorder(t *testing.T, answers map[string]http.HandlerFunc) (*recorder, *Client) {
	t.Helper()
	recorder := &recorder{answers: answers}
	return recorder, newTestClient(t, Config{}, recorder.ServeHTTP)
}

func (r *recorder) expect(t *testing.T, want ...string) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Equal(r.requests, want) {
		t.Errorf("got requests %q, want %q", r.requests, want)
	}
}

func TestOwner(t *testing.T) {
	tests := []struct {
		owner        Owner
		text, listed string
	}{
		{Owner{ProjectKind, "acme/web"}, "project acme/web", "projects/acme%2Fweb/integrations"},
		{Owner{ProjectKind, "acme/sub.group/web.site"}, "project acme/sub.group/web.site", "projects/acme%2Fsub.group%2Fweb.site/integrations"},
		{Owner{ProjectKind, "42"}, "project 42", "projects/42/integrations"},
		{Owner{GroupKind, "acme"}, "group acme", "groups/acme/integrations"},
		{Owner{GroupKind, "a?b c"}, "group a?b c", "groups/a%3Fb%20c/integrations"},
	}
	for _, test := range tests {
		if got := test.owner.String(); got != test.text {
			t.Errorf("got %q, want %q", got, test.text)
		}
		if got := test.owner.path("integrations", ""); got != test.listed {
			t.Errorf("got %q, want %q", got, test.listed)
		}
	}
}

func TestIntegrations(t *testing.T) {
	for _, owner := range []Owner{{ProjectKind, "acme/web.site"}, {ProjectKind, "42"}, {GroupKind, "acme/sub"}} {
		t.Run(owner.String(), func(t *testing.T) {
			list := "/api/v4/" + owner.path("integrations", "")
			one := list + "/pipelines-email"
			recorder, client := newRecorder(t, map[string]http.HandlerFunc{
				list: answerJSON(200, `[{"id": 1, "slug": "slack"}, {"id": 2}]`),
				one:  answerJSON(200, `{"id": 7, "active": true, "properties": {"recipients": "a", "n": 1}}`),
			})
			read, err := client.GetIntegration(t.Context(), owner, "pipelines-email")
			if err != nil {
				t.Fatal(err)
			}
			want := &Integration{
				Fields:     map[string]any{"id": json.Number("7"), "active": true},
				Properties: map[string]any{"recipients": "a", "n": json.Number("1")},
			}
			if !reflect.DeepEqual(read, want) {
				t.Errorf("got %+v, want %+v", read, want)
			}
			written, err := client.PutIntegration(t.Context(), owner, "pipelines-email", map[string]any{"recipients": "a"})
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(written, want) {
				t.Errorf("got %+v, want %+v", written, want)
			}
			if err := client.DeleteIntegration(t.Context(), owner, "pipelines-email", time.Time{}); err != nil {
				t.Fatal(err)
			}
			listed, _, err := client.ListIntegrations(t.Context(), owner)
			if err != nil {
				t.Fatal(err)
			}
			wantList := []Integration{
				{Fields: map[string]any{"id": json.Number("1"), "slug": "slack"}, Properties: map[string]any{}},
				{Fields: map[string]any{"id": json.Number("2")}, Properties: map[string]any{}},
			}
			if !reflect.DeepEqual(listed, wantList) {
				t.Errorf("got %+v, want %+v", listed, wantList)
			}
			recorder.expect(t, "GET "+one+" ", "PUT "+one+` {"recipients":"a"}`, "DELETE "+one+" ", "GET "+list+" ")
		})
	}
}

func TestDeleteAnsweredByNoContent(t *testing.T) {
	client := newTestClient(t, Config{}, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	if err := client.DeleteIntegration(t.Context(), Owner{ProjectKind, "1"}, "slack", time.Time{}); err != nil {
		t.Error(err)
	}
}

func TestPropertiesAreNeverNil(t *testing.T) {
	for _, body := range []string{`{"id": "1"}`, `{"id": "1", "properties": null}`, `{"id": "1", "properties": []}`, `{"id": "1", "properties": "x"}`} {
		client := newTestClient(t, Config{}, answerJSON(200, body))
		got, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "1"}, "slack")
		if err != nil {
			t.Fatal(err)
		}
		if want := (&Integration{Fields: map[string]any{"id": "1"}, Properties: map[string]any{}}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v from %s", got, body)
		}
	}
}

func TestAnswersThatAreNoIntegration(t *testing.T) {
	for _, body := range []string{`null`, `[]`, `"x"`, ``, `{}`, `{"status": "ok"}`, `{"error": "maintenance"}`} {
		client := newTestClient(t, Config{}, answerJSON(200, body))
		_, err := client.PutIntegration(t.Context(), Owner{ProjectKind, "1"}, "slack", map[string]any{})
		expectError(t, err, "PUT projects/1/integrations/slack", "the answer is")
	}
}

// A response that is not a list must not make an integration look deleted.
func TestAnswersThatAreNoList(t *testing.T) {
	for _, body := range []string{`null`, `{}`, `"x"`, ``} {
		client := newTestClient(t, Config{}, answerJSON(200, body))
		_, _, err := client.ListIntegrations(t.Context(), Owner{ProjectKind, "1"})
		expectError(t, err, "GET projects/1/integrations", "the answer is")
	}
}

func TestActiveAndInherited(t *testing.T) {
	tests := []struct {
		fields            map[string]any
		active, inherited bool
	}{
		{nil, true, false},
		{map[string]any{"active": nil, "inherited": nil}, true, false},
		{map[string]any{"active": true, "inherited": true}, true, true},
		{map[string]any{"active": false, "inherited": false}, false, false},
	}
	for _, test := range tests {
		integration := Integration{Fields: test.fields}
		if integration.Active() != test.active || integration.Inherited() != test.inherited {
			t.Errorf("%v: got %v, %v", test.fields, integration.Active(), integration.Inherited())
		}
	}
}

func TestFallsBackToServices(t *testing.T) {
	const services = "/api/v4/projects/acme%2Fweb/services"
	recorder, client := newRecorder(t, map[string]http.HandlerFunc{
		services + "/slack": answerJSON(200, `{"id": 1}`),
		services:            answerJSON(200, `[]`),
	})
	owner := Owner{ProjectKind, "acme/web"}
	if _, err := client.PutIntegration(t.Context(), owner, "slack", map[string]any{"a": 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.GetIntegration(t.Context(), owner, "slack"); err != nil {
		t.Fatal(err)
	}
	if err := client.DeleteIntegration(t.Context(), owner, "slack", time.Time{}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := client.ListIntegrations(t.Context(), owner); err != nil {
		t.Fatal(err)
	}
	_, err := client.GetIntegration(t.Context(), Owner{GroupKind, "acme"}, "slack")
	expectError(t, err, "GET groups/acme/integrations/slack: 404: this GitLab has no integrations of groups")
	if IsNotFound(err) {
		t.Error("a group's integration counts as not found")
	}
	recorder.expect(t,
		`PUT /api/v4/projects/acme%2Fweb/integrations/slack {"a":1}`,
		`PUT `+services+`/slack {"a":1}`,
		"GET "+services+"/slack ", "DELETE "+services+"/slack ", "GET "+services+" ",
	)
}

// Only its responses show which spelling of a slug an old GitLab accepts.
func TestSlugsOfAnOldGitLab(t *testing.T) {
	const services = "/api/v4/projects/1/services"
	unknown := answerJSON(400, `{"error":"service_slug does not have a valid value"}`)
	found, never := answerJSON(200, `{"id": 1}`), answerJSON(404, `{"message":"404 Service Not Found"}`)
	const dashed, underscored = services + "/microsoft-teams", services + "/microsoft_teams"
	tests := map[string]struct {
		answers map[string]http.HandlerFunc
		found   bool
		asked   []string
	}{
		"dashes":               {map[string]http.HandlerFunc{dashed: found}, true, []string{"GET " + dashed + " "}},
		"underscores":          {map[string]http.HandlerFunc{dashed: unknown, underscored: found}, true, []string{"GET " + dashed + " ", "GET " + underscored + " "}},
		"no route with dashes": {map[string]http.HandlerFunc{underscored: found}, true, []string{"GET " + dashed + " ", "GET " + underscored + " "}},
		"unknown slug":         {map[string]http.HandlerFunc{dashed: never, underscored: unknown}, false, []string{"GET " + dashed + " ", "GET " + underscored + " "}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			recorder, client := newRecorder(t, test.answers)
			client.servicesOnly.Store(true)
			client.routeKnown.Store(true)
			_, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "1"}, "microsoft-teams")
			if (err == nil) != test.found || !test.found && !IsIntegrationNotFound(err) {
				t.Errorf("got the error %v", err)
			}
			recorder.expect(t, test.asked...)
		})
	}
}

func TestListOfAGitLabWithoutOne(t *testing.T) {
	tests := map[string]struct {
		version string
		want    Origin
	}{
		"GitLab without the list": {`{"version":"12.6.4"}`, FromBeforeList},
		"GitLab with the list":    {`{"version":"12.7.0"}`, FromElsewhere},
		"unknown version":         {`{}`, FromElsewhere},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, client := newRecorder(t, map[string]http.HandlerFunc{"/api/v4/version": answerJSON(200, test.version)})
			_, _, err := client.ListIntegrations(t.Context(), Owner{ProjectKind, "1"})
			if err == nil || IsNotFound(err) {
				t.Fatalf("got the error %v", err)
			}
			if refused := new(Error); !errors.As(err, &refused) || refused.Origin != test.want {
				t.Errorf("got %#v", err)
			}
		})
	}
}

func TestFallsBackWhenServicesRefuses(t *testing.T) {
	_, client := newRecorder(t, map[string]http.HandlerFunc{
		"/api/v4/projects/1/services/slack": answerJSON(404, `{"message":"404 Service Not Found"}`),
	})
	_, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "1"}, "slack")
	if !IsIntegrationNotFound(err) || !client.servicesOnly.Load() {
		t.Errorf("got %v, services only: %v", err, client.servicesOnly.Load())
	}
}

func TestDoesNotFallBack(t *testing.T) {
	tests := map[string]struct {
		integrations, services http.HandlerFunc
		want                   string
	}{
		"neither route":          {answerJSON(404, noRoute), answerJSON(404, noRoute), "GET projects/1/integrations/slack: 404 Not Found"},
		"services behind proxy":  {answerJSON(404, noRoute), answer(403, "text/html", "<html></html>"), "GET projects/1/services/slack: 403: an HTML page"},
		"services not reachable": {answerJSON(404, noRoute), abort, "GET projects/1/services/slack: EOF"},
		"message, not error":     {answerJSON(404, `{"message":"404 Not Found"}`), answerJSON(200, `{}`), "GET projects/1/integrations/slack: 404 Not Found"},
		"other error":            {answerJSON(404, `{"error":"Not Found"}`), answerJSON(200, `{}`), "GET projects/1/integrations/slack: 404: Not Found"},
		"integration not found":  {answerJSON(404, `{"message":"404 Integration Not Found"}`), answerJSON(200, `{}`), "404 Integration Not Found"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, client := newRecorder(t, map[string]http.HandlerFunc{
				"/api/v4/projects/1/integrations/slack": test.integrations,
				"/api/v4/projects/1/services/slack":     test.services,
			})
			_, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "1"}, "slack")
			expectError(t, err, test.want)
			if client.servicesOnly.Load() {
				t.Error("the client uses /services")
			}
			if name == "neither route" && (IsNotFound(err) || IsIntegrationNotFound(err) || IsOwnerNotFound(err)) {
				t.Error("a missing route counts as a missing integration")
			}
		})
	}
}

func TestGroupOnGitLabWithoutGroupIntegrations(t *testing.T) {
	recorder, client := newRecorder(t, nil)
	_, err := client.GetIntegration(t.Context(), Owner{GroupKind, "acme"}, "slack")
	expectError(t, err, "GET groups/acme/integrations/slack: 404 Not Found: this GitLab has no integrations of groups")
	if IsNotFound(err) || client.servicesOnly.Load() {
		t.Errorf("not found: %v, services only: %v", IsNotFound(err), client.servicesOnly.Load())
	}
	recorder.expect(t, "GET /api/v4/groups/acme/integrations/slack ")
}

// GitLab has no route for a PUT of an unknown slug, so the client requests the reason
// with a GET.
func TestPutOfAnUnknownSlug(t *testing.T) {
	const unknown = `{"error":"slug does not have a valid value"}`
	reads := func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			answerJSON(400, unknown)(w, r)
			return
		}
		answerJSON(404, noRoute)(w, r)
	}
	tests := map[string]struct {
		owner  Owner
		routes []string
		want   string
	}{
		"project": {
			Owner{ProjectKind, "1"}, []string{"/api/v4/projects/1/integrations/chat", "/api/v4/projects/1/services/chat"},
			"GET projects/1/integrations/chat: 400: slug does not have a valid value",
		},
		"project of an old GitLab": {
			Owner{ProjectKind, "1"}, []string{"/api/v4/projects/1/services/chat"},
			"GET projects/1/services/chat: 400: slug does not have a valid value",
		},
		"group": {
			Owner{GroupKind, "1"}, []string{"/api/v4/groups/1/integrations/chat"},
			"GET groups/1/integrations/chat: 400: slug does not have a valid value",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			answers := map[string]http.HandlerFunc{}
			for _, route := range test.routes {
				answers[route] = reads
			}
			_, client := newRecorder(t, answers)
			_, err := client.PutIntegration(t.Context(), test.owner, "chat", map[string]any{})
			expectError(t, err, test.want)
			if !IsUnknownSlug(err) {
				t.Error("the slug does not count as unknown")
			}
		})
	}
}

func TestKindsOfErrors(t *testing.T) {
	tests := map[string]struct {
		err                      error
		integration, owner, slug bool
	}{
		"integration": {err: &Error{Status: 404, Message: "404 Integration Not Found"}, integration: true},
		"service":     {err: &Error{Status: 404, Message: "404 Service Not Found"}, integration: true},
		"project":     {err: &Error{Status: 404, Message: "404 Project Not Found"}, owner: true},
		"group":       {err: &Error{Status: 404, Message: "404 Group Not Found"}, owner: true},
		"GET slug":    {err: &Error{Method: "GET", Status: 400, Message: "slug does not have a valid value"}, slug: true},
		"405":         {err: &Error{Method: "PUT", Status: 405, Message: "405 Not Allowed"}},
		"older slug":  {err: &Error{Method: "GET", Status: 400, Message: "service_slug does not have a valid value"}, slug: true},
		"moved":       {err: &Error{Method: "PUT", Status: 405, Message: "the project has moved"}},
		"other 404":   {err: &Error{Status: 404, Message: "404 Not Found"}},
		"other 400":   {err: &Error{Status: 400, Message: "404 Project Not Found"}},
		"other error": {err: io.EOF},
		"none":        {},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := test.err
			if err != nil {
				err = fmt.Errorf("wrapped: %w", err)
			}
			got := []bool{IsIntegrationNotFound(err), IsOwnerNotFound(err), IsUnknownSlug(err)}
			if want := []bool{test.integration, test.owner, test.slug}; !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// tenAtOnce reads ten integrations concurrently.
func tenAtOnce(t *testing.T, client *Client) (failures int) {
	t.Helper()
	var failed atomic.Int32
	inParallel(10, 1, func() {
		if _, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "1"}, "slack"); err != nil {
			failed.Add(1)
		}
	})
	return int(failed.Load())
}

// countingRoutes serves both routes and counts the requests to each. The first few
// requests to /integrations get a different response.
type countingRoutes struct {
	integrations, services http.HandlerFunc
	first                  int
	otherwise              http.HandlerFunc

	mu                              sync.Mutex
	integrationsAsked, serviceAsked int
}

func (c *countingRoutes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	handler := c.services
	if strings.HasSuffix(r.URL.Path, "/integrations/slack") {
		c.integrationsAsked++
		handler = c.integrations
		if c.integrationsAsked <= c.first {
			handler = c.otherwise
		}
	} else {
		c.serviceAsked++
	}
	c.mu.Unlock()
	time.Sleep(100 * time.Millisecond)
	handler(w, r)
}

func TestOneRequestFindsTheRouteForAll(t *testing.T) {
	found, notFound := answerJSON(200, `{"id": 1}`), answerJSON(404, `{"message":"404 Integration Not Found"}`)
	tests := map[string]struct {
		routes                           *countingRoutes
		integrations, services, failures int
		took                             time.Duration
	}{
		"only services":           {&countingRoutes{integrations: answerJSON(404, noRoute), services: found}, 1, 10, 0, 300 * time.Millisecond},
		"only services, empty":    {&countingRoutes{integrations: answerJSON(404, noRoute), services: answerJSON(404, `{"message":"404 Service Not Found"}`)}, 1, 10, 10, 300 * time.Millisecond},
		"integrations":            {&countingRoutes{integrations: found}, 10, 0, 0, 200 * time.Millisecond},
		"integrations, empty":     {&countingRoutes{integrations: notFound}, 10, 0, 10, 200 * time.Millisecond},
		"forbidden":               {&countingRoutes{integrations: answerJSON(403, `{"message":"403 Forbidden"}`)}, 10, 0, 10, 200 * time.Millisecond},
		"first requests fail":     {&countingRoutes{integrations: answerJSON(404, noRoute), services: found, first: 3, otherwise: answerJSON(500, `{"message":"500 Internal Server Error"}`)}, 4, 7, 3, 600 * time.Millisecond},
		"first connection closed": {&countingRoutes{integrations: found, first: 1, otherwise: abort}, 10, 0, 1, 300 * time.Millisecond},
		"neither":                 {&countingRoutes{integrations: answerJSON(404, noRoute), services: answerJSON(404, noRoute)}, 10, 10, 10, 2 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newMemoryClient(t, Config{}, test.routes.ServeHTTP)
				begun := time.Now()
				failures := tenAtOnce(t, client)
				if test.routes.integrationsAsked != test.integrations || test.routes.serviceAsked != test.services || failures != test.failures {
					t.Errorf("%d requests to /integrations, %d to /services, %d failures", test.routes.integrationsAsked, test.routes.serviceAsked, failures)
				}
				if took := time.Since(begun); took != test.took {
					t.Errorf("took %s, want %s", took, test.took)
				}
			})
		})
	}
}

// If GitLab does not respond, requests must not wait for the route one after another.
func TestRequestsDoNotWaitLongForTheRoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newMemoryClient(t, Config{}, silent)
		begun := time.Now()
		failures := tenAtOnce(t, client)
		if took := time.Since(begun); failures != 10 || took != answerTimeout+maxRouteLookup {
			t.Errorf("%d failed, in %s", failures, took)
		}
	})
}

func TestCancelledRequestsDoNotWaitForTheRoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newMemoryClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(5 * time.Second)
			answerJSON(200, `{"id": 1}`)(w, r)
		})
		owner := Owner{ProjectKind, "1"}
		var finder sync.WaitGroup
		finder.Go(func() {
			if _, err := client.GetIntegration(t.Context(), owner, "slack"); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begun := time.Now()
		_, err := client.GetIntegration(ctx, owner, "slack")
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != time.Second {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
		finder.Wait()
	})
}

// If-Unmodified-Since must have the precision of the times in GitLab's responses.
func TestDeleteUnlessModified(t *testing.T) {
	var asked http.Header
	client := newTestClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header
		w.WriteHeader(http.StatusPreconditionFailed)
		fmt.Fprint(w, `{"message":"412 Precondition Failed"}`)
	})
	since := time.Date(2026, 11, 25, 23, 18, 47, int(500*time.Millisecond), time.FixedZone("", 3600))
	err := client.DeleteIntegration(t.Context(), Owner{ProjectKind, "acme/web"}, "slack", since)
	if got := asked.Get("If-Unmodified-Since"); got != "2026-11-25T22:18:47.500Z" || !IsModified(err) {
		t.Errorf("If-Unmodified-Since is %q, the error is %v", got, err)
	}
	if err := client.DeleteIntegration(t.Context(), Owner{ProjectKind, "acme/web"}, "slack", time.Time{}); asked.Values("If-Unmodified-Since") != nil || !IsModified(err) {
		t.Errorf("If-Unmodified-Since is %q, the error is %v", asked, err)
	}
}
