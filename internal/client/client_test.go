package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

const testToken = "glpat-0123456789"

// newTestClient starts a server with this handler and returns a client of it.
func newTestClient(t *testing.T, config Config, handler http.HandlerFunc) *Client {
	t.Helper()
	config.BaseURL = newTestServer(t, handler) + config.BaseURL
	return mustNew(t, config)
}

func newTestServer(t *testing.T, handler http.HandlerFunc) (address string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func mustNew(t *testing.T, config Config) *Client {
	t.Helper()
	client, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// answer returns a handler that sends the same response to every request.
func answer(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func answerJSON(status int, body string) http.HandlerFunc {
	return answer(status, "application/json", body)
}

func expectError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not contain %q", err, part)
		}
	}
}

func TestBaseURL(t *testing.T) {
	tests := map[string]string{
		"":                                   "https://gitlab.com/api/v4/",
		"https://gitlab.example.com":         "https://gitlab.example.com/api/v4/",
		"https://gitlab.example.com/":        "https://gitlab.example.com/api/v4/",
		"https://gitlab.example.com/api/v4":  "https://gitlab.example.com/api/v4/",
		"https://gitlab.example.com/api/v4/": "https://gitlab.example.com/api/v4/",
		"https://example.com/gitlab":         "https://example.com/gitlab/api/v4/",
		"https://example.com/gitlab//":       "https://example.com/gitlab/api/v4/",
		"https://example.com/gitlab/api/v4/": "https://example.com/gitlab/api/v4/",
		"http://localhost:8080":              "http://localhost:8080/api/v4/",
		"http://localhost:65535":             "http://localhost:65535/api/v4/",
		"http://localhost:":                  "http://localhost:/api/v4/",
	}
	for given, want := range tests {
		t.Run(given, func(t *testing.T) {
			client, err := New(Config{BaseURL: given})
			if err != nil {
				t.Fatal(err)
			}
			if got := client.base.String(); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestBaseURLRefused(t *testing.T) {
	tests := map[string]string{
		"gitlab.example.com":                   "BaseURL: unsupported scheme",
		"localhost:8080":                       "BaseURL: unsupported scheme",
		"ftp://gitlab.example.com":             "BaseURL: unsupported scheme",
		"https://":                             "BaseURL: missing host",
		"https:///gitlab":                      "BaseURL: missing host",
		"https://gitlab.example.com?a=b":       "BaseURL: query or fragment in URL",
		"https://gitlab.example.com?":          "BaseURL: query or fragment in URL",
		"https://gitlab.example.com#a":         "BaseURL: query or fragment in URL",
		"https://user:hidden@example.com":      "BaseURL: user name or password in URL",
		"https://user:hidden/x@example.com":    "BaseURL: invalid URL",
		"https://user:hidden@example.com:port": "BaseURL: invalid URL",
		"https://gitlab.example.com:65536":     "BaseURL: invalid port",
		"https://gitlab.example.com:0/gitlab":  "BaseURL: invalid port",
		"http://[::1]:99999999999999999999":    "BaseURL: invalid port",
	}
	for given, want := range tests {
		t.Run(given, func(t *testing.T) {
			_, err := New(Config{BaseURL: given})
			expectError(t, err, want)
			if strings.Contains(err.Error(), "hidden") {
				t.Errorf("error %q contains the password", err)
			}
		})
	}
}

// Validate must return the errors of New without reading files.
func TestValidate(t *testing.T) {
	tests := map[string]struct {
		config Config
		want   string
	}{
		"base_url":                    {Config{BaseURL: "gitlab.example.com"}, "BaseURL: unsupported scheme"},
		"token":                       {Config{Token: "hidden\n"}, "Token: control character"},
		"header name":                 {Config{Headers: map[string]string{"X Key": "hidden", "Y": "\n"}}, `Headers: invalid header name ("X Key")`},
		"header":                      {Config{Headers: map[string]string{"X-Key": "hidden\n", "Y Key": ""}}, `Headers: control character ("X-Key")`},
		"token type":                  {Config{TokenType: "hidden"}, "TokenType: unknown type of token"},
		"header of the private token": {Config{Headers: map[string]string{"private-TOKEN": "hidden"}}, `Headers: header of the token ("private-TOKEN")`},
		"other token":                 {Config{TokenType: TokenBearer, Headers: map[string]string{"Private-Token": "hidden"}}, `Headers: header of the token ("Private-Token")`},
		"two bearers":                 {Config{TokenType: TokenBearer, Headers: map[string]string{"authorization": "hidden"}}, `Headers: header of the token ("authorization")`},
		"cacert":                      {Config{CACert: "hidden.pem"}, "CACert: name of a file instead of its text"},
		"cacert_file":                 {Config{CACertFile: "-----BEGIN CERTIFICATE-----\nhidden"}, "CACertFile: text instead of the name of a file"},
		"both certificates":           {Config{CACert: "hidden", CACertFile: "hidden.pem"}, `CACert: set together with another ("CACertFile")`},
		"client_cert":                 {Config{ClientCert: "hidden"}, "ClientCert: certificate or key alone"},
		"client_key":                  {Config{ClientKey: "hidden"}, "ClientKey: certificate or key alone"},
		"retries":                     {Config{Retries: 101}, "Retries: out of range"},
		"no retries":                  {Config{Retries: -1}, "Retries: out of range"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := test.config.Validate()
			if len(found) != 1 {
				t.Fatalf("got %q", found)
			}
			err := found[0]
			expectError(t, err, test.want)
			if !errors.As(err, new(*ConfigError)) {
				t.Errorf("got %#v, which names no field", err)
			}
			if _, same := New(test.config); same == nil || same.Error() != err.Error() || strings.Contains(err.Error(), "hidden") {
				t.Errorf("got %q, but %v from New", err, same)
			}
		})
	}
	missing := Config{Token: "x", CACertFile: "missing.pem", ClientCert: "missing.pem", ClientKey: "missing.pem"}
	if found := missing.Validate(); len(found) > 0 {
		t.Errorf("got %v", found)
	}
	several := Config{BaseURL: "x", Retries: -1, Token: "\n", ClientKey: "x"}
	if found := several.Validate(); len(found) != 4 {
		t.Errorf("got %v", found)
	}
}

func FuzzBaseURL(f *testing.F) {
	seeds := []string{
		"", "https://gitlab.com", "https://gitlab.example.com/", "https://example.com/gitlab/api/v4/", "https://example.com//a/../b/", "http://localhost:8080",
		"http://[::1]:80/a%2Fb", "https://user:secret@example.com", "https://example.com?a", "https://example.com#a", "localhost:80", "https://", "://", "https://a b/", "HTTPS://EXAMPLE.com",
		"https://example.com/api/v4/api/v4", "https://example.com/%", "https://example.com/ü", "https://example.com:port", "https://example.com:99999",
	}
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		base, err := parseBaseURL(raw)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "BaseURL: ") || len(err.Error()) > 100 {
				t.Errorf("got error %q", err)
			}
			return
		}
		if base.Scheme != "http" && base.Scheme != "https" || base.Hostname() == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "" || !strings.HasSuffix(base.String(), "/api/v4/") {
			t.Errorf("got %s from %q", base, raw)
		}
		again, err := parseBaseURL(base.String())
		if err != nil || again.String() != base.String() {
			t.Errorf("got %v, %v from %s from %q", again, err, base, raw)
		}
		sent, err := url.Parse(base.String() + "projects/acme%2Fweb")
		if err != nil || sent.Host != base.Host || !strings.HasSuffix(sent.EscapedPath(), "/api/v4/projects/acme%2Fweb") {
			t.Errorf("got %v, %v from %q", sent, err, raw)
		}
	})
}

