package client

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

func TestVersionIsAskedOnce(t *testing.T) {
	tests := map[string]struct {
		answers map[string]string
		want    string
		ok      bool
		paths   []string
	}{
		"metadata":   {map[string]string{"/api/v4/metadata": `{"version":"18.9.0-ee"}`}, "18.9", true, []string{"/api/v4/metadata"}},
		"before it":  {map[string]string{"/api/v4/version": `{"version":"13.12.15"}`}, "13.12", true, []string{"/api/v4/metadata", "/api/v4/version"}},
		"not told":   {nil, "0.0", false, []string{"/api/v4/metadata", "/api/v4/version"}},
		"lost":       {map[string]string{"/api/v4/metadata": "hang up"}, "0.0", false, []string{"/api/v4/metadata"}},
		"unreadable": {map[string]string{"/api/v4/metadata": `{"version":"newest"}`}, "0.0", false, []string{"/api/v4/metadata"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			var paths []string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				paths = append(paths, r.URL.Path)
				mu.Unlock()
				if test.answers[r.URL.Path] == "hang up" {
					panic(http.ErrAbortHandler)
				}
				if answer, ok := test.answers[r.URL.Path]; ok {
					_, _ = w.Write([]byte(answer))
					return
				}
				w.WriteHeader(http.StatusForbidden)
				_, _ = w.Write([]byte(`{"message":"403 Forbidden"}`))
			}))
			t.Cleanup(server.Close)
			gitlab, err := New(Config{BaseURL: server.URL, Token: "x"})
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := gitlab.CachedVersion(); ok {
				t.Error("the version is known before it was asked")
			}
			var workers sync.WaitGroup
			for range 10 {
				workers.Go(func() {
					if got, ok := gitlab.Version(t.Context()); got.String() != test.want && test.ok || ok != test.ok {
						t.Errorf("it is %s, %t", got, ok)
					}
				})
			}
			workers.Wait()
			mu.Lock()
			defer mu.Unlock()
			if len(paths) != len(test.paths) {
				t.Errorf("it sent %v, want %v", paths, test.paths)
			}
			if _, ok := gitlab.CachedVersion(); ok != test.ok {
				t.Errorf("the version is known: %t", ok)
			}
		})
	}
}

func TestCancelledQuestionIsNoAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"version":"18.9.0"}`))
	}))
	t.Cleanup(server.Close)
	gitlab, err := New(Config{BaseURL: server.URL, Token: "x"})
	if err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, ok := gitlab.Version(cancelled); ok {
		t.Error("a cancelled question was answered")
	}
	if got, ok := gitlab.Version(t.Context()); !ok || got.String() != "18.9" {
		t.Errorf("the next question is answered %s, %t", got, ok)
	}
}
