package client

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// versionServer responds according to the path and records the paths.
type versionServer struct {
	mu      sync.Mutex
	answers map[string]http.HandlerFunc
	paths   []string
}

func (s *versionServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paths = append(s.paths, r.URL.Path)
	if answer := s.answers[r.URL.Path]; answer != nil {
		answer(w, r)
		return
	}
	answerJSON(403, `{"message":"403 Forbidden"}`)(w, r)
}

// set replaces the responses and clears the recorded paths.
func (s *versionServer) set(answers map[string]http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers, s.paths = answers, nil
}

const (
	metadataPath = "/api/v4/metadata"
	versionPath  = "/api/v4/version"
)

func TestVersionIsAskedOnce(t *testing.T) {
	tests := map[string]struct {
		answers map[string]http.HandlerFunc
		want    string
		known   bool
		paths   []string
	}{
		"metadata":   {map[string]http.HandlerFunc{metadataPath: answerJSON(200, `{"version":"18.9.0-ee"}`)}, "18.9", true, []string{metadataPath}},
		"before it":  {map[string]http.HandlerFunc{versionPath: answerJSON(200, `{"version":"13.12.15"}`)}, "13.12", true, []string{metadataPath, versionPath}},
		"refused":    {nil, "0.0", false, []string{metadataPath, versionPath}},
		"unreadable": {map[string]http.HandlerFunc{metadataPath: answerJSON(200, `{"version":"newest"}`)}, "0.0", false, []string{metadataPath}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &versionServer{answers: test.answers}
				client := newMemoryClient(t, Config{}, server.ServeHTTP)
				if _, known := client.CachedVersion(); known {
					t.Error("the version is known before the first request")
				}
				inParallel(10, 2, func() {
					if got, known := client.Version(t.Context()); known != test.known || known && got.String() != test.want {
						t.Errorf("the version is %s, known: %t", got, known)
					}
				})
				if !slices.Equal(server.paths, test.paths) {
					t.Errorf("it sent %v, want %v", server.paths, test.paths)
				}
				if _, known := client.CachedVersion(); known != test.known {
					t.Errorf("the version is known: %t", known)
				}
			})
		})
	}
}

// If the request for the version fails, the next operation sends it again. Concurrent
// operations share the request.
func TestFailedVersionQuestionIsAskedAgain(t *testing.T) {
	down := map[string]http.HandlerFunc{metadataPath: answerJSON(503, "")}
	lost := map[string]http.HandlerFunc{metadataPath: abort}
	page := map[string]http.HandlerFunc{metadataPath: answer(200, "text/html", "<title>Maintenance</title>")}
	limited := map[string]http.HandlerFunc{metadataPath: tooMany}
	for name, failing := range map[string]map[string]http.HandlerFunc{"down": down, "lost": lost, "page": page, "limited": limited} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &versionServer{answers: failing}
				client := newMemoryClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
					time.Sleep(time.Second)
					server.ServeHTTP(w, r)
				})
				inParallel(10, 1, func() {
					if _, known := client.Version(t.Context()); known {
						t.Error("the version is known without a response")
					}
				})
				if want := []string{metadataPath}; !slices.Equal(server.paths, want) {
					t.Errorf("it sent %v, want %v", server.paths, want)
				}
				server.set(map[string]http.HandlerFunc{metadataPath: answerJSON(200, `{"version":"18.9.0"}`)})
				if got, known := client.Version(t.Context()); !known || got.String() != "18.9" {
					t.Errorf("the next request returned %s, %t", got, known)
				}
			})
		})
	}
}

// Canceling one operation must not fail the others that wait for the same response.
func TestCancelledVersionQuestionIsTakenOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newMemoryClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Minute)
			answerJSON(200, `{"version":"18.9.0"}`)(w, r)
		})
		ctx, cancel := context.WithCancel(t.Context())
		var first sync.WaitGroup
		first.Go(func() {
			if _, known := client.Version(ctx); known {
				t.Error("a canceled request returned a version")
			}
		})
		synctest.Wait()
		time.AfterFunc(time.Second, cancel)
		inParallel(3, 1, func() {
			if _, known := client.Version(t.Context()); !known {
				t.Error("a request failed because another was canceled")
			}
		})
		first.Wait()
	})
}

func TestCancelledVersionQuestionIsNoAnswer(t *testing.T) {
	client := newTestClient(t, Config{}, answerJSON(200, `{"version":"18.9.0"}`))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, known := client.Version(cancelled); known {
		t.Error("a canceled request returned a version")
	}
	if got, known := client.Version(t.Context()); !known || got.String() != "18.9" {
		t.Errorf("the next request returned %s, %t", got, known)
	}
}
