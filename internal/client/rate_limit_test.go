package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// script is a transport whose responses depend on the time. It records when requests
// arrive.
type script struct {
	answer func(since time.Duration, number int) *http.Response
	begun  time.Time

	mu    sync.Mutex
	asked []time.Duration
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	since := time.Since(s.begun)
	s.asked = append(s.asked, since)
	number := len(s.asked)
	s.mu.Unlock()
	resp := s.answer(since, number)
	if resp == nil {
		return nil, io.ErrUnexpectedEOF
	}
	resp.Request = req
	return resp, nil
}

// run starts workers that send one request each. It returns the times at which requests
// arrived, and the errors.
func (s *script) run(t *testing.T, workers, retries int) (asked []time.Duration, failures []error) {
	t.Helper()
	client := mustNew(t, Config{Retries: retries})
	client.http.Transport, s.begun = s, time.Now()
	inParallel(workers, 1, func() {
		err := client.Do(t.Context(), http.MethodPut, "x", nil, nil)
		s.mu.Lock()
		defer s.mu.Unlock()
		if err != nil {
			failures = append(failures, err)
		}
	})
	return s.asked, failures
}

func scripted(status int, header ...string) *http.Response {
	resp := &http.Response{StatusCode: status, ProtoMajor: 1, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}"))}
	for i := 0; i < len(header); i += 2 {
		resp.Header.Set(header[i], header[i+1])
	}
	return resp
}

func TestRefusalMakesAllRequestsWait(t *testing.T) {
	const latency = 100 * time.Millisecond
	tests := map[string]struct {
		refuse func() *http.Response
		second time.Duration
	}{
		"Retry-After": {
			func() *http.Response { return scripted(429, "Retry-After", "10") },
			10*time.Second + latency,
		},
		"RateLimit-Reset": {
			func() *http.Response {
				return scripted(429, "RateLimit-Reset", strconv.FormatInt(time.Now().Add(10*time.Second).Unix(), 10))
			},
			10 * time.Second,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := &script{answer: func(since time.Duration, _ int) *http.Response {
					time.Sleep(latency)
					if since == 0 {
						return test.refuse()
					}
					return scripted(200)
				}}
				asked, failures := script.run(t, 10, 1)
				want := slices.Concat(slices.Repeat([]time.Duration{0}, 10), slices.Repeat([]time.Duration{test.second}, 10))
				if !slices.Equal(asked, want) || failures != nil {
					t.Errorf("got %v, %v", asked, failures)
				}
			})
		})
	}
}

// After a refusal, other requests wait too.
func TestRefusalMakesLaterRequestsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(_ time.Duration, number int) *http.Response {
			if number == 1 {
				return scripted(429, "Retry-After", "10")
			}
			return scripted(200)
		}}
		client := mustNew(t, Config{Retries: 1})
		client.http.Transport, script.begun = script, time.Now()
		send := func() {
			if err := client.Do(t.Context(), http.MethodPut, "x", nil, nil); err != nil {
				t.Error(err)
			}
		}
		var refused sync.WaitGroup
		refused.Go(send)
		time.Sleep(time.Second)
		send()
		refused.Wait()
		if want := []time.Duration{0, 10 * time.Second, 10 * time.Second}; !slices.Equal(script.asked, want) {
			t.Errorf("requests arrived at %v", script.asked)
		}
	})
}

// Requests that were already sent when the pause began are refused as well. These
// refusals must not extend the pause.
func TestRefusalsDuringAPauseDoNotMakeItLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(since time.Duration, number int) *http.Response {
			if since > 0 {
				return scripted(200)
			}
			time.Sleep(time.Duration(number))
			return scripted(429)
		}}
		_, failures := script.run(t, 10, 1)
		if took := time.Since(script.begun); failures != nil || took > firstBackoff+10 {
			t.Errorf("took %s, %v", took, failures)
		}
	})
}

