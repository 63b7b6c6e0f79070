package client

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// failing returns a handler that fails the first few times, and its counter.
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

func TestRetries(t *testing.T) {
	tests := map[string]struct {
		fail  http.HandlerFunc
		retry bool
	}{
		"connection aborted": {abort, true},
		"answer broken off":  {breakOff, true},
		"429":                {answer(429, "text/plain", "Retry later\n"), true},
		"500":                {answerJSON(500, `{"message":"500 Internal Server Error"}`), true},
		"502":                {answer(502, "text/html", "<html></html>"), true},
		"503":                {answerJSON(503, ""), true},
		"504":                {answerJSON(504, ""), true},
		"409 resource lock":  {answerJSON(409, `{"message":"409 Conflict: Resource lock"}`), true},
		"409":                {answerJSON(409, `{"message":"409 Conflict"}`), false},
		"400":                {answerJSON(400, `{"error":"webhook is missing"}`), false},
		"401":                {answerJSON(401, `{"message":"401 Unauthorized"}`), false},
		"403":                {answerJSON(403, `{"message":"403 Forbidden"}`), false},
		"404":                {answerJSON(404, `{"message":"404 Not Found"}`), false},
		"412":                {answerJSON(412, `{"message":"412 Precondition Failed"}`), false},
		"501":                {answerJSON(501, ""), false},
	}
	for name, test := range tests {
		for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
			t.Run(name+" "+method, func(t *testing.T) {
				handler, count := failing(2, test.fail)
				client := newTestClient(t, Config{Retries: 2}, handler)
				err := client.Do(t.Context(), method, "x", nil, nil)
				if test.retry && (err != nil || count.Load() != 3) {
					t.Errorf("got %v after %d requests", err, count.Load())
				}
				if !test.retry && (err == nil || count.Load() != 1) {
					t.Errorf("got %v after %d requests", err, count.Load())
				}
			})
		}
	}
}

func TestRetriesSendTheBodyAgain(t *testing.T) {
	var bodies []string
	client := newTestClient(t, Config{Retries: 1}, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(body))
		answerJSON(503, "")(w, r)
	})
	expectError(t, client.Do(t.Context(), http.MethodPut, "x", map[string]any{"a": 1}, nil), "503: Service Unavailable")
	if want := []string{`{"a":1}`, `{"a":1}`}; !slices.Equal(bodies, want) {
		t.Errorf("got %q", bodies)
	}
}

func TestRetriesEnd(t *testing.T) {
	for retries, requests := range map[int]int32{0: 1, 1: 2, 3: 4, -1: 1} {
		t.Run(strconv.Itoa(retries), func(t *testing.T) {
			handler, count := failing(100, answer(429, "text/plain", "Retry later\n"))
			client := newTestClient(t, Config{Retries: retries}, handler)
			err := client.Do(t.Context(), http.MethodGet, "x", nil, nil)
			expectError(t, err, "GET x: 429: Retry later")
			if count.Load() != requests {
				t.Errorf("got %d requests, want %d", count.Load(), requests)
			}
		})
	}
}

func TestRetriesKeepTheWordsOfTheLastConflict(t *testing.T) {
	client := newTestClient(t, Config{Retries: 1}, answerJSON(409, `{"message":"409 Conflict: Resource lock"}`))
	err := client.Do(t.Context(), http.MethodPut, "x", nil, nil)
	expectError(t, err, "PUT x: 409 Conflict: Resource lock")
}

func TestCertificateErrorsAreNotRetried(t *testing.T) {
	server := httptest.NewTLSServer(answerJSON(200, "{}"))
	defer server.Close()
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	client := mustNew(t, Config{BaseURL: server.URL, Retries: 3})
	client.wait = func(int, *http.Response) time.Duration {
		t.Error("the request is to be repeated")
		return 0
	}
	expectError(t, client.Do(t.Context(), http.MethodGet, "x", nil, nil), "GET x: tls: failed to verify certificate")
}

