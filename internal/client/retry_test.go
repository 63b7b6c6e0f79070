package client

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// failing returns a handler that fails for the first requests, and the counter of
// requests.
func failing(times int32, fail http.HandlerFunc) (http.HandlerFunc, *atomic.Int32) {
	count := new(atomic.Int32)
	return func(w http.ResponseWriter, r *http.Request) {
		if count.Add(1) <= times {
			fail(w, r)
			return
		}
		answerJSON(http.StatusOK, `{"id": 1}`)(w, r)
	}, count
}

func abort(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// stop begins a response and then sends nothing until the client disconnects.
func stop(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, `{"id": 1`)
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

// silent sends no response.
func silent(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// hangUp begins a response and closes the connection.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, `{"id": 1`)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// withHeader adds a header to the response of a handler.
func withHeader(name, value string, handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(name, value)
		handler(w, r)
	}
}

var tooMany = answer(429, "text/plain", "Retry later\n")

func TestRetries(t *testing.T) {
	tests := map[string]struct {
		fail  http.HandlerFunc
		retry bool
	}{
		"connection aborted":                {abort, true},
		"incomplete response":               {breakOff, true},
		"connection closed during response": {hangUp, true},
		"stalled response":                  {stop, true},
		"no response":                       {silent, true},
		"invalid JSON":                      {answerJSON(200, `{"id": x}`), true},
		"truncated JSON":                    {answerJSON(200, `{"id": 1`), true},
		"text after JSON":                   {answerJSON(200, `{"id": 1} {`), true},
		"empty":                             {answerJSON(200, ""), true},
		"page":                              {answer(200, "text/html", "<html></html>"), true},
		"other JSON":                        {answerJSON(200, `[]`), true},
		"408":                               {answerJSON(408, ""), true},
		"429":                               {tooMany, true},
		"500":                               {answerJSON(500, `{"message":"500 Internal Server Error"}`), true},
		"502":                               {answer(502, "text/html", "<html></html>"), true},
		"503":                               {answerJSON(503, ""), true},
		"504":                               {answerJSON(504, ""), true},
		"520":                               {answer(520, "text/html", "<html></html>"), true},
		"524":                               {answer(524, "text/html", "<html></html>"), true},
		"530":                               {answer(530, "text/html", "<html></html>"), true},
		"526":                               {answer(526, "text/html", "<html></html>"), false},
		"409 resource lock":                 {answerJSON(409, `{"message":"409 Conflict: Resource lock"}`), true},
		"409":                               {answerJSON(409, `{"message":"409 Conflict"}`), false},
		"400":                               {answerJSON(400, `{"error":"webhook is missing"}`), false},
		"400 concurrent creation":           {answerJSON(400, `{"message":"Failed to update integration. {:type=>[\"has already been taken\"]}"}`), true},
		"400 Ruby 3.4":                      {answerJSON(400, `{"message":"Failed to update integration. {type: [\"has already been taken\"]}"}`), true},
		"400 other type":                    {answerJSON(400, `{"message":"Failed to update integration. {:type=>[\"is invalid\"]}"}`), false},
		"401":                               {answerJSON(401, `{"message":"401 Unauthorized"}`), false},
		"403":                               {answerJSON(403, `{"message":"403 Forbidden"}`), false},
		"404":                               {answerJSON(404, `{"message":"404 Not Found"}`), false},
		"412":                               {answerJSON(412, `{"message":"412 Precondition Failed"}`), false},
		"501":                               {answerJSON(501, ""), false},
		"redirect":                          {redirect("https://elsewhere.example/"), false},
	}
	for name, test := range tests {
		for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodPost, http.MethodDelete} {
			t.Run(name+" "+method, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					handler, count := failing(2, test.fail)
					client := newMemoryClient(t, Config{Retries: 2}, handler)
					var out struct{ ID int }
					err := client.Do(t.Context(), method, "x", nil, &out)
					if test.retry && (err != nil || count.Load() != 3 || out.ID != 1) {
						t.Errorf("got %v and %v after %d requests", out, err, count.Load())
					}
					if !test.retry && (err == nil || count.Load() != 1) {
						t.Errorf("got %v after %d requests", err, count.Load())
					}
				})
			})
		}
	}
}

