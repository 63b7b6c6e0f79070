package main

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// server is a GitLab in memory that counts its connections. It runs in the process of
// the benchmark, so its CPU time counts neither for the CLI nor for the provider.
type server struct {
	*httptest.Server
	gitlab      *gitlabfake.GitLab
	connections atomic.Int64
}

// newest is the version of GitLab. It is later than all versions in the catalog.
const newest = "99.0"

// serverConfig is the configuration of a server.
type serverConfig struct {
	// projects is the number of projects: acme/p0, acme/p1 and so on.
	projects int
	// latency is the time before every answer.
	latency time.Duration
	// limit is the number of requests that it answers per minute. 0 is no limit.
	limit int
	// tls selects HTTP/2 over TLS instead of plain HTTP/1.1.
	tls bool
}

// serve starts a GitLab. The caller closes it.
func serve(config serverConfig) (*server, error) {
	gitlab, err := gitlabfake.New()
	if err != nil {
		return nil, err
	}
	gitlab.Version = newest
	gitlab.Latency = config.latency
	gitlab.Limit = gitlabfake.Limit{Requests: config.limit, Period: time.Minute}
	for i := range config.projects {
		gitlab.AddProject(fmt.Sprintf("acme/p%d", i))
	}
	s := &server{Server: httptest.NewUnstartedServer(gitlab), gitlab: gitlab}
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.connections.Add(1)
		}
	}
	if config.tls {
		s.EnableHTTP2 = true
		s.StartTLS()
	} else {
		s.Start()
	}
	return s, nil
}

// await waits until the next period of the rate limit begins, if there is a limit.
func (s *server) await(ctx context.Context) error {
	if s == nil || s.gitlab.Limit.Requests == 0 {
		return nil
	}
	select {
	case <-time.After(time.Until(time.Now().Truncate(s.gitlab.Limit.Period).Add(s.gitlab.Limit.Period))):
		return nil
	case <-ctx.Done():
		return errors.New("interrupted")
	}
}

// traffic is the requests and connections that a server has received.
type traffic struct {
	requests    []gitlabfake.Request
	connections int
}

// take returns the traffic since the last call.
func (s *server) take() traffic {
	taken := traffic{requests: s.gitlab.Requests(), connections: int(s.connections.Swap(0))}
	s.gitlab.Forget()
	return taken
}

// refused returns the number of requests that exceeded the rate limit.
func (t traffic) refused() int {
	count := 0
	for _, request := range t.requests {
		if request.Status == http.StatusTooManyRequests {
			count++
		}
	}
	return count
}

// kinds counts the requests by kind: the method for one integration, "list" for a
// list of them, and method and path for everything else.
func (t traffic) kinds() map[string]int {
	counts := map[string]int{}
	for _, request := range t.requests {
		counts[kindOf(request)]++
	}
	return counts
}

func kindOf(r gitlabfake.Request) string {
	_, after, isIntegration := strings.Cut(r.Path, "/integrations")
	switch {
	case isIntegration && strings.HasPrefix(after, "/"):
		return r.Method
	case isIntegration && r.Method == http.MethodGet:
		return "list"
	}
	return r.Method + " " + r.Path
}

// certificate returns the certificate of a server with TLS in PEM, for the CA file of
// a client.
func (s *server) certificate() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
}
