package main

import (
	"io"
	"net/http"
	"sync"
)

// stateStore is a server for the CLI's http backend. It keeps each state in memory,
// by path. The local backend would write its file after every change, which takes
// longer than the operations to measure.
type stateStore struct {
	mu     sync.Mutex
	states map[string][]byte
	locks  map[string][]byte
}

func newStateStore() *stateStore {
	return &stateStore{states: map[string][]byte{}, locks: map[string][]byte{}}
}

// ServeHTTP reads, writes, removes, locks or unlocks the state at the path.
func (s *stateStore) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	status, answer := s.do(r.Method, r.URL.Path, body)
	w.WriteHeader(status)
	_, _ = w.Write(answer) // It fails only if the CLI has closed the connection.
}

func (s *stateStore) do(method, path string, body []byte) (status int, answer []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	state, exists := s.states[path]
	holder, locked := s.locks[path]
	switch {
	case method == http.MethodGet && !exists:
		return http.StatusNotFound, nil
	case method == http.MethodGet:
		return http.StatusOK, state
	case method == http.MethodPost:
		s.states[path] = body
	case method == http.MethodDelete:
		delete(s.states, path)
	case method == "LOCK" && locked:
		return http.StatusLocked, holder
	case method == "LOCK":
		s.locks[path] = body
	case method == "UNLOCK":
		delete(s.locks, path)
	default:
		return http.StatusMethodNotAllowed, nil
	}
	return http.StatusOK, nil
}