func TestDoSendsRequest(t *testing.T) {
	var got *http.Request
	var body []byte
	config := Config{BaseURL: "/gitlab", Token: testToken, UserAgent: "provider/1.0", Headers: map[string]string{"X-Extra": "yes"}}
	client := newTestClient(t, config, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		answerJSON(http.StatusOK, `{"id": 12345678901234567890}`)(w, r)
	})
	var out map[string]any
	err := client.Do(t.Context(), http.MethodPut, "projects/acme%2Fweb.site/integrations/slack", map[string]any{"webhook": nil}, &out)
	if err != nil {
		t.Fatal(err)
	}
	if got.Method != http.MethodPut || got.RequestURI != "/gitlab/api/v4/projects/acme%2Fweb.site/integrations/slack" {
		t.Errorf("got %s %s", got.Method, got.RequestURI)
	}
	want := map[string]string{"Private-Token": testToken, "User-Agent": "provider/1.0", "X-Extra": "yes", "Content-Type": "application/json", "Accept": "application/json"}
	for name, value := range want {
		if got.Header.Get(name) != value {
			t.Errorf("header %s is %q, want %q", name, got.Header.Get(name), value)
		}
	}
	if string(body) != `{"webhook":null}` {
		t.Errorf("got body %s", body)
	}
	if !reflect.DeepEqual(out, map[string]any{"id": json.Number("12345678901234567890")}) {
		t.Errorf("got %v", out)
	}
}

