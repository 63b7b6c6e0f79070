package main

import (
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// server is a GitLab on a port, with an eye on what reaches it. It runs in the
// process of the bench, so its CPU time is nobody else's.
type server struct {
	*httptest.Server
	gitlab      *gitlabfake.GitLab
	connections atomic.Int64
}

// world is what kind of GitLab there is.
type world struct {
	// projects is how many there are: acme/p0, acme/p1 and so on.
	projects int
	// latency is what passes before every answer.
	latency time.Duration
	// tls makes it speak HTTP/2 over TLS instead of plain HTTP/1.1.
	tls bool
}

// serve starts a GitLab. The caller closes it.
func serve(w world) (*server, error) {
	gitlab, err := gitlabfake.New()
	if err != nil {
		return nil, err
	}
	for i := range w.projects {
		gitlab.AddProject(fmt.Sprintf("acme/p%d", i))
	}
	s := &server{Server: httptest.NewUnstartedServer(delayed(gitlab, w.latency)), gitlab: gitlab}
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.connections.Add(1)
		}
	}
	if w.tls {
		s.EnableHTTP2 = true
		s.StartTLS()
	} else {
		s.Start()
	}
	return s, nil
}

// delayed lets time pass before every answer.
func delayed(handler http.Handler, latency time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(latency)
		handler.ServeHTTP(w, r)
	})
}

// traffic is what has reached a server.
type traffic struct {
	requests    []gitlabfake.Request
	connections int
}

// take returns the traffic since it was taken last.
func (s *server) take() traffic {
	taken := traffic{requests: s.gitlab.Requests(), connections: int(s.connections.Swap(0))}
	s.gitlab.Forget()
	return taken
}

// kinds counts the requests by what they are: the verb for one integration,
// "list" for a list of them, and verb and path for everything else.
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

// certificate is the authority to trust, in PEM, of a server with TLS.
func (s *server) certificate() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
}
