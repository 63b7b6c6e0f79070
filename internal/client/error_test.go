package client

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestErrorMessages(t *testing.T) {
	tests := map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"message":             {answerJSON(404, `{"message":"404 Project Not Found"}`), "404 Project Not Found"},
		"message of fields":   {answerJSON(400, `{"message":{"url":["is blocked","is long"],"base":["no"]}}`), "400: base: no; url: is blocked, is long"},
		"message of list":     {answerJSON(400, `{"message":["one","two"]}`), "400: one, two"},
		"error":               {answerJSON(400, `{"error":"webhook is missing"}`), "400: webhook is missing"},
		"error described":     {answerJSON(401, `{"error":"invalid_token","error_description":"Token was revoked."}`), "401: invalid_token: Token was revoked."},
		"message before":      {answerJSON(400, `{"message":"said","error":"other"}`), "400: said"},
		"Ruby in message":     {answerJSON(400, `{"message":"Failed to update integration. {:webhook=>[\"can't be blank\"]}"}`), `400: Failed to update integration. {:webhook=>["can't be blank"]}`},
		"other JSON":          {answerJSON(400, `{"detail": "no"}`), `400: {"detail": "no"}`},
		"JSON text":           {answerJSON(400, `"no"`), `400: "no"`},
		"text":                {answer(429, "text/plain", " Retry later\n"), "429: Retry later"},
		"nothing":             {answerJSON(502, ""), "502: Bad Gateway"},
		"HTML":                {answer(502, "text/html", "<html><TITLE lang=en>GitLab is\ndown</TITLE>long page</html>"), `502: an HTML page titled "GitLab is down" instead of JSON: is base_url the address of GitLab (asked was http://`},
		"HTML without title":  {answer(404, "text/html", "<html>long page</html>"), "404: an HTML page instead of JSON: is base_url"},
		"HTML called nothing": {answer(404, "", " <html>long page</html>"), "404: an HTML page instead of JSON"},
		"moved":               {answerJSON(405, `{"message":"Non GET methods are not allowed for moved projects"}`), "405: the project has moved: change `project` to its new path"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := newTestClient(t, Config{}, test.handler)
			err := client.Do(t.Context(), http.MethodPut, "projects/acme%2Fweb", nil, nil)
			refused := new(Error)
			if !errors.As(err, &refused) {
				t.Fatalf("got %v", err)
			}
			if !strings.HasPrefix(err.Error(), "PUT projects/acme%2Fweb: "+test.want) {
				t.Errorf("got %q, want %q", err, test.want)
			}
			if strings.Contains(err.Error(), "long page") {
				t.Errorf("error %q dumps the page", err)
			}
		})
	}
}

func TestErrorFields(t *testing.T) {
	client := newTestClient(t, Config{}, answerJSON(400, `{"error":"webhook is missing, url is missing"}`))
	err := client.Do(t.Context(), http.MethodPut, "x", nil, nil)
	refused := new(Error)
	if !errors.As(err, &refused) {
		t.Fatalf("got %v", err)
	}
	if want := (Error{Method: "PUT", Path: "x", Status: 400, Message: "webhook is missing, url is missing"}); *refused != want {
		t.Errorf("got %+v", *refused)
	}
}

func TestLongMessagesAreShortened(t *testing.T) {
	client := newTestClient(t, Config{}, answer(400, "text/plain", strings.Repeat("é ", 5000)))
	err := client.Do(t.Context(), http.MethodGet, "x", nil, nil)
	expectError(t, err, "é é é", "…")
	if len([]rune(err.Error())) > longestMessage+20 {
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
		"nothing":      {answerJSON(404, ""), false},
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
		t.Error("an Error made by hand is not recognised")
	}
}