func TestDoWithoutTokenAndBody(t *testing.T) {
	var header http.Header
	var length int64
	client := newTestClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		header, length = r.Header, r.ContentLength
		w.WriteHeader(http.StatusNoContent)
	})
	if err := client.Do(t.Context(), http.MethodDelete, "x", nil, nil); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Private-Token", "Content-Type"} {
		if _, sent := header[name]; sent {
			t.Errorf("header %s was sent", name)
		}
	}
	if length != 0 {
		t.Errorf("a body of %d bytes was sent", length)
	}
}

func TestDoRefusesWhatIsNoSuccess(t *testing.T) {
	html := "<!DOCTYPE html><html><head><title>Sign in\n &amp; go</title></head><body>much text</body></html>"
	tests := map[string]struct {
		handler http.HandlerFunc
		out     any
		want    string
	}{
		"empty":                            {answerJSON(200, ""), new(any), "the answer is empty"},
		"invalid JSON":                     {answerJSON(200, `{"id": x}`), new(any), "the answer is not the JSON that was expected"},
		"truncated JSON":                   {answerJSON(200, `{"id": 1`), new(any), "the answer is not the JSON that was expected"},
		"text after JSON":                  {answerJSON(200, `{"id": 1} {}`), new(any), "the answer continues after its JSON"},
		"wrong type":                       {answerJSON(200, `[]`), new(map[string]any), "the answer is not the JSON that was expected"},
		"HTML":                             {answer(200, "text/html; charset=utf-8", html), new(any), `200: an HTML page titled "Sign in & go" instead of JSON`},
		"hidden HTML":                      {answerJSON(200, "\n"+html), new(any), "an HTML page"},
		"unexpected HTML":                  {answer(200, "text/html", html), nil, "an HTML page"},
		"unexpected text":                  {answer(200, "text/plain", "welcome"), nil, "the answer is not the JSON that was expected"},
		"incomplete body":                  {breakOff, new(any), "the answer broke off: unexpected EOF"},
		"incomplete body that is not read": {breakOff, nil, "the answer broke off: unexpected EOF"},
		"too large":                        {answerJSON(200, `"`+strings.Repeat("x", maxBody)+`"`), new(any), "the answer is larger than 10 MB"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := newTestClient(t, Config{}, test.handler)
			err := client.Do(t.Context(), http.MethodPut, "x/y", nil, test.out)
			expectError(t, err, "PUT x/y: ", test.want)
			if strings.Contains(err.Error(), "much text") {
				t.Errorf("error %q contains the page", err)
			}
		})
	}
}

// breakOff announces a longer body than it sends.
func breakOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	_, _ = io.WriteString(w, `{"id": 1}`)
}

func TestDoReadsAnswerOfTheLargestSize(t *testing.T) {
	client := newTestClient(t, Config{}, answerJSON(200, `"`+strings.Repeat("x", maxBody-2)+`"`))
	var out string
	if err := client.Do(t.Context(), http.MethodGet, "x", nil, &out); err != nil {
		t.Fatal(err)
	}
	if len(out) != maxBody-2 {
		t.Errorf("got %d bytes", len(out))
	}
}

func TestDoRefusesBadRequests(t *testing.T) {
	client := newTestClient(t, Config{}, answerJSON(200, "{}"))
	err := client.Do(t.Context(), http.MethodPut, "x", map[string]any{"f": func() {}}, nil)
	expectError(t, err, "PUT x: encoding the request: json: unsupported type")
	err = client.Do(t.Context(), http.MethodGet, "x%zz", nil, nil)
	expectError(t, err, `GET x%zz: invalid URL escape "%zz"`)
}

