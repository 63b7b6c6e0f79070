// Package stateserver stores states of Terraform and OpenTofu in memory, for the
// backend "http". It behaves as GitLab does: a POST to a state's address with "/lock"
// appended locks the state, and a DELETE unlocks it (lib/api/terraform/state.rb in
// GitLab 18.9).
package stateserver

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
)

// Access is the permission for all states.
type Access int

// In GitLab, a Developer can read the states of a project, and a Maintainer can also
// write and lock them.
const (
	None Access = iota
	Read
	Write
)

// Server is an http.Handler.
type Server struct {
	// Access maps passwords of HTTP basic authentication to permissions; nil allows
	// everything.
	Access map[string]Access

	mu     sync.Mutex
	states map[string][]byte
	locks  map[string]lock
}

// lock has the fields that identify a lock.
type lock struct {
	ID   string
	info []byte
}

// New returns a server without states.
func New() *Server {
	return &Server{states: map[string][]byte{}, locks: map[string]lock{}}
}

// State returns the state at a path such as "/acme", or nil if there is none.
func (s *Server) State(path string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.states[path]
}

// Locked reports whether the state at a path is locked.
func (s *Server) Locked(path string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, locked := s.locks[path]
	return locked
}

// Lock locks the state at a path, as another process would do.
func (s *Server) Lock(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.locks[path] = lock{ID: "somebody-else", info: []byte(`{"ID": "somebody-else"}`)}
}

// ServeHTTP reads, writes, deletes, locks or unlocks the state at the path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if refused := s.refusal(r); refused != 0 {
		w.WriteHeader(refused)
		return
	}
	status, answer := s.do(r, body)
	w.WriteHeader(status)
	_, _ = w.Write(answer) // Write fails only if the CLI has closed the connection.
}

// refusal returns the status for a request without permission, or 0.
func (s *Server) refusal(r *http.Request) (status int) {
	if s.Access == nil {
		return 0
	}
	_, password, _ := r.BasicAuth()
	access := s.Access[password]
	switch {
	case access == None:
		return http.StatusUnauthorized
	case access == Read && r.Method != http.MethodGet:
		return http.StatusForbidden
	}
	return 0
}

func (s *Server) do(r *http.Request, body []byte) (status int, answer []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if path, found := strings.CutSuffix(r.URL.Path, "/lock"); found {
		return s.doLock(r.Method, path, body)
	}
	path := r.URL.Path
	state, exists := s.states[path]
	held, locked := s.locks[path]
	switch {
	case r.Method == http.MethodGet && !exists:
		return http.StatusNotFound, nil
	case r.Method == http.MethodGet:
		return http.StatusOK, state
	case locked && held.ID != r.URL.Query().Get("ID"):
		return http.StatusConflict, held.info
	case r.Method == http.MethodPost:
		s.states[path] = body
	case r.Method == http.MethodDelete:
		delete(s.states, path)
	default:
		return http.StatusMethodNotAllowed, nil
	}
	return http.StatusOK, nil
}

// doLock locks or unlocks a state. The CLI sends the complete lock in both cases.
func (s *Server) doLock(method, path string, body []byte) (status int, answer []byte) {
	sent := lock{info: body}
	if err := json.Unmarshal(body, &sent); err != nil {
		return http.StatusBadRequest, []byte(err.Error())
	}
	held, locked := s.locks[path]
	switch {
	case locked && held.ID != sent.ID:
		return http.StatusConflict, held.info
	case method == http.MethodPost && locked:
		return http.StatusConflict, held.info
	case method == http.MethodPost:
		s.locks[path] = sent
		return http.StatusOK, body
	case method == http.MethodDelete:
		delete(s.locks, path)
		return http.StatusOK, nil
	}
	return http.StatusMethodNotAllowed, nil
}