func TestTooLargeAnswersAreNotRetried(t *testing.T) {
	retry, err := shouldRetry(t.Context(), nil, errBodyTooLarge)
	if retry || err != nil {
		t.Errorf("got %v, %v", retry, err)
	}
}

func TestCancellationEndsAWaitAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	handler, count := failing(100, answerJSON(503, ""))
	client := newTestClient(t, Config{Retries: 5}, handler)
	client.wait = func(int, *http.Response) time.Duration {
		cancel()
		return time.Hour
	}
	if err := client.Do(ctx, http.MethodGet, "x", nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if count.Load() != 1 {
		t.Errorf("got %d requests", count.Load())
	}
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

func TestWaitGetsAttemptAndAnswer(t *testing.T) {
	handler, _ := failing(2, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "7")
		answer(429, "text/plain", "Retry later")(w, r)
	})
	client := newTestClient(t, Config{Retries: 2}, handler)
	var attempts []int
	var waits []time.Duration
	client.wait = func(attempt int, resp *http.Response) time.Duration {
		attempts = append(attempts, attempt)
		waits = append(waits, retryWait(attempt, resp))
		return 0
	}
	if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(attempts, []int{0, 1}) || !slices.Equal(waits, []time.Duration{7 * time.Second, 7 * time.Second}) {
		t.Errorf("got attempts %v, waits %v", attempts, waits)
	}
}

func TestAskedWait(t *testing.T) {
	now := time.Date(2026, 2, 13, 12, 0, 0, 0, time.UTC)
	reset := strconv.FormatInt(now.Add(30*time.Second).Unix(), 10)
	tests := map[string]struct {
		status int
		header map[string]string
		want   time.Duration
	}{
		"nothing":               {429, nil, 0},
		"seconds":               {429, map[string]string{"Retry-After": "12"}, 12 * time.Second},
		"date":                  {429, map[string]string{"Retry-After": "Fri, 13 Feb 2026 12:01:00 GMT"}, time.Minute},
		"date, maintenance":     {503, map[string]string{"Retry-After": "Fri, 13 Feb 2026 12:01:00 GMT"}, time.Minute},
		"seconds before reset":  {429, map[string]string{"Retry-After": "5", "RateLimit-Reset": reset}, 5 * time.Second},
		"reset":                 {429, map[string]string{"RateLimit-Reset": reset}, 30 * time.Second},
		"unreadable, reset":     {429, map[string]string{"Retry-After": "soon", "RateLimit-Reset": reset}, 30 * time.Second},
		"reset of other answer": {502, map[string]string{"RateLimit-Reset": reset}, 0},
		"unreadable reset":      {429, map[string]string{"RateLimit-Reset": "soon"}, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			resp := &http.Response{StatusCode: test.status, Header: http.Header{}}
			for name, value := range test.header {
				resp.Header.Set(name, value)
			}
			if got := askedWait(resp, now); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	if got := askedWait(nil, now); got != 0 {
		t.Errorf("got %s without an answer", got)
	}
}

func TestRetryWaitBacksOffWithJitter(t *testing.T) {
	different := map[time.Duration]bool{}
	for range 200 {
		wait := retryWait(2, nil)
		if wait <= 0 || wait > 4*time.Second {
			t.Fatalf("got %s", wait)
		}
		different[wait] = true
	}
	if len(different) < 100 {
		t.Errorf("got only %d different waits of 200", len(different))
	}
}

func TestRetryWaitIgnoresThePast(t *testing.T) {
	for _, value := range []string{"0", "-5", "Fri, 13 Feb 2015 12:00:00 GMT"} {
		resp := &http.Response{StatusCode: 429, Header: http.Header{"Retry-After": {value}}}
		if wait := retryWait(0, resp); wait <= 0 || wait > time.Second {
			t.Errorf("got %s for %q, want a back-off", wait, value)
		}
	}
}

func TestRetryWaitHasALimit(t *testing.T) {
	resp := &http.Response{StatusCode: 429, Header: http.Header{"Ratelimit-Reset": {"9000000000000"}}}
	if wait := retryWait(0, resp); wait != longestAskedWait {
		t.Errorf("got %s", wait)
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
