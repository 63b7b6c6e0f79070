package stateserver_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/stateserver"
)

const (
	first  = `{"ID":"first"}`
	second = `{"ID":"second"}`
)

// step is a request with the expected response.
type step struct {
	method, target, body string
	status               int
	answer               string
}

// TestServer sends a sequence of requests as a CLI does.
func TestServer(t *testing.T) {
	server := stateserver.New()
	for _, step := range []step{
		{http.MethodGet, "/a", "", http.StatusNotFound, ""},
		{http.MethodPost, "/a/lock", first, http.StatusOK, first},
		{http.MethodPost, "/a/lock", second, http.StatusConflict, first},
		{http.MethodPost, "/a/lock", first, http.StatusConflict, first},
		{http.MethodPost, "/b/lock", second, http.StatusOK, second},
		{http.MethodPost, "/a", "state", http.StatusConflict, first},
		{http.MethodPost, "/a?ID=second", "state", http.StatusConflict, first},
		{http.MethodPost, "/a?ID=first", "state", http.StatusOK, ""},
		{http.MethodGet, "/a", "", http.StatusOK, "state"},
		{http.MethodGet, "/b", "", http.StatusNotFound, ""},
		{http.MethodDelete, "/a/lock", second, http.StatusConflict, first},
		{http.MethodDelete, "/a/lock", first, http.StatusOK, ""},
		{http.MethodPost, "/a/lock", second, http.StatusOK, second},
		{http.MethodDelete, "/a/lock", second, http.StatusOK, ""},
		{http.MethodDelete, "/a", "", http.StatusOK, ""},
		{http.MethodGet, "/a", "", http.StatusNotFound, ""},
		{http.MethodPatch, "/a", "", http.StatusMethodNotAllowed, ""},
		{http.MethodPatch, "/a/lock", "{}", http.StatusMethodNotAllowed, ""},
		{http.MethodPost, "/a/lock", "no JSON", http.StatusBadRequest, "invalid character 'o' in literal null (expecting 'u')"},
	} {
		step.check(t, server, "")
	}
	if !server.Locked("/b") || server.Locked("/a") {
		t.Error("the locked states are not just /b")
	}
}

// Access differs between reads and writes.
func TestAccess(t *testing.T) {
	server := stateserver.New()
	server.Access = map[string]stateserver.Access{"developer": stateserver.Read, "maintainer": stateserver.Write}
	for password, steps := range map[string][]step{
		"stranger": {{http.MethodGet, "/a", "", http.StatusUnauthorized, ""}},
		"developer": {
			{http.MethodGet, "/a", "", http.StatusNotFound, ""},
			{http.MethodPost, "/a/lock", first, http.StatusForbidden, ""},
			{http.MethodPost, "/a", "state", http.StatusForbidden, ""},
		},
		"maintainer": {{http.MethodPost, "/b", "state", http.StatusOK, ""}},
	} {
		for _, step := range steps {
			step.check(t, server, password)
		}
	}
	if got := string(server.State("/b")); got != "state" {
		t.Errorf("the state of /b is %q", got)
	}
}

func (s step) check(t *testing.T, server http.Handler, password string) {
	t.Helper()
	request := httptest.NewRequest(s.method, s.target, strings.NewReader(s.body))
	if password != "" {
		request.SetBasicAuth("gitlab-ci-token", password)
	}
	answer := httptest.NewRecorder()
	server.ServeHTTP(answer, request)
	if answer.Code != s.status || answer.Body.String() != s.answer {
		t.Errorf("%s %s: got %d %q, want %d %q", s.method, s.target, answer.Code, answer.Body, s.status, s.answer)
	}
}