// If one response asks for a wait that is too long and another for a short one, later
// requests wait for the short one only.
func TestPauseThatIsTooLongIsForOneRequest(t *testing.T) {
	for name, header := range map[string][]string{
		"seconds": {"Retry-After", "86400"},
		"unit":    {"RateLimit-Reset", "9000000000000"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := &script{answer: func(since time.Duration, number int) *http.Response {
					switch {
					case number == 1:
						return scripted(429, header...)
					case since < 10*time.Second && number < 100:
						return scripted(429, "Retry-After", "10")
					}
					return scripted(200)
				}}
				client := mustNew(t, Config{Retries: 1})
				client.http.Transport, script.begun = script, time.Now()
				expectError(t, client.Do(t.Context(), http.MethodPut, "x", nil, nil), "429")
				if err := client.Do(t.Context(), http.MethodPut, "x", nil, nil); err != nil {
					t.Error(err)
				}
				if want := []time.Duration{0, 0, 10 * time.Second}; !slices.Equal(script.asked, want) {
					t.Errorf("%d requests, at %v", len(script.asked), script.asked[:min(10, len(script.asked))])
				}
			})
		})
	}
}

// A request that cannot wait until the end of the pause is sent once and is not
// retried.
func TestRequestThatCannotWaitForTheEndOfThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(_ time.Duration, number int) *http.Response {
			switch {
			case number == 1:
				return scripted(503, "Retry-After", "590")
			case number == 2:
				return scripted(429, "Retry-After", "300")
			case number < 100:
				return scripted(429, "Retry-After", "10")
			}
			return scripted(200)
		}}
		client := mustNew(t, Config{Retries: 1, MaxWait: 600 * time.Second})
		client.http.Transport, script.begun = script, time.Now()
		var all sync.WaitGroup
		all.Go(func() { expectError(t, client.Do(t.Context(), http.MethodPut, "x", nil, nil), "429") })
		time.Sleep(580 * time.Second)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(20*time.Second, cancel)
		if err := client.Do(ctx, http.MethodPut, "x", nil, nil); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		all.Wait()
		if want := []time.Duration{0, 580 * time.Second, 590 * time.Second}; !slices.Equal(script.asked, want) {
			t.Errorf("%d requests, at %v", len(script.asked), script.asked[:min(10, len(script.asked))])
		}
	})
}

// The reset is compared with the Date header of the response that contains it. The
// clock of a proxy does not matter.
func TestRateLimitIgnoresTheClockOfAProxy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(_ time.Duration, number int) *http.Response {
			now := time.Now().UTC()
			switch number {
			case 1:
				return scripted(502, "Date", now.Add(time.Hour).Format(http.TimeFormat))
			case 2:
				return scripted(200, "Date", now.Format(http.TimeFormat), "RateLimit-Remaining", "0", "RateLimit-Reset", strconv.FormatInt(now.Add(40*time.Second).Unix(), 10))
			}
			return scripted(200)
		}}
		client := mustNew(t, Config{})
		client.http.Transport, script.begun = script, time.Now()
		expectError(t, client.Do(t.Context(), http.MethodGet, "x", nil, nil), "502")
		for range 2 {
			if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
				t.Error(err)
			}
		}
		if want := []time.Duration{0, 0, 40 * time.Second}; !slices.Equal(script.asked, want) {
			t.Errorf("requests arrived at %v", script.asked)
		}
	})
}

func TestWaitingForTheRateLimitUsesNoRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(since time.Duration, number int) *http.Response {
			switch {
			case since < 8*time.Minute:
				return scripted(429, "Retry-After", "10")
			case number%2 == 0:
				return scripted(503)
			}
			return scripted(200)
		}}
		if _, failures := script.run(t, 1, 1); failures != nil {
			t.Error(failures)
		}
	})
}

func TestRateLimitIsWaitedForWhenRetriesAreUsedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(_ time.Duration, number int) *http.Response {
			return []*http.Response{scripted(503), scripted(429, "Retry-After", "10"), scripted(200)}[number-1]
		}}
		if _, failures := script.run(t, 1, 1); failures != nil {
			t.Error(failures)
		}
	})
}

// Pauses without Retry-After grow only until a request is accepted.
func TestPausesWithoutTimesBeginAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := rateLimit{maxWait: time.Hour}
		for range 20 {
			limit.observe(scripted(429))
			time.Sleep(time.Until(limit.resumesAt()))
		}
		limit.observe(scripted(200))
		limit.observe(scripted(429))
		if wait := time.Until(limit.resumesAt()); wait > firstBackoff+1 {
			t.Errorf("the pause is %s", wait)
		}
	})
}

func TestWithoutRetriesNothingIsRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(time.Duration, int) *http.Response { return scripted(429, "Retry-After", "10") }}
		asked, failures := script.run(t, 10, 0)
		if len(asked) != 10 || len(failures) != 10 {
			t.Errorf("got %v, %v", asked, failures)
		}
	})
}

func TestWaitingForTheRateLimitEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(time.Duration, int) *http.Response { return scripted(429, "Retry-After", "240") }}
		asked, failures := script.run(t, 10, 5)
		if len(failures) != 10 || time.Since(script.begun) > DefaultMaxWait || len(asked) > 30 {
			t.Errorf("got %v, %v", asked, failures)
		}
		for _, err := range failures {
			expectError(t, err, "PUT x: 429")
		}
	})
}

func TestRequestsWaitWhenNothingIsLeft(t *testing.T) {
	// In a synctest bubble, the time starts at a full minute.
	reset := func(after time.Duration) string { return strconv.FormatInt(time.Now().Add(after).Unix(), 10) }
	now := func() string { return time.Now().UTC().Format(http.TimeFormat) }
	tests := map[string]struct {
		answer func() *http.Response
		wait   time.Duration
	}{
		"no requests left": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(40*time.Second))
		}, 40 * time.Second},
		"no requests left, with 404": {func() *http.Response {
			return scripted(404, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(40*time.Second))
		}, 40 * time.Second},
		"clock ahead": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(time.Hour), "Date", time.Now().UTC().Add(time.Hour-20*time.Second).Format(http.TimeFormat))
		}, 20 * time.Second},
		"clock behind": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(-time.Hour), "Date", time.Now().UTC().Add(-time.Hour-20*time.Second).Format(http.TimeFormat))
		}, 20 * time.Second},
		"a request left": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "1", "RateLimit-Reset", reset(40*time.Second))
		}, 0},
		"no reset": {func() *http.Response { return scripted(200, "RateLimit-Remaining", "0") }, 0},
		"past": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(-time.Second), "Date", now())
		}, 0},
		"far future": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(2*DefaultMaxWait))
		}, 0},
		"absurd": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "0", "RateLimit-Reset", "9000000000000")
		}, 0},
		"unreadable":             {func() *http.Response { return scripted(200, "RateLimit-Remaining", "none", "RateLimit-Reset", "soon") }, 0},
		"Retry-After of success": {func() *http.Response { return scripted(200, "Retry-After", "40") }, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := &script{answer: func(_ time.Duration, number int) *http.Response {
					if number == 1 {
						return test.answer()
					}
					return scripted(200)
				}}
				client := mustNew(t, Config{})
				client.http.Transport, script.begun = script, time.Now()
				_ = client.Do(t.Context(), http.MethodGet, "x", nil, nil)
				if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
					t.Fatal(err)
				}
				if waited := script.asked[1]; waited != test.wait {
					t.Errorf("waited %s, want %s", waited, test.wait)
				}
			})
		})
	}
}

// The Date header has a resolution of one second, so each response narrows down
// GitLab's clock a little more.
func TestRateLimitTakesTheEarliestEndOfAPeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit, begun := rateLimit{maxWait: time.Hour}, time.Now()
		reset := strconv.FormatInt(begun.Add(time.Minute).Unix(), 10)
		for i, remaining := range []string{"2", "1", "0"} {
			time.Sleep(time.Duration(i) * 50 * time.Millisecond)
			date := time.Now().Add(950 * time.Millisecond).UTC().Format(http.TimeFormat)
			limit.observe(scripted(200, "Date", date, "RateLimit-Remaining", remaining, "RateLimit-Reset", reset))
		}
		if resumes := limit.resumesAt(); resumes.Sub(begun) != time.Minute-950*time.Millisecond {
			t.Errorf("waits until %s", resumes.Sub(begun))
		}
	})
}

func TestCancelledRequestsDoNotWaitForTheRateLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(since time.Duration, _ int) *http.Response {
			if since < time.Minute {
				return scripted(429, "Retry-After", "60")
			}
			return scripted(200)
		}}
		client := mustNew(t, Config{Retries: 1})
		client.http.Transport, script.begun = script, time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		var all sync.WaitGroup
		for i := range 10 {
			all.Go(func() {
				if i == 0 {
					if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil || time.Since(script.begun) != time.Minute {
						t.Errorf("got %v after %s", err, time.Since(script.begun))
					}
					return
				}
				err := client.Do(ctx, http.MethodGet, "x", nil, nil)
				if !errors.Is(err, context.Canceled) || time.Since(script.begun) != 10*time.Second {
					t.Errorf("got %v after %s", err, time.Since(script.begun))
				}
			})
		}
		all.Wait()
	})
}
