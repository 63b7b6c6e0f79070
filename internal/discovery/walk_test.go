package discovery_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// All searches together send at most ten requests at a time.
func TestTenRequestsAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		s.fill()
		var now, most atomic.Int64
		s.Intercept(func(http.ResponseWriter, *http.Request) bool {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Second)
			now.Add(-1)
			return false
		})
		settings := projectsOnly
		settings.Settings = true
		var searches sync.WaitGroup
		for _, query := range []discovery.Query{acme, settings} {
			searches.Go(func() { s.find(query) })
		}
		searches.Wait()
		expectEqual(t, "most", most.Load(), 10)
		expectEqual(t, "requests", s.counted()[projectLists], 25)
	})
}

// When the caller breaks out of the loop, no more requests are sent.
func TestBreak(t *testing.T) {
	s := newSite(t)
	s.fill()
	for n := range 250 {
		s.SetUp("projects/"+s.project(n), "slack", hook)
	}
	seen := 0
	for _, err := range s.discovery.Find(t.Context(), projectsOnly) {
		if err != nil {
			t.Fatal(err)
		}
		if seen++; seen == 5 {
			break
		}
	}
	counts := s.counted()
	if counts[graphQL] != 1 || counts[projectLists] > 15 {
		t.Errorf("requests: %v", counts)
	}
	expectEqual(t, "found", len(found(s.find(projectsOnly))), 250)
}

// A canceled search returns the error of its context at any point, and the next search
// continues where this one ended.
func TestInterruption(t *testing.T) {
	for _, at := range []string{"/groups/acme", "/api/graphql", "/integrations"} {
		t.Run(at, func(t *testing.T) {
			s := newSite(t)
			s.fill()
			ctx, interrupt := context.WithCancel(t.Context())
			s.Intercept(func(_ http.ResponseWriter, r *http.Request) bool {
				if strings.HasSuffix(r.URL.Path, at) {
					interrupt()
					<-r.Context().Done()
				}
				return false
			})
			results, err := collect(ctx, s.discovery, projectsOnly)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%d results, error %v", len(results), err)
			}
			s.Intercept(nil)
			expectEqual(t, "found", found(s.find(projectsOnly)), s.filled())
		})
	}
}

// If the search that sends a request is canceled, another search that waits for the
// response sends the request itself.
func TestInterruptionOfAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		s.fill()
		s.Latency = time.Second
		interrupted, interrupt := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer interrupt()
		var first sync.WaitGroup
		first.Go(func() {
			if _, err := collect(interrupted, s.discovery, projectsOnly); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the error is %v", err)
			}
		})
		time.Sleep(500 * time.Millisecond)
		expectEqual(t, "found", found(s.find(projectsOnly)), s.filled())
		first.Wait()
	})
}

// A rate limit only makes a search slower.
func TestRateLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		s.fill()
		s.Limit = gitlabfake.Limit{Requests: 10, Period: time.Minute}
		begun := time.Now()
		expectEqual(t, "found", found(s.find(acme)), s.filled())
		if time.Since(begun) < 2*time.Minute {
			t.Error("the rate limit had no effect")
		}
		refused := 0
		for _, request := range s.Requests() {
			if request.Status == http.StatusTooManyRequests {
				refused++
			}
		}
		if refused > 10*4 {
			t.Errorf("%d requests were refused", refused)
		}
	})
}

// A panic in any goroutine must reach the caller, who can recover from it. Otherwise it
// would end the process.
func TestPanicIsTheCallers(t *testing.T) {
	s := newSite(t)
	s.AddProject("acme/web")
	withoutLists := discovery.New(s.client, discovery.NewLists(nil))
	for name, search := range map[string]struct {
		from  *discovery.Discovery
		query discovery.Query
	}{
		"while owners are listed":    {discovery.New(nil, s.lists), acme},
		"while a list is requested":  {withoutLists, discovery.Query{Owner: client.Owner{Kind: client.ProjectKind, ID: "acme/web"}}},
		"while the root has no list": {withoutLists, acme},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			_, _ = collect(t.Context(), search.from, search.query)
		})
	}
}

// Excepted integrations cost no request if GraphQL returns the type.
func TestExcept(t *testing.T) {
	s := newSite(t)
	s.fill()
	s.SetUp("projects/"+s.project(10), "asana", nil)
	s.SetUp("groups/acme/shop", "confluence", map[string]any{"confluence_url": "https://acme.atlassian.net/wiki"})
	query := acme
	query.Except = map[client.Kind][]string{client.ProjectKind: {"slack", "confluence"}, client.GroupKind: {"confluence"}}
	expectEqual(t, "found", found(s.find(query)), []string{"projects/" + s.project(10) + " asana"})
	if counts := s.counted(); counts[projectLists] != 1 {
		t.Errorf("requests: %v", counts)
	}
}
