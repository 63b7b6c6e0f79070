package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestStateStore sends requests in sequence, as the CLI does.
func TestStateStore(t *testing.T) {
	store := newStateStore()
	for _, step := range []struct {
		method, target, body string
		status               int
		answer               string
	}{
		{http.MethodGet, "/a", "", http.StatusNotFound, ""},
		{"LOCK", "/a", "first", http.StatusOK, ""},
		{"LOCK", "/a", "second", http.StatusLocked, "first"},
		{"LOCK", "/b", "other", http.StatusOK, ""},
		{http.MethodPost, "/a?ID=1", "state", http.StatusOK, ""},
		{http.MethodGet, "/a", "", http.StatusOK, "state"},
		{http.MethodGet, "/b", "", http.StatusNotFound, ""},
		{"UNLOCK", "/a", "first", http.StatusOK, ""},
		{"LOCK", "/a", "second", http.StatusOK, ""},
		{http.MethodDelete, "/a", "", http.StatusOK, ""},
		{http.MethodGet, "/a", "", http.StatusNotFound, ""},
		{http.MethodPatch, "/a", "", http.StatusMethodNotAllowed, ""},
	} {
		answer := httptest.NewRecorder()
		store.ServeHTTP(answer, httptest.NewRequest(step.method, step.target, strings.NewReader(step.body)))
		if answer.Code != step.status || answer.Body.String() != step.answer {
			t.Errorf("%s %s: got %d %q, want %d %q", step.method, step.target, answer.Code, answer.Body, step.status, step.answer)
		}
	}
}