// GitLab responds to a successful DELETE with 204. An empty response with status 200 is
// not from GitLab, or it is incomplete.
func TestEmptyAnswers(t *testing.T) {
	for status, requests := range map[int]int32{204: 1, 200: 2, 202: 2} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				handler, count := failing(1, answerJSON(status, ""))
				client := newMemoryClient(t, Config{Retries: 1}, handler)
				if err := client.Do(t.Context(), http.MethodDelete, "x", nil, nil); err != nil || count.Load() != requests {
					t.Errorf("got %v after %d requests", err, count.Load())
				}
			})
		})
	}
}

func TestRetriesSendTheBodyAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bodies []string
		client := newMemoryClient(t, Config{Retries: 1}, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			bodies = append(bodies, string(body))
			answerJSON(503, "")(w, r)
		})
		expectError(t, client.Do(t.Context(), http.MethodPut, "x", map[string]any{"a": 1}, nil), "503: Service Unavailable")
		if want := []string{`{"a":1}`, `{"a":1}`}; !slices.Equal(bodies, want) {
			t.Errorf("got %q", bodies)
		}
	})
}

// A failed write has an uncertain outcome unless GitLab has refused, or not received,
// every attempt.
func TestFailuresThatAreUncertain(t *testing.T) {
	refuse := answerJSON(400, `{"error":"webhook is missing"}`)
	tests := map[string]struct {
		fail, then http.HandlerFunc
		uncertain  bool
	}{
		"refused":                   {refuse, refuse, false},
		"limited":                   {tooMany, refuse, false},
		"timed out":                 {answerJSON(408, ""), refuse, true},
		"locked":                    {answerJSON(409, `{"message":"409 Conflict: Resource lock"}`), refuse, false},
		"lost":                      {abort, abort, true},
		"no response, then refused": {abort, refuse, true},
		"internal server error":     {answerJSON(500, ""), refuse, true},
		"bad gateway":               {answerJSON(502, ""), refuse, true},
		"connection closed during response, then refused": {hangUp, refuse, true},
		"truncated JSON, then refused":                    {answerJSON(200, `{"id": 1`), refuse, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tries atomic.Int32
				client := newMemoryClient(t, Config{Retries: 1}, func(w http.ResponseWriter, r *http.Request) {
					if tries.Add(1) == 1 {
						test.fail(w, r)
						return
					}
					test.then(w, r)
				})
				err := client.Do(t.Context(), http.MethodPut, "x", nil, nil)
				if err == nil || IsUncertain(err) != test.uncertain {
					t.Errorf("uncertain is %t for the error %v", IsUncertain(err), err)
				}
			})
		})
	}
}

func TestRequestsThatDoNotArriveAreCertain(t *testing.T) {
	closed := mustNew(t, Config{BaseURL: "http://127.0.0.1:1"})
	untrusted := mustNew(t, Config{BaseURL: newTLSServer(t, answerJSON(200, "{}")).URL})
	demanding, _ := serveTLS(t, demandingTLS(), nil, 1)
	unknown := mustNew(t, Config{BaseURL: demanding, Insecure: true})
	noTLS := mustNew(t, Config{BaseURL: strings.Replace(newTestServer(t, answerJSON(200, "{}")), "http:", "https:", 1)})
	for _, client := range []*Client{closed, untrusted, unknown, noTLS} {
		if err := client.Do(t.Context(), http.MethodPut, "x", nil, nil); err == nil || IsUncertain(err) {
			t.Errorf("got %v", err)
		}
	}
}

// Values of a discarded response must not remain in the result of the next attempt.
func TestRetriesBeginAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handler, _ := failing(1, answerJSON(200, `{"id": 2, "old": true} {`))
		client := newMemoryClient(t, Config{Retries: 1}, handler)
		var out map[string]any
		if err := client.Do(t.Context(), http.MethodGet, "x", nil, &out); err != nil || len(out) != 1 {
			t.Errorf("got %v, %v", out, err)
		}
	})
}

// The header of a refusal contains everything that the client needs, so the body may be
// incomplete.
func TestRefusalThatBreaksOff(t *testing.T) {
	for name, rest := range map[string]http.HandlerFunc{"hung up": hangUp, "stopped": stop} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				handler, count := failing(3, func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Retry-After", "60")
					w.WriteHeader(http.StatusTooManyRequests)
					rest(w, r)
				})
				client := newMemoryClient(t, Config{Retries: 1}, handler)
				begun := time.Now()
				if err := client.Do(t.Context(), http.MethodPut, "x", nil, nil); err != nil || count.Load() != 4 {
					t.Errorf("got %v after %d requests", err, count.Load())
				}
				if waited := time.Since(begun); waited < 3*time.Minute {
					t.Errorf("waited %s", waited)
				}
			})
		})
	}
}

