package client

import (
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// counting counts the requests that a handler is asked.
func counting(handler http.HandlerFunc) (counted http.HandlerFunc, requests *atomic.Int32) {
	requests = new(atomic.Int32)
	return func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		handler(w, r)
	}, requests
}

// Whoever gets GitLab's 401 first, nobody asks again, and each gets that answer.
func TestRefusedTokenIsNotSentAgain(t *testing.T) {
	refusal := answerJSON(401, `{"error":"invalid_token","error_description":"Token was revoked."}`)
	first := map[string]func(*Client) error{
		"an integration": func(c *Client) error {
			_, err := c.GetIntegration(t.Context(), Owner{ProjectKind, "acme/first"}, "slack")
			return err
		},
		"the path of a project": func(c *Client) error {
			_, err := c.FullPath(t.Context(), Owner{ProjectKind, "acme/first"})
			return err
		},
		"the version": func(c *Client) error {
			c.Version(t.Context())
			return c.Do(t.Context(), http.MethodGet, "user", nil, nil)
		},
	}
	for name, ask := range first {
		t.Run(name, func(t *testing.T) {
			handler, requests := counting(refusal)
			client := newTestClient(t, Config{Retries: 3}, handler)
			if err := ask(client); !IsTokenRefused(err) {
				t.Fatalf("the error is %v", err)
			}
			_, err := client.PutIntegration(t.Context(), Owner{GroupKind, "acme"}, "jira", nil)
			expectError(t, err, "Token was revoked.")
			if !IsTokenRefused(err) || IsUncertain(err) {
				t.Errorf("the error is %v", err)
			}
			if sent := requests.Load(); sent != 1 {
				t.Errorf("it sent %d requests, want 1", sent)
			}
		})
	}
}

// What others refuse with 401 says nothing about the token, and neither does what
// GitLab refuses otherwise.
func TestOtherRefusalsAreSentAgain(t *testing.T) {
	tests := map[string]http.HandlerFunc{
		"a sign-in page":  answer(401, "text/html", "<title>Sign in</title>"),
		"a proxy":         answer(401, "text/plain", "Unauthorized"),
		"JSON of a proxy": answerJSON(401, `{"code":16}`),
		"a permission":    answerJSON(403, `{"message":"403 Forbidden"}`),
	}
	for name, refusal := range tests {
		t.Run(name, func(t *testing.T) {
			handler, requests := counting(refusal)
			client := newTestClient(t, Config{}, handler)
			for range 2 {
				if err := client.Do(t.Context(), http.MethodGet, "user", nil, nil); err == nil || IsTokenRefused(err) {
					t.Errorf("the error is %v", err)
				}
			}
			if sent := requests.Load(); sent != 2 {
				t.Errorf("it sent %d requests, want 2", sent)
			}
		})
	}
}

// Each client has its own token.
func TestRefusedTokenOfAnotherClient(t *testing.T) {
	handler, requests := counting(answerJSON(401, `{"message":"401 Unauthorized"}`))
	address := newTestServer(t, handler)
	for range 2 {
		_ = mustNew(t, Config{BaseURL: address}).Do(t.Context(), http.MethodGet, "user", nil, nil)
	}
	if sent := requests.Load(); sent != 2 {
		t.Errorf("they sent %d requests, want 2", sent)
	}
}

// A request whose answer got lost may have been carried out, whatever became of
// the token meanwhile; how long it waited is its own.
func TestRefusedTokenDuringARetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lost := make(chan struct{})
		client := newMemoryClient(t, Config{Retries: 2, MaxWait: time.Minute}, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut {
				close(lost)
				abort(w, r)
			}
			answerJSON(401, `{"message":"401 Unauthorized"}`)(w, r)
		})
		failed := make(chan error)
		go func() {
			failed <- client.Do(t.Context(), http.MethodPut, "projects/1/integrations/slack", nil, nil)
		}()
		<-lost
		read := client.Do(t.Context(), http.MethodGet, "user", nil, nil)
		err := <-failed
		if !IsTokenRefused(err) || !IsUncertain(err) {
			t.Errorf("the error is %v, uncertain %t", err, IsUncertain(err))
		}
		if IsUncertain(read) || errors.Is(err, read) {
			t.Errorf("both share the error %v", read)
		}
	})
}
