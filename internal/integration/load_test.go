package integration_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/memorynet"
)

const (
	loadWorkers   = 10
	loadResources = 200
	loadSeed      = 6
	// maxConsecutiveFaults is the maximum number of consecutive failures of one request.
	maxConsecutiveFaults = 3
)

// load is a network with random faults. They depend on the request and its attempt alone,
// so they are the same in every test run, whatever the order of the requests.
type load struct {
	gitlab http.Handler
	dial   func(ctx context.Context, network, address string) (net.Conn, error)

	mu          sync.Mutex
	tries       map[string]int
	consecutive map[string]int
	// protocol is the protocol of the last request.
	protocol string
	// sent counts all requests, and failed those that failed.
	sent, failed int
	// dials counts the attempts to connect. open is the number of open connections, and
	// most is its maximum.
	dials, open, most int
}

// passing are the names of the temporary faults that occur after a connection is
// established.
var passing = slices.DeleteFunc(slices.Sorted(maps.Keys(allFaults)), func(name string) bool {
	return allFaults[name].lasts || allFaults[name].respond == nil
})

func (s *load) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// A request takes longer than a dial, as in practice.
	time.Sleep(5 * time.Millisecond)
	if name := s.faultOf(r); name != "" {
		allFaults[name].respond(w, r, s.gitlab)
		return
	}

	s.gitlab.ServeHTTP(w, r)
}

// faultOf returns the name of the fault for a request, or "" if there is none.
func (s *load) faultOf(r *http.Request) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	request := r.Method + " " + r.URL.EscapedPath()
	s.protocol = r.Proto
	s.sent++
	s.tries[request]++
	random := s.random(fmt.Sprint(request, s.tries[request]))
	if s.consecutive[request] == maxConsecutiveFaults || random.Float64() > 0.3 {
		s.consecutive[request] = 0
		return ""
	}
	s.consecutive[request]++
	s.failed++
	return passing[random.IntN(len(passing))]
}

func (s *load) random(about string) *rand.Rand {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(about))
	return rand.New(rand.NewPCG(loadSeed, hash.Sum64()))
}

// Dial refuses one connection of four. Its delay gives the client time to close the
// previous connection, so that this one does not count as open at the same time.
func (s *load) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	time.Sleep(time.Millisecond)
	if !s.admits() {
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	}
	inner, err := s.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &counted{Conn: inner, load: s}, nil
}

func (s *load) admits() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dials++
	if s.dials%4 == 0 {
		return false
	}
	s.open++
	s.most = max(s.most, s.open)
	return true
}

// counted is a connection that counts as open until it is closed.
type counted struct {
	net.Conn
	load *load
	once sync.Once
}

func (c *counted) Close() error {
	c.once.Do(func() {
		c.load.mu.Lock()
		defer c.load.mu.Unlock()
		c.load.open--
	})
	return c.Conn.Close()
}

// phase resets the counters, and returns the number of requests that succeeded.
func (s *load) phase() (faultless int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	faultless = s.sent - s.failed
	s.sent, s.failed = 0, 0
	return faultless
}

// newLoad returns resources of different projects, under load over HTTP/1.1 or HTTP/2.
// The test must run in a bubble of synctest.
func newLoad(t *testing.T, http2 bool) (*load, []*testResource) {
	t.Helper()
	fake, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	network := memorynet.Listen()
	load := &load{gitlab: fake, dial: network.Dial, tries: map[string]int{}, consecutive: map[string]int{}}
	server := httptest.NewUnstartedServer(load)
	_ = server.Listener.Close()
	server.Listener = network
	scheme, start := "http", server.Start
	if http2 {
		server.EnableHTTP2 = true
		scheme, start = "https", server.StartTLS
	}
	start()
	t.Cleanup(server.Close)
	gitlab, err := client.New(client.Config{
		BaseURL: scheme + "://gitlab.example.com", Token: fake.Token, Insecure: true, Retries: 10, Dial: load.Dial,
	})
	if err != nil {
		t.Fatal(err)
	}
	first := testResource{fake: fake}.serve(t, jenkinsType, gitlab)
	resources := make([]*testResource, loadResources)
	for i := range resources {
		one := *first
		one.project = fmt.Sprint("acme/project-", i)
		fake.AddProject(one.project)
		resources[i] = &one
	}
	return load, resources
}

// inParallel calls a function for every resource, with as many workers as Terraform uses,
// and expects no diagnostics.
func inParallel(t *testing.T, resources []*testResource, do func(*testResource) []*tfprotov6.Diagnostic) {
	t.Helper()
	jobs := make(chan *testResource, len(resources))
	for _, one := range resources {
		jobs <- one
	}
	close(jobs)
	var workers sync.WaitGroup
	for range loadWorkers {
		workers.Go(func() {
			for one := range jobs {
				expectNothing(t, do(one))
			}
		})
	}
	workers.Wait()
}

// TestLoad creates, refreshes, updates and destroys many resources in parallel while
// almost every third request fails.
func TestLoad(t *testing.T) {
	configs := func(config object) func(*testResource) []*tfprotov6.Diagnostic {
		return func(s *testResource) []*tfprotov6.Diagnostic {
			return s.change(config.with(object{"project": s.project}))
		}
	}
	phases := []struct {
		name   string
		do     func(*testResource) []*tfprotov6.Diagnostic
		config object
	}{
		{"create", configs(jenkinsConfig), jenkinsConfig},
		{"refresh", (*testResource).refresh, jenkinsConfig},
		{"update", configs(changedJenkinsConfig), changedJenkinsConfig},
		{"refresh again", (*testResource).refresh, changedJenkinsConfig},
		{"destroy", func(s *testResource) []*tfprotov6.Diagnostic { return s.change(nil) }, nil},
	}
	for protocol, http2 := range map[string]bool{"HTTP/1.1": false, "HTTP/2.0": true} {
		t.Run(protocol, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				load, resources := newLoad(t, http2)
				for _, phase := range phases {
					inParallel(t, resources, phase.do)
					// A retried DELETE finds that its first attempt has changed the row,
					// and an additional GET shows that the integration is disabled.
					if faultless := load.phase(); faultless != loadResources && (phase.config != nil || faultless < loadResources || faultless > 2*loadResources) {
						t.Errorf("%s: %d requests succeeded", phase.name, faultless)
					}
					for _, one := range resources {
						one.expectConverged(phase.config)
					}
				}
				if load.protocol != protocol || load.most > 2*loadWorkers {
					t.Errorf("there were up to %d connections at a time, and the protocol was %s", load.most, load.protocol)
				}
			})
		})
	}
}