func TestErrorKeepsTheCause(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	client := newTestClient(t, Config{Retries: 5}, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	err := client.Do(ctx, http.MethodGet, "x", nil, nil)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if err.Error() != "GET x: context canceled" {
		t.Errorf("got %q", err)
	}
}

func TestErrorsNeverShowTheToken(t *testing.T) {
	page := "<title>" + testToken + "</title>"
	handlers := map[string]http.HandlerFunc{
		"JSON":     answerJSON(400, `{"message": "bad `+testToken+`"}`),
		"other":    answerJSON(400, `["`+testToken+`"]`),
		"text":     answer(400, "text/plain", testToken),
		"HTML":     answer(502, "text/html", page),
		"HTML 200": answer(200, "text/html", page),
		"redirect": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://elsewhere.example/"+testToken)
			w.WriteHeader(http.StatusFound)
		},
	}
	for name, handler := range handlers {
		t.Run(name, func(t *testing.T) {
			client := newTestClient(t, Config{Token: testToken}, handler)
			err := client.Do(t.Context(), http.MethodGet, "x", nil, nil)
			expectError(t, err, "***")
			if strings.Contains(err.Error(), testToken) {
				t.Errorf("error %q contains the token", err)
			}
		})
	}
}

func TestTokenThatNoHeaderCanCarry(t *testing.T) {
	for _, token := range []string{testToken + "\n", "a\x00" + testToken, "\r" + testToken, testToken + "\x7f"} {
		_, err := New(Config{Token: token})
		expectError(t, err, "Token: control character")
		if strings.Contains(err.Error(), testToken) {
			t.Errorf("error %q contains the token", err)
		}
	}
}

func TestHeaderThatCannotBeSent(t *testing.T) {
	tests := map[string]struct{ name, value, want string }{
		"value":   {"X-Extra", "hidden\nvalue", `Headers: control character ("X-Extra")`},
		"name":    {"X Extra", "hidden", `Headers: invalid header name ("X Extra")`},
		"no name": {"", "hidden", "Headers: invalid header name"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := New(Config{Headers: map[string]string{test.name: test.value}})
			expectError(t, err, test.want)
			if strings.Contains(err.Error(), "hidden") {
				t.Errorf("error %q contains the value", err)
			}
		})
	}
}

func TestLogs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handler, _ := failing(1, withHeader("Retry-After", "7", answerJSON(http.StatusServiceUnavailable, `{"answered": "value"}`)))
		config := Config{Token: testToken, Retries: 1, Headers: map[string]string{"X-Extra": "extra-value"}}
		client := newMemoryClient(t, config, func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(2 * time.Second)
			handler(w, r)
		})
		var logged bytes.Buffer
		ctx := tflogtest.RootLogger(t.Context(), &logged)
		if err := client.Do(ctx, http.MethodPut, "projects/"+testToken, map[string]any{"sent": "secret"}, nil); err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{testToken, "secret", "answered", "extra-value", "Private-Token", "PRIVATE-TOKEN"} {
			if strings.Contains(logged.String(), secret) {
				t.Errorf("the log contains %q:\n%s", secret, logged.String())
			}
		}
		lines, err := tflogtest.MultilineJSONDecode(&logged)
		if err != nil {
			t.Fatal(err)
		}
		line := func(attempt, status float64) map[string]any {
			return map[string]any{
				"@level": "debug", "@message": "GitLab API request", "@module": "provider",
				"method": "PUT", "path": "projects/***", "duration": "2s", "attempt": attempt, "status": status,
			}
		}
		wait := map[string]any{
			"@level": "debug", "@message": "Waiting for server errors to pass", "@module": "provider",
			"method": "PUT", "path": "projects/***", "wait": "7s", "until": time.Now().Add(-2 * time.Second).Format(time.RFC3339), "waited": "2s",
		}
		if want := []map[string]any{line(1, 503), wait, line(2, 200)}; !reflect.DeepEqual(lines, want) {
			t.Errorf("got lines %v, want %v", lines, want)
		}
	})
}

func TestLogsFailedConnection(t *testing.T) {
	client := newTestClient(t, Config{}, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	var logged bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &logged)
	expectError(t, client.Do(ctx, http.MethodGet, "x", nil, nil), "GET x: EOF")
	lines, err := tflogtest.MultilineJSONDecode(&logged)
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 1 || !strings.Contains(lines[0]["error"].(string), "EOF") {
		t.Errorf("got lines %v", lines)
	}
}
