package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

func TestErrorMessages(t *testing.T) {
	tests := map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"message":                   {answerJSON(404, `{"message":"404 Project Not Found"}`), "404 Project Not Found"},
		"message as object":         {answerJSON(400, `{"message":{"url":["is <blocked>","is long"],"base":["no"]}}`), `400: {"base":["no"],"url":["is <blocked>","is long"]}`},
		"message as list":           {answerJSON(400, `{"message":["one","two"]}`), "400: one, two"},
		"error":                     {answerJSON(400, `{"error":"webhook is missing"}`), "400: webhook is missing"},
		"error with description":    {answerJSON(401, `{"error":"invalid_token","error_description":"Token was revoked."}`), "401: invalid_token: Token was revoked."},
		"message and error":         {answerJSON(400, `{"message":"said","error":"other"}`), "400: said"},
		"Ruby in message":           {answerJSON(400, `{"message":"Failed to update integration. {:webhook=>[\"can't be blank\"]}"}`), `400: Failed to update integration. {:webhook=>["can't be blank"]}`},
		"other JSON":                {answerJSON(400, `{"detail": "\u003cno\u003e"}`), `400: {"detail":"<no>"}`},
		"JSON text":                 {answerJSON(400, `"no"`), `400: "no"`},
		"text":                      {answer(429, "text/plain", " Retry later\n"), "429: Retry later"},
		"empty body":                {answerJSON(502, ""), "502: Bad Gateway"},
		"HTML":                      {answer(502, "text/html", "<html><TITLE lang=en>GitLab is\ndown</TITLE>long page</html>"), `502: an HTML page titled "GitLab is down" instead of JSON`},
		"HTML without title":        {answer(404, "text/html", "<html>long page</html>"), "404: an HTML page instead of JSON"},
		"HTML without Content-Type": {answer(404, "", " <html>long page</html>"), "404: an HTML page instead of JSON"},
		"moved":                     {answerJSON(405, `{"message":"Non GET methods are not allowed for moved projects"}`), "405: Non GET methods are not allowed for moved projects"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := newTestClient(t, Config{}, test.handler)
			err := client.Do(t.Context(), http.MethodPut, "projects/acme%2Fweb", nil, nil)
			refused := new(Error)
			if !errors.As(err, &refused) {
				t.Fatalf("got %v", err)
			}
			if want := "PUT projects/acme%2Fweb: " + test.want; err.Error() != want {
				t.Errorf("got %q, want %q", err, want)
			}
		})
	}
}

func TestErrorFields(t *testing.T) {
	client := newTestClient(t, Config{Token: testToken}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", "01HXYZ"+testToken)
		answerJSON(400, `{"error":"webhook is missing, url is missing"}`)(w, r)
	})
	err := client.Do(t.Context(), http.MethodPut, "x", nil, nil)
	refused := new(Error)
	if !errors.As(err, &refused) {
		t.Fatalf("got %v", err)
	}
	want := Error{Method: "PUT", Path: "x", Status: 400, Message: "webhook is missing, url is missing", RequestID: "01HXYZ***", TokenType: TokenPrivate, Base: client.base.String()}
	if *refused != want {
		t.Errorf("got %+v", *refused)
	}
}

func TestLongMessagesAreShortened(t *testing.T) {
	client := newTestClient(t, Config{}, answer(400, "text/plain", strings.Repeat("é ", 5000)))
	err := client.Do(t.Context(), http.MethodGet, "x", nil, nil)
	expectError(t, err, "é é é", "…")
	if len([]rune(err.Error())) > maxMessageLength+20 {
		t.Errorf("error has %d characters", len([]rune(err.Error())))
	}
}

func TestGitLabsOwnWordsAreKeptWhole(t *testing.T) {
	message := "Failed to update  integration. {" + strings.Repeat(":webhook=>[], ", 500) + "}"
	client := newTestClient(t, Config{}, answerJSON(400, fmt.Sprintf(`{"message":%q}`, message)))
	err := client.Do(t.Context(), http.MethodPut, "x", nil, nil)
	refused := new(Error)
	if !errors.As(err, &refused) || refused.Message != message {
		t.Errorf("got %v", err)
	}
}