func TestRetriesEnd(t *testing.T) {
	for retries, requests := range map[int]int32{0: 1, 1: 2, 3: 4} {
		t.Run(strconv.Itoa(retries), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				handler, count := failing(100, answer(502, "text/plain", "down"))
				client := newMemoryClient(t, Config{Retries: retries}, handler)
				expectError(t, client.Do(t.Context(), http.MethodGet, "x", nil, nil), "GET x: 502: down")
				if count.Load() != requests {
					t.Errorf("got %d requests, want %d", count.Load(), requests)
				}
			})
		})
	}
}

func TestRetriesEndWithTheLastAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newMemoryClient(t, Config{Retries: 1}, answerJSON(409, `{"message":"409 Conflict: Resource lock"}`))
		expectError(t, client.Do(t.Context(), http.MethodPut, "x", nil, nil), "PUT x: 409 Conflict: Resource lock")
		client = newMemoryClient(t, Config{Retries: 1}, answerJSON(521, ""))
		expectError(t, client.Do(t.Context(), http.MethodPut, "x", nil, nil), "PUT x: 521: an empty answer")
		client = newMemoryClient(t, Config{Retries: 1}, answerJSON(200, `{"id": 1`))
		expectError(t, client.Do(t.Context(), http.MethodPut, "x", nil, nil), "PUT x: 200: the answer is not the JSON that was expected: unexpected EOF")
		client = newMemoryClient(t, Config{Retries: 1}, silent)
		expectError(t, client.Do(t.Context(), http.MethodPut, "x", nil, nil), "PUT x: GitLab did not begin to answer in time")
		client = newMemoryClient(t, Config{Retries: 1}, stop)
		expectError(t, client.Do(t.Context(), http.MethodPut, "x", nil, nil), "PUT x: the answer stopped in the middle")
	})
}

// Retry-After decides how long the client waits. Without it, the client uses a
// back-off.
func TestWaits(t *testing.T) {
	down := answerJSON(503, "")
	tests := map[string]struct {
		fail           http.HandlerFunc
		atLeast, below time.Duration
	}{
		"back-off":                  {down, 1, time.Second + 1},
		"seconds":                   {withHeader("Retry-After", "7", down), 7 * time.Second, 7*time.Second + 1},
		"seconds, conflict":         {withHeader("Retry-After", "7", answerJSON(409, `{"message":"Resource lock"}`)), 7 * time.Second, 7*time.Second + 1},
		"seconds, limit":            {withHeader("Retry-After", "7", tooMany), 7 * time.Second, 7*time.Second + 1},
		"long":                      {withHeader("Retry-After", "540", down), 9 * time.Minute, 9*time.Minute + 1},
		"no response":               {silent, answerTimeout, answerTimeout + time.Second + 1},
		"stalled response":          {stop, silenceTimeout, silenceTimeout + time.Second + 1},
		"unreadable":                {withHeader("Retry-After", "soon", down), 1, time.Second + 1},
		"in the past":               {withHeader("Retry-After", "Fri, 12 Feb 1999 12:00:00 GMT", down), 1, time.Second + 1},
		"none":                      {withHeader("Retry-After", "0", down), 1, time.Second + 1},
		"negative":                  {withHeader("Retry-After", "-5", down), 1, time.Second + 1},
		"rate limit without a time": {tooMany, 1, time.Second + 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				handler, _ := failing(1, test.fail)
				client := newMemoryClient(t, Config{Retries: 1}, handler)
				begun := time.Now()
				if err := client.Do(t.Context(), http.MethodPut, "x", nil, nil); err != nil {
					t.Fatal(err)
				}
				if waited := time.Since(begun); waited < test.atLeast || waited >= test.below {
					t.Errorf("waited %s", waited)
				}
			})
		})
	}
}

func TestWaitsThatAreTooLong(t *testing.T) {
	tests := map[string]struct {
		fail  http.HandlerFunc
		after time.Duration
	}{
		"longer than the limit":              {withHeader("Retry-After", "86400", answerJSON(503, "")), 0},
		"longer than the limit, rate limit":  {withHeader("Retry-After", "86400", tooMany), 0},
		"absurd":                             {withHeader("Retry-After", "99999999999999999999", withHeader("RateLimit-Reset", "9000000000000", tooMany)), 0},
		"repeated waits":                     {withHeader("Retry-After", "240", tooMany), 8 * time.Minute},
		"refusals without end":               {tooMany, DefaultMaxWait},
		"more retries than the limit allows": {withHeader("Retry-After", "60", answerJSON(503, "")), DefaultMaxWait},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newMemoryClient(t, Config{Retries: 100}, test.fail)
				begun := time.Now()
				if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err == nil {
					t.Fatal("no error")
				}
				if waited := time.Since(begun); waited < test.after-maxBackoff || waited > test.after {
					t.Errorf("gave up after %s", waited)
				}
			})
		})
	}
}

