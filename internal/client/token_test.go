package client

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// counting counts the requests to a handler.
func counting(handler http.HandlerFunc) (counted http.HandlerFunc, requests *atomic.Int32) {
	requests = new(atomic.Int32)
	return func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		handler(w, r)
	}, requests
}

// After GitLab has responded with 401 once, the client sends no more requests, and
// every operation returns the same error.
func TestRefusedTokenIsNotSentAgain(t *testing.T) {
	refusal := answerJSON(401, `{"error":"invalid_token","error_description":"Token was revoked."}`)
	first := map[string]func(*Client) error{
		"an integration": func(c *Client) error {
			_, err := c.GetIntegration(t.Context(), Owner{ProjectKind, "acme/first"}, "slack")
			return err
		},
		"the path of a project": func(c *Client) error {
			_, _, err := c.Namespace(t.Context(), Owner{ProjectKind, "acme/first"})
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

// A 401 from another server and other refusals by GitLab do not mean that the token is
// invalid.
func TestOtherRefusalsAreSentAgain(t *testing.T) {
	tests := map[string]http.HandlerFunc{
		"a sign-in page":          answer(401, "text/html", "<title>Sign in</title>"),
		"plain text from a proxy": answer(401, "text/plain", "Unauthorized"),
		"JSON from a proxy":       answerJSON(401, `{"code":16}`),
		"a missing permission":    answerJSON(403, `{"message":"403 Forbidden"}`),
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

// If a retried write ends because of the refused token, its error is still uncertain
// and has its own waits.
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

const oauthTestToken = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// Every request has the token in exactly one header.
func TestTokenTypes(t *testing.T) {
	tests := map[string]struct {
		tokenType              string
		private, authorization string
	}{
		"unset":   {"", testToken, ""},
		"private": {TokenPrivate, testToken, ""},
		"bearer":  {TokenBearer, "", "Bearer " + testToken},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var sent []http.Header
			client := newTestClient(t, Config{Token: testToken, TokenType: test.tokenType}, func(w http.ResponseWriter, r *http.Request) {
				sent = append(sent, r.Header)
				answerJSON(200, "{}")(w, r)
			})
			for method, path := range map[string]string{http.MethodGet: "user", http.MethodPut: "x", http.MethodPost: graphQLPath} {
				if err := client.Do(t.Context(), method, path, nil, nil); err != nil {
					t.Fatal(err)
				}
			}
			for _, header := range sent {
				if header.Get("Private-Token") != test.private || header.Get("Authorization") != test.authorization {
					t.Errorf("the header is %v", header)
				}
			}
		})
	}
}

// The client keeps an Authorization header for a proxy and sends the private token as
// well.
func TestTokenBesideAnAuthorization(t *testing.T) {
	client := newTestClient(t, Config{Token: testToken, Headers: map[string]string{"Authorization": "Basic proxy"}}, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Private-Token") != testToken || r.Header.Get("Authorization") != "Basic proxy" {
			t.Errorf("the header is %v", r.Header)
		}
		answerJSON(200, "{}")(w, r)
	})
	if err := client.Do(t.Context(), http.MethodGet, "user", nil, nil); err != nil {
		t.Error(err)
	}
}

// Common mistakes are to copy the whole header or a quoted JSON string.
func TestMalformedTokens(t *testing.T) {
	for _, token := range []string{"Bearer hidden", " hidden", "hidden ", `"hidden"`, "'hidden'", "\u00a0hidden"} {
		_, err := New(Config{Token: token})
		expectError(t, err, "Token: space or quotation marks in token")
		if strings.Contains(err.Error(), "hidden") {
			t.Errorf("error %q contains the token", err)
		}
	}
}

// GitLab accepts these tokens for other purposes only. An instance may put its own
// prefix in front of the usual one.
func TestTokensOfOtherKinds(t *testing.T) {
	refused := map[string]string{
		"glcbt-64_hidden":      "Token: token of a CI job",
		"acme-glcbt-64_hidden": "Token: token of a CI job",
		"gldt-hidden":          `Token: token of a kind that is not accepted ("deploy token")`,
		"glrtr-hidden":         `("token of a runner")`,
		"gloas-hidden":         `("secret of an OAuth application")`,
	}
	for token, want := range refused {
		for _, tokenType := range []string{TokenPrivate, TokenBearer} {
			_, err := New(Config{Token: token, TokenType: tokenType})
			expectError(t, err, want)
			if strings.Contains(err.Error(), "hidden") {
				t.Errorf("error %q contains the token", err)
			}
		}
	}
	for _, token := range []string{"glpat-x", "acme-glpat-x", "test-token", "glcbt", "my-glcbtoken-x", "-glcbt-", oauthTestToken, "glpat-gldt_x"} {
		if _, err := New(Config{Token: token}); err != nil {
			t.Errorf("%s: %v", token, err)
		}
	}
}

// The error contains all that is needed to explain why GitLab refused the token.
func TestRefusedTokenIsDescribed(t *testing.T) {
	tests := []struct {
		config Config
		want   Error
	}{
		{Config{Token: testToken}, Error{TokenType: TokenPrivate}},
		{Config{Token: oauthTestToken}, Error{TokenType: TokenPrivate, OAuthToken: true}},
		{Config{Token: oauthTestToken, TokenType: TokenBearer}, Error{TokenType: TokenBearer, OAuthToken: true}},
	}
	for _, test := range tests {
		client := newTestClient(t, test.config, answerJSON(401, `{"message":"401 Unauthorized"}`))
		for range 2 {
			refused := new(Error)
			if err := client.Do(t.Context(), http.MethodGet, "user", nil, nil); !errors.As(err, &refused) {
				t.Fatal(err)
			}
			if refused.TokenType != test.want.TokenType || refused.OAuthToken != test.want.OAuthToken {
				t.Errorf("%+v: got %+v", test.config, *refused)
			}
		}
	}
}
