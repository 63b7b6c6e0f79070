package integration_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// fault is one way in which a request fails.
type fault struct {
	// respond handles a request in place of GitLab, which it may call first. If respond
	// is nil, the connection is refused.
	respond func(w http.ResponseWriter, r *http.Request, gitlab http.Handler)
	// lasts: the client does not retry, because the fault is permanent. limits: a retry
	// does not count against the limit of retries. refuses: the response guarantees that
	// GitLab has done nothing. isPage: the response is an HTML page.
	lasts, limits, refuses, isPage bool
}

// isCertain reports whether the client can be sure that GitLab has done nothing.
func (f fault) isCertain() bool { return f.respond == nil || f.lasts || f.limits || f.refuses }

// allFaults are all faults by name. Some responses contain secrets, which must not appear
// in any message.
var allFaults = map[string]fault{
	"connection refused": {},
	"reset before": {respond: func(http.ResponseWriter, *http.Request, http.Handler) {
		panic(http.ErrAbortHandler)
	}},
	"answer lost": {respond: func(_ http.ResponseWriter, r *http.Request, gitlab http.Handler) {
		carryOut(gitlab, r)
		panic(http.ErrAbortHandler)
	}},
	"answer cut": {respond: func(w http.ResponseWriter, r *http.Request, gitlab http.Handler) {
		beginAnswer(w, carryOut(gitlab, r))
		panic(http.ErrAbortHandler)
	}},
	"answer stalls": {respond: func(w http.ResponseWriter, r *http.Request, gitlab http.Handler) {
		beginAnswer(w, carryOut(gitlab, r))
		<-r.Context().Done()
	}},
	"no answer": {respond: func(_ http.ResponseWriter, r *http.Request, gitlab http.Handler) {
		carryOut(gitlab, r)
		<-r.Context().Done()
	}},
	"invalid JSON": {respond: doneBut(200, `{"id": 1, "active": tr`)},
	"empty":        {respond: doneBut(200, "")},
	"500":          {respond: doneBut(500, `{"message":"500 Internal Server Error"}`)},
	"500 quoting": {respond: func(w http.ResponseWriter, r *http.Request, gitlab http.Handler) {
		body, _ := io.ReadAll(r.Body)
		quoted := jsonText(map[string]any{"message": r.Header.Get("PRIVATE-TOKEN") + " " + string(body)})
		instead(500, quoted)(w, r, gitlab)
	}},
	"504":    {respond: doneBut(504, "upstream request timeout")},
	"502":    {respond: instead(502, "<html><title>502 "+gitlabfake.DefaultToken+"</title></html>")},
	"503":    {respond: instead(503, "", "Retry-After", "90")},
	"522":    {respond: instead(522, "<html></html>")},
	"locked": {refuses: true, respond: instead(409, `{"message":"409 Conflict: Resource lock"}`)},
	"limit, seconds": {limits: true,
		respond: instead(429, "Retry later\n", "Retry-After", "40")},
	"limit, date": {limits: true, respond: func(w http.ResponseWriter, r *http.Request, gitlab http.Handler) {
		instead(429, "Retry later\n", "Retry-After", time.Now().Add(40*time.Second).UTC().Format(http.TimeFormat))(w, r, gitlab)
	}},
	"limit, reset": {limits: true, respond: func(w http.ResponseWriter, r *http.Request, gitlab http.Handler) {
		instead(429, "Retry later\n", "RateLimit-Reset", strconv.FormatInt(time.Now().Add(40*time.Second).Unix(), 10))(w, r, gitlab)
	}},
	"limit, without a time": {limits: true, respond: instead(429, "Retry later\n")},
	"page":                  {isPage: true, respond: instead(200, "<html><title>Maintenance</title></html>")},
	"token revoked":         {lasts: true, respond: instead(401, `{"error":"invalid_token","error_description":"Token was revoked: `+gitlabfake.DefaultToken+`"}`)},
	"redirect":              {lasts: true, respond: instead(302, "", "Location", "https://sign-in.example.com/?token="+gitlabfake.DefaultToken)},
}

// carryOut has GitLab carry out a request, and returns the recorded response.
func carryOut(gitlab http.Handler, r *http.Request) *httptest.ResponseRecorder {
	kept := httptest.NewRecorder()
	gitlab.ServeHTTP(kept, r)
	return kept
}

// beginAnswer sends the headers and the first half of the body.
func beginAnswer(w http.ResponseWriter, kept *httptest.ResponseRecorder) {
	body := kept.Body.String()
	w.Header().Set("Content-Length", strconv.Itoa(len(body)+1))
	_, _ = io.WriteString(w, body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
}

// instead responds without forwarding the request to GitLab.
func instead(status int, body string, header ...string) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// doneBut has GitLab carry out a request, and replaces the response.
func doneBut(status int, body string) func(http.ResponseWriter, *http.Request, http.Handler) {
	answer := instead(status, body)
	return func(w http.ResponseWriter, r *http.Request, gitlab http.Handler) {
		carryOut(gitlab, r)
		answer(w, r, gitlab)
	}
}

// network connects the provider to GitLab. Every request opens a new connection.
type network struct {
	gitlab http.Handler
	dial   func(ctx context.Context, network, address string) (net.Conn, error)

	mu sync.Mutex
	fault
	// after is the number of requests that succeed before the next ones fail. times is
	// the number of those that fail. sent counts all requests.
	after, times, sent int
}

// setFault makes `times` requests fail after the first `after` ones, and resets the
// counter.
func (n *network) setFault(bad fault, after, times int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fault, n.after, n.times, n.sent = bad, after, times, 0
}

// next counts a request, and returns the fault if this request must fail. Faults that
// refuse the connection count connections instead.
func (n *network) next(dialling bool) (bad fault, failed bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if dialling != (n.respond == nil) {
		return fault{}, false
	}
	n.sent++
	return n.fault, n.after < n.sent && n.sent <= n.after+n.times
}

func (n *network) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	if _, failed := n.next(true); failed {
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	}
	return n.dial(ctx, network, address)
}

func (n *network) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if bad, failed := n.next(false); failed {
		bad.respond(w, r, n.gitlab)
		return
	}
	n.gitlab.ServeHTTP(w, r)
}

// connect returns a client that uses this network.
func (n *network) connect(t *testing.T, token string) *client.Client {
	t.Helper()
	gitlab, err := client.New(client.Config{BaseURL: "http://gitlab.example.com", Token: token, Retries: faultRetries, Dial: n.Dial})
	if err != nil {
		t.Fatal(err)
	}
	return gitlab
}
