package client

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestDescribe(t *testing.T) {
	redirected := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://other.example.com/?private_token=secret", http.StatusFound)
	}
	tests := map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"status in the words": {answerJSON(404, `{"message":"404 Project Not Found"}`), `GitLab answered PUT x with "404 Project Not Found".`},
		"status beside them":  {answerJSON(400, `{"error":"webhook is missing"}`), `GitLab answered PUT x with status 400, "webhook is missing".`},
		"sentence":            {answerJSON(400, `{"message":"Default integration not found."}`), `GitLab answered PUT x with status 400, "Default integration not found."`},
		"for the logs":        {answerJSON(500, `{"message":"500 Internal Server Error"}`), `GitLab answered PUT x with "500 Internal Server Error". Its logs know the request by the id 01HXYZ.`},
		"text":                {answer(429, "text/plain", "Retry later\n"), `PUT x was answered with status 429, "Retry later".`},
		"long text":           {answer(429, "text/plain", strings.Repeat("x", 501)), `PUT x was answered with status 429, "` + strings.Repeat("x", 500) + `…".`},
		"HTML":                {answer(502, "text/html", "<title>Down</title>"), `The answer to PUT x, with status 502, is an HTML page titled "Down" instead of JSON.`},
		"redirect":            {redirected, `PUT x was redirected to https://other.example.com/, and only reads follow a redirect (status 302).`},
		"cut off":             {answerJSON(200, `{"id":`), `PUT x was answered with status 200, but the answer is not the JSON that was expected: unexpected EOF.`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := newTestClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Request-Id", "01HXYZ")
				test.handler(w, r)
			})
			var answer map[string]any
			err := client.Do(t.Context(), http.MethodPut, "x", nil, &answer)
			if got := Describe(err); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestDescribeOldGitLab(t *testing.T) {
	_, client := newRecorder(t, nil)
	_, err := client.GetIntegration(t.Context(), Owner{GroupKind, "acme"}, "slack")
	if got, want := Describe(err), "This GitLab has no integrations of groups: it knows no GET groups/acme/integrations/slack."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDescribeOfNoAnswer(t *testing.T) {
	err := &requestError{text: "GET x: dial tcp: no: route", cause: errors.New("no route")}
	if got, want := Describe(err), "The request GET x failed (dial tcp: no: route)."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDescribeWaits(t *testing.T) {
	const answered = `PUT x was answered with status 429, "Retry later".`
	tests := map[string]struct {
		waits Waits
		want  string
	}{
		"no wait":       {Waits{}, ""},
		"will not pass": {Waits{For: [waitReasons]time.Duration{ServerErrors: time.Minute}, Retries: 2}, ""},
		"retries": {
			Waits{For: [waitReasons]time.Duration{ServerErrors: 47*time.Second + 300*time.Millisecond}, Retries: 5, GaveUp: RetriesUsedUp},
			" The provider waited 47s for server errors to pass, and `retries` (5) allows no further attempt.",
		},
		"a short wait": {
			Waits{For: [waitReasons]time.Duration{NoConnection: time.Millisecond}, Retries: 1, GaveUp: RetriesUsedUp},
			" The provider waited 1s for a connection that works, and `retries` (1) allows no further attempt.",
		},
		"several reasons": {
			Waits{For: [waitReasons]time.Duration{8 * time.Minute, 61 * time.Second, 40 * time.Second}, GaveUp: MaxWaitReached, MaxWait: 10 * time.Minute, Next: time.Minute},
			" The provider waited 8m for the rate limit, 1m1s for server errors to pass, 40s for a connection that works, and `max_wait` (10m) does not allow another wait of 1m.",
		},
		"too long a wait": {
			Waits{For: [waitReasons]time.Duration{RateLimit: 20 * time.Millisecond}, GaveUp: MaxWaitReached, MaxWait: time.Hour, Next: 2*time.Hour + 90*time.Second},
			" The answer asks for a wait of 2h1m30s, but `max_wait` allows only 1h.",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := &Error{Method: http.MethodPut, Path: "x", Status: 429, Message: "Retry later", origin: fromElsewhere, waits: test.waits}
			if got := Describe(err); got != answered+test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestDescribeWaitForAConnection(t *testing.T) {
	err := &requestError{text: "GET x: no route", waits: Waits{For: [waitReasons]time.Duration{NoConnection: 2 * time.Second}, Retries: 1, GaveUp: RetriesUsedUp}}
	if got, want := Describe(err), "The request GET x failed (no route). The provider waited 2s for a connection that works, and `retries` (1) allows no further attempt."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
