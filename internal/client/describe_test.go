package client

import (
	"errors"
	"net/http"
	"strings"
	"testing"
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