func TestRequestIDIsShownWhereNothingElseExplains(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
		want   string
	}{
		"failure":      {500, `{"message":"500 Internal Server Error"}`, "500 Internal Server Error (request ID 01HXYZ)"},
		"page":         {502, "<html></html>", "502: an HTML page instead of JSON (request ID 01HXYZ)"},
		"bare 400":     {400, `{"message":"400 Bad Request"}`, "400 Bad Request (request ID 01HXYZ)"},
		"bare 403":     {403, `{"message":"403 Forbidden"}`, "403 Forbidden (request ID 01HXYZ)"},
		"empty body":   {422, ``, "422: Unprocessable Entity (request ID 01HXYZ)"},
		"explained":    {400, `{"error":"webhook is missing"}`, "400: webhook is missing"},
		"explained, 2": {403, `{"message":"403 Forbidden - group is archived"}`, "403 Forbidden - group is archived"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := newTestClient(t, Config{}, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Request-Id", "01HXYZ")
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.body)
			})
			err := client.Do(t.Context(), http.MethodPut, "x", nil, nil)
			if err == nil || err.Error() != "PUT x: "+test.want {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestIsNotFound(t *testing.T) {
	tests := map[string]struct {
		handler http.HandlerFunc
		want    bool
	}{
		"integration":  {answerJSON(404, `{"message":"404 Integration Not Found"}`), true},
		"anything":     {answerJSON(404, `{"message":"404 Not found"}`), true},
		"error":        {answerJSON(404, `{"error":"404 Not Found"}`), true},
		"proxy's page": {answer(404, "text/html", "<html>not found</html>"), false},
		"proxy's text": {answer(404, "text/plain", "404 page not found"), false},
		"proxy's JSON": {answerJSON(404, `{"detail":"not found"}`), false},
		"empty body":   {answerJSON(404, ""), false},
		"other":        {answerJSON(403, `{"message":"403 Forbidden"}`), false},
		"success":      {answerJSON(200, `{}`), false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := newTestClient(t, Config{}, test.handler)
			err := client.Do(t.Context(), http.MethodGet, "x", nil, nil)
			if err != nil {
				err = fmt.Errorf("wrapped: %w", err)
			}
			if got := IsNotFound(err); got != test.want {
				t.Errorf("got %v for %v", got, err)
			}
		})
	}
}

func TestErrorsThatOthersMake(t *testing.T) {
	if !IsNotFound(&Error{Status: 404, Message: "404 Integration Not Found"}) {
		t.Error("an Error that the test created is not recognised")
	}
}

// Every response results in either an error or a value.
func FuzzAnswers(f *testing.F) {
	f.Add(200, "application/json", `{"id": 1, "properties": {}}`, "")
	f.Add(200, "application/json", `{"id": 1`, "")
	f.Add(200, "text/html", `<html><title>Sign in &amp; go</title>`, "")
	f.Add(204, "", "", "0")
	f.Add(302, "", "", "")
	f.Add(400, "application/json", `{"error":"webhook is missing"}`, "")
	f.Add(400, "application/json", `{"message":{"url":["is blocked",{"a":null}],"base":3}}`, "")
	f.Add(401, "application/json", `{"error":"invalid_token","error_description":["a"]}`, "")
	f.Add(404, "application/json", `{"error":"404 Not Found"}`, "")
	f.Add(405, "application/json", `{"message":"Non GET methods are not allowed for moved projects"}`, "")
	f.Add(429, "text/plain", "Retry later\n", "60")
	f.Add(503, "text/plain", "", "Fri, 13 Feb 2026 12:01:00 GMT")
	f.Fuzz(func(t *testing.T, status int, contentType, body, after string) {
		resp := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}, "Retry-After": {after}, "Ratelimit-Reset": {after}}}
		resp.Request = &http.Request{Method: http.MethodGet, URL: &url.URL{Scheme: "https", Host: "gitlab.example.com"}}
		var out map[string]any
		refused := read(resp, []byte(body), &out)
		if refused == nil {
			if status < 200 || status > 299 || !json.Valid([]byte(body)) {
				t.Errorf("status %d with the body %q was not an error", status, body)
			}
			return
		}
		if refused.Message == "" && http.StatusText(status) != "" {
			t.Errorf("status %d with the body %q has an error without a message", status, body)
		}
		if !strings.Contains(refused.Error(), strconv.Itoa(status)) {
			t.Errorf("%q does not contain the status", refused)
		}
		faults, rest := refused.Faults()
		if len(faults) == 0 && rest != refused.Message {
			t.Errorf("the message %q resulted in %q", refused.Message, rest)
		}
		if wait := requestedWait(resp); wait < 0 {
			t.Errorf("got a wait of %s", wait)
		}
	})
}