// After another failure, a request does not wait for the end of a pause of other
// requests.
func TestRetryDuringAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		budget, now := newRetryBudget(1, time.Minute), time.Now()
		if at, again := budget.next(&Error{Status: 503}, now.Add(time.Hour)); !again || at.Sub(now) > firstBackoff+1 {
			t.Errorf("sent again: %t, after %s", again, at.Sub(now))
		}
	})
}

func TestRequestedWait(t *testing.T) {
	now := time.Date(2026, 2, 13, 12, 0, 0, 0, time.UTC)
	reset := strconv.FormatInt(now.Add(30*time.Second).Unix(), 10)
	tests := map[string]struct {
		status int
		header map[string]string
		want   time.Duration
	}{
		"nothing":                   {429, nil, 0},
		"seconds":                   {429, map[string]string{"Retry-After": "12"}, 12 * time.Second},
		"date":                      {429, map[string]string{"Retry-After": "Fri, 13 Feb 2026 12:01:00 GMT"}, time.Minute},
		"date, maintenance":         {503, map[string]string{"Retry-After": "Fri, 13 Feb 2026 12:01:00 GMT"}, time.Minute},
		"seconds before reset":      {429, map[string]string{"Retry-After": "5", "RateLimit-Reset": reset}, 5 * time.Second},
		"reset":                     {429, map[string]string{"RateLimit-Reset": reset}, 30 * time.Second},
		"unreadable, reset":         {429, map[string]string{"Retry-After": "soon", "RateLimit-Reset": reset}, 30 * time.Second},
		"reset in another response": {502, map[string]string{"RateLimit-Reset": reset}, 0},
		"unreadable reset":          {429, map[string]string{"RateLimit-Reset": "soon"}, 0},
		"past":                      {429, map[string]string{"RateLimit-Reset": "1000"}, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			// The time is relative to GitLab's clock, not to the local one.
			resp := &http.Response{StatusCode: test.status, Header: http.Header{"Date": {now.Format(http.TimeFormat)}}}
			for name, value := range test.header {
				resp.Header.Set(name, value)
			}
			if got := requestedWait(resp); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestRequestedWaitWithoutDate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reset := strconv.FormatInt(time.Now().Add(time.Minute).Unix(), 10)
		resp := &http.Response{StatusCode: 429, Header: http.Header{"Ratelimit-Reset": {reset}}}
		if got := requestedWait(resp); got != time.Minute {
			t.Errorf("got %s", got)
		}
	})
}

func TestBackoff(t *testing.T) {
	different := map[time.Duration]bool{}
	for range 200 {
		wait := backoff(2)
		if wait <= 0 || wait > 4*time.Second {
			t.Fatalf("got %s", wait)
		}
		different[wait] = true
	}
	if len(different) < 100 {
		t.Errorf("got only %d different waits of 200", len(different))
	}
}

func TestBackoffLimit(t *testing.T) {
	want := map[int]time.Duration{
		0: time.Second, 1: 2 * time.Second, 2: 4 * time.Second, 3: 8 * time.Second,
		4: 16 * time.Second, 5: 30 * time.Second, 6: 30 * time.Second, 63: 30 * time.Second, 1000: 30 * time.Second,
	}
	for attempt, limit := range want {
		if got := backoffLimit(attempt); got != limit {
			t.Errorf("attempt %d: got %s, want %s", attempt, got, limit)
		}
	}
}

func TestConnectionsThatMustFailAreNotRetried(t *testing.T) {
	untrusted := newTLSServer(t, answerJSON(200, "{}")).URL
	demanding, _ := serveTLS(t, demandingTLS(), nil, 1)
	signIn := newTestServer(t, answer(407, "text/plain", ""))
	tests := map[string]struct {
		config Config
		proxy  string
		want   string
	}{
		"untrusted":          {Config{BaseURL: untrusted}, "", "tls: failed to verify certificate"},
		"plain":              {Config{BaseURL: strings.Replace(newTestServer(t, answerJSON(200, "{}")), "http:", "https:", 1)}, "", "HTTP response to HTTPS client"},
		"client certificate": {Config{BaseURL: demanding, Insecure: true}, "", "certificate required"},
		"proxy":              {Config{BaseURL: "https://gitlab.invalid"}, signIn, "the proxy does not connect: 407 Proxy Authentication Required"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.config.Retries = 100
			client := mustNew(t, test.config)
			if test.proxy != "" {
				throughProxy(t, client, test.proxy)
			}
			// A retry would exceed this deadline.
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			expectError(t, client.Do(ctx, http.MethodGet, "x", nil, nil), test.want)
		})
	}
}

func TestConnectionsThatFailForAWhileAreRetried(t *testing.T) {
	tests := map[string]error{
		"refused":     &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED},
		"no host":     &net.DNSError{Err: "no such host", Name: "gitlab.example.com", IsNotFound: true},
		"name server": &net.DNSError{Err: "server misbehaving", Name: "gitlab.example.com", IsTemporary: true},
		"time-out":    &net.OpError{Op: "dial", Net: "tcp", Err: context.DeadlineExceeded},
		"unreachable": &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ENETUNREACH},
		"proxy":       &proxyRefusal{http.StatusBadGateway},
	}
	for name, failure := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newMemoryClient(t, Config{Retries: 2}, answerJSON(200, "{}"))
				dials := 0
				dial := transportOf(client).DialContext
				useDialer(client, func(ctx context.Context, network, address string) (net.Conn, error) {
					if dials++; dials <= 2 {
						return nil, failure
					}
					return dial(ctx, network, address)
				})
				if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil || dials != 3 {
					t.Errorf("got %v after %d dials", err, dials)
				}
			})
		})
	}
}

func TestBadRequestsAreNotRetried(t *testing.T) {
	for _, err := range []error{errors.New("json: unsupported type"), &url.Error{Op: "parse", Err: errors.New("invalid")}, context.Canceled} {
		if isTransient(&RequestError{cause: err}) {
			t.Errorf("%v is retried", err)
		}
	}
}

func TestCancellationEndsEveryWaitAtOnce(t *testing.T) {
	tests := map[string]http.HandlerFunc{
		"back-off":         withHeader("Retry-After", "60", answerJSON(503, "")),
		"limit":            withHeader("Retry-After", "60", tooMany),
		"no response":      silent,
		"stalled response": stop,
	}
	for name, handler := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				handler, count := failing(100, handler)
				client := newMemoryClient(t, Config{Retries: 5}, handler)
				begun := time.Now()
				time.AfterFunc(10*time.Second, cancel)
				err := client.Do(ctx, http.MethodGet, "x", nil, nil)
				if !errors.Is(err, context.Canceled) || err.Error() != "GET x: context canceled" {
					t.Errorf("got %v", err)
				}
				if waited := time.Since(begun); waited != 10*time.Second || count.Load() != 1 {
					t.Errorf("got %d requests in %s", count.Load(), waited)
				}
			})
		})
	}
}

func TestDeadlineEndsRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		client := newMemoryClient(t, Config{Retries: 100}, withHeader("Retry-After", "25", answerJSON(503, "")))
		begun := time.Now()
		err := client.Do(ctx, http.MethodGet, "x", nil, nil)
		if waited := time.Since(begun); !errors.Is(err, context.DeadlineExceeded) || waited != time.Minute {
			t.Errorf("got %v after %s", err, waited)
		}
	})
}

func TestCancelledContextSendsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	handler, count := failing(0, nil)
	client := newTestClient(t, Config{Retries: 5}, handler)
	if err := client.Do(ctx, http.MethodGet, "x", nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if count.Load() != 0 {
		t.Errorf("got %d requests", count.Load())
	}
}

// A slow response must not be taken for one that has stopped.
func TestSlowAnswersAreRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newMemoryClient(t, Config{}, func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(answerTimeout - time.Second)
			for _, part := range []string{`{`, `"id"`, `: 1`, `}`} {
				_, _ = io.WriteString(w, part)
				_ = http.NewResponseController(w).Flush()
				time.Sleep(silenceTimeout - time.Second)
			}
		})
		var out struct{ ID int }
		if err := client.Do(t.Context(), http.MethodGet, "x", nil, &out); err != nil || out.ID != 1 {
			t.Errorf("got %v, %v", out, err)
		}
	})
}
