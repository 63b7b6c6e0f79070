package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

// limitedGitLab accepts so many requests in each period, like GitLab. It is a
// client's transport itself.
type limitedGitLab struct {
	requests int
	period   time.Duration
	latency  time.Duration
	// ahead is how much its clock is ahead.
	ahead time.Duration
	// tells is whether it says with every answer how many requests are left;
	// speechless, that it does not even say when to come back.
	tells, speechless bool
	// others is how many requests of others it counts for each of ours.
	others int

	mu                          sync.Mutex
	begun                       int64
	observed, accepted, refused int
}

func (g *limitedGitLab) RoundTrip(req *http.Request) (*http.Response, error) {
	select {
	case <-time.After(g.latency):
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	resp := g.answer(req)
	time.Sleep(g.latency)
	return resp, nil
}

func (g *limitedGitLab) answer(req *http.Request) *http.Response {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now().Add(g.ahead)
	length := int64(g.period / time.Second)
	if begun := now.Unix() - now.Unix()%length; begun != g.begun {
		g.begun, g.observed = begun, 0
	}
	g.observed += 1 + g.others
	reset := g.begun + length
	header := http.Header{"Date": {now.UTC().Format(http.TimeFormat)}}
	if g.tells {
		header.Set("RateLimit-Remaining", strconv.Itoa(max(0, g.requests-g.observed)))
		header.Set("RateLimit-Reset", strconv.FormatInt(reset, 10))
	}
	if g.observed <= g.requests {
		g.accepted++
		return &http.Response{StatusCode: 200, ProtoMajor: 1, Header: header, Request: req, Body: io.NopCloser(strings.NewReader("{}"))}
	}
	g.refused++
	if !g.speechless {
		header.Set("Retry-After", strconv.FormatInt(reset-now.Unix(), 10))
	}
	return &http.Response{StatusCode: 429, ProtoMajor: 1, Header: header, Request: req, Body: io.NopCloser(strings.NewReader("Retry later\n"))}
}

// client returns a client with so many retries.
func (g *limitedGitLab) client(t *testing.T, retries int) *Client {
	t.Helper()
	client := mustNew(t, Config{Retries: retries})
	client.http.Transport = g
	return client
}

// finish sends requests by ten workers until so many have been answered.
func finish(t *testing.T, client *Client, requests int) {
	t.Helper()
	jobs := make(chan struct{}, requests)
	for range requests {
		jobs <- struct{}{}
	}
	close(jobs)
	inParallel(10, 1, func() {
		for range jobs {
			if err := client.Do(t.Context(), http.MethodPut, "x", nil, nil); err != nil {
				t.Error(err)
			}
		}
	})
}

// The limit alone dictates how long it takes: all periods but the last are
// waited for, and only the last requests need time of their own.
func TestLimitIsUsedInFull(t *testing.T) {
	const requests = 5000
	tests := map[string]struct {
		gitlab  *limitedGitLab
		refused int // At most.
	}{
		"tells":               {&limitedGitLab{tells: true}, 0},
		"tells, clock ahead":  {&limitedGitLab{tells: true, ahead: 10*time.Minute + 300*time.Millisecond}, 0},
		"tells, clock behind": {&limitedGitLab{tells: true, ahead: -time.Hour - 700*time.Millisecond}, 0},
		"tells, slow":         {&limitedGitLab{tells: true, latency: 400 * time.Millisecond}, 0},
		"refuses only":        {&limitedGitLab{}, 49},
		"refuses, slow":       {&limitedGitLab{latency: 400 * time.Millisecond}, 49},
		"refuses, clock":      {&limitedGitLab{ahead: 10*time.Minute + 300*time.Millisecond}, 49},
		"two jobs":            {&limitedGitLab{tells: true, others: 1}, 49},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gitlab := test.gitlab
				gitlab.requests, gitlab.period = 600, time.Minute
				if gitlab.latency == 0 {
					gitlab.latency = 15 * time.Millisecond
				}
				begun := time.Now()
				finish(t, gitlab.client(t, 2), requests)
				took, share := time.Since(begun), 600/(1+gitlab.others)
				t.Logf("%d answered, %d refused, in %s", gitlab.accepted, gitlab.refused, took)
				if gitlab.accepted != requests || gitlab.refused > test.refused {
					t.Errorf("%d accepted, %d refused", gitlab.accepted, gitlab.refused)
				}
				last := requests - requests/share*share
				// Time begins at a whole minute.
				atLeast := time.Duration(requests/share)*time.Minute + time.Duration(last/10)*2*gitlab.latency
				if limit := atLeast + atLeast/20; took > limit {
					t.Errorf("took %s, want at most %s", took, limit)
				}
			})
		})
	}
}

// Without a word about when to come back it takes longer, but nothing fails.
func TestLimitWithoutTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gitlab := &limitedGitLab{requests: 600, period: time.Minute, latency: 15 * time.Millisecond, speechless: true}
		begun := time.Now()
		finish(t, gitlab.client(t, 1), 2000)
		if gitlab.accepted != 2000 || gitlab.refused > 60 || time.Since(begun) > 6*time.Minute {
			t.Errorf("%d accepted, %d refused, in %s", gitlab.accepted, gitlab.refused, time.Since(begun))
		}
	})
}

// Below the limit nobody waits.
func TestNothingIsSlowerBelowTheLimit(t *testing.T) {
	for name, gitlab := range map[string]*limitedGitLab{
		"tells":        {requests: 600, period: time.Minute, tells: true},
		"tells, hour":  {requests: 600, period: time.Hour, tells: true},
		"refuses only": {requests: 600, period: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gitlab.latency = 50 * time.Millisecond
				begun := time.Now()
				finish(t, gitlab.client(t, 0), 600)
				if took := time.Since(begun); took != 60*2*gitlab.latency || gitlab.refused != 0 {
					t.Errorf("took %s, %d refused", took, gitlab.refused)
				}
			})
		})
	}
}

// script is a client's transport that answers by the clock, and remembers when
// it was asked.
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

// run lets some workers send one request each, and returns when GitLab was
// asked and what they got.
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

func count(asked []time.Duration, from, to time.Duration) (number int) {
	for _, at := range asked {
		if from <= at && at < to {
			number++
		}
	}
	return number
}

func TestOneTriesForAll(t *testing.T) {
	const latency = 100 * time.Millisecond
	tests := map[string]struct {
		refuse func() *http.Response
		trials []time.Duration
	}{
		"seconds": {
			func() *http.Response { return scripted(429, "Retry-After", "10") },
			[]time.Duration{10*time.Second + latency, 20*time.Second + 2*latency, 30*time.Second + 3*latency},
		},
		"reset, whole seconds": {
			func() *http.Response {
				return scripted(429, "RateLimit-Reset", strconv.FormatInt(time.Now().Add(10*time.Second).Unix(), 10))
			},
			[]time.Duration{10 * time.Second, 20 * time.Second, 30 * time.Second},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := &script{answer: func(since time.Duration, _ int) *http.Response {
					time.Sleep(latency)
					if since < 30*time.Second {
						return test.refuse()
					}
					return scripted(200)
				}}
				asked, failures := script.run(t, 10, 1)
				want := append(slices.Repeat([]time.Duration{0}, 10), test.trials...)
				want = append(want, slices.Repeat([]time.Duration{test.trials[2] + latency}, 9)...)
				if !slices.Equal(asked, want) || failures != nil {
					t.Errorf("got %v, %v", asked, failures)
				}
			})
		})
	}
}

// A refusal comes at once; an answer can take long.
func TestNobodyWaitsForASlowTrial(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(since time.Duration, number int) *http.Response {
			switch {
			case since == 0:
				time.Sleep(time.Millisecond)
				return scripted(429, "Retry-After", "10")
			case number == 11:
				time.Sleep(time.Minute)
			}
			return scripted(200)
		}}
		asked, failures := script.run(t, 10, 1)
		if got := count(asked, 10*time.Second+longestTrial, 11*time.Second+longestTrial); got != 9 || failures != nil {
			t.Errorf("got %v, %v", asked, failures)
		}
	})
}

// A trial without an answer tells nothing, so the others go on waiting.
func TestAnotherTriesIfTheTrialIsLost(t *testing.T) {
	const latency = 100 * time.Millisecond
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(since time.Duration, number int) *http.Response {
			time.Sleep(latency)
			switch {
			case since == 0:
				return scripted(429, "Retry-After", "10")
			case number == 11 || number == 12:
				return nil
			}
			return scripted(200)
		}}
		asked, failures := script.run(t, 10, 2)
		want := []time.Duration{10*time.Second + latency, 10*time.Second + 2*latency, 10*time.Second + 3*latency, 10*time.Second + 4*latency}
		if !slices.Equal(asked[10:14], want) || len(asked) != 22 || failures != nil {
			t.Errorf("got %v, %v", asked, failures)
		}
	})
}

// Once nobody waits for a slow trial any more, what becomes of it says nothing of
// a later refusal: that one has a trial of its own, and only one.
func TestSlowTrialDoesNotSpeakForALaterOne(t *testing.T) {
	for name, last := range map[string]*http.Response{"answered": scripted(200), "lost": nil} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := &script{answer: func(since time.Duration, _ int) *http.Response {
					switch {
					case since == 14*time.Second:
						time.Sleep(20 * time.Second)
						return last
					case since < 20*time.Second:
						return scripted(429, "Retry-After", "14")
					}
					time.Sleep(4 * time.Second)
					return scripted(200)
				}}
				asked, failures := script.run(t, 10, 1)
				// They are refused again as soon as they do not wait for the slow
				// one, and the later trial begins before that one ends.
				later := 14*time.Second + longestTrial + 14*time.Second
				if got := count(asked, later, later+4*time.Second); got != 1 || failures != nil {
					t.Errorf("got %v, %v", asked, failures)
				}
			})
		})
	}
}

// What was sent before the others were made to wait is refused without news.
func TestLateRefusalsDoNotStartTrials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(_ time.Duration, number int) *http.Response {
			switch {
			case number <= 10:
				time.Sleep(time.Duration(number) * time.Second)
				return scripted(429)
			case number == 11:
				time.Sleep(longestTrial - 1)
			}
			return scripted(200)
		}}
		asked, failures := script.run(t, 10, 1)
		if got := count(asked[11:], 0, asked[10]+longestTrial-1); got != 0 || failures != nil {
			t.Errorf("got %v, %v", asked, failures)
		}
	})
}

// One limit is too long to wait for and another is not: the next try comes
// when the other allows it.
func TestWaitThatIsTooLongIsForTheRequestAlone(t *testing.T) {
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
					t.Errorf("asked %d times: %v", len(script.asked), script.asked[:min(10, len(script.asked))])
				}
			})
		})
	}
}

// A request that cannot wait until the others may go on is tried once, and not
// again and again.
func TestNoHurryWhileOthersWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(_ time.Duration, number int) *http.Response {
			switch {
			case number == 1:
				return scripted(503, "Retry-After", "600")
			case number == 2:
				return scripted(429, "Retry-After", "3600")
			case number < 100:
				return scripted(429, "Retry-After", "10")
			}
			return scripted(200)
		}}
		client := mustNew(t, Config{Retries: 1})
		client.http.Transport, script.begun = script, time.Now()
		var all sync.WaitGroup
		all.Go(func() { expectError(t, client.Do(t.Context(), http.MethodPut, "x", nil, nil), "429") })
		time.Sleep(599 * time.Second)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		if err := client.Do(ctx, http.MethodPut, "x", nil, nil); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		all.Wait()
		if want := []time.Duration{0, 599 * time.Second, 600 * time.Second}; !slices.Equal(script.asked, want) {
			t.Errorf("asked %d times: %v", len(script.asked), script.asked[:min(10, len(script.asked))])
		}
	})
}

// GitLab's clock is that of the answers that GitLab gives, whatever a proxy
// thinks that the time is.
func TestClockOfAProxyIsIgnored(t *testing.T) {
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
			t.Errorf("asked at %v", script.asked)
		}
	})
}

// GitLab has not counted what did not reach it.
func TestLostConnectionsDoNotUseTheLimitUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reset := strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10)
		script := &script{answer: func(_ time.Duration, number int) *http.Response {
			if 1 < number && number <= 6 {
				return nil
			}
			return scripted(200, "RateLimit-Remaining", "5", "RateLimit-Reset", reset)
		}}
		client := mustNew(t, Config{Retries: 5})
		client.http.Transport, script.begun = script, time.Now()
		for range 2 {
			if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(script.begun); took > 2*time.Minute {
			t.Errorf("took %s", took)
		}
	})
}

func TestWaitingForTheLimitUsesNoRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(since time.Duration, number int) *http.Response {
			switch {
			case since < 20*time.Minute:
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

func TestWithoutRetriesNothingIsRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(time.Duration, int) *http.Response { return scripted(429, "Retry-After", "10") }}
		asked, failures := script.run(t, 10, 0)
		if len(asked) != 10 || len(failures) != 10 {
			t.Errorf("got %v, %v", asked, failures)
		}
	})
}

// Each of them finds out by itself that it is in vain.
func TestWaitingForTheLimitEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{answer: func(time.Duration, int) *http.Response { return scripted(429, "Retry-After", "600") }}
		asked, failures := script.run(t, 10, 5)
		if len(failures) != 10 || time.Since(script.begun) > MaxWait || len(asked) > 30 {
			t.Errorf("got %v, %v", asked, failures)
		}
		for _, err := range failures {
			expectError(t, err, "PUT x: 429")
		}
	})
}

func TestRequestsWaitBeforeTheLimitIsHit(t *testing.T) {
	// Time begins at a whole minute in synctest.
	reset := func(after time.Duration) string { return strconv.FormatInt(time.Now().Add(after).Unix(), 10) }
	now := func() string { return time.Now().UTC().Format(http.TimeFormat) }
	tests := map[string]struct {
		answer func() *http.Response
		wait   time.Duration
	}{
		"nothing left": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(40*time.Second))
		}, 40 * time.Second},
		"nothing left, refused": {func() *http.Response {
			return scripted(404, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(40*time.Second))
		}, 40 * time.Second},
		"clock ahead": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(time.Hour), "Date", time.Now().UTC().Add(time.Hour-20*time.Second).Format(http.TimeFormat))
		}, 20 * time.Second},
		"clock behind": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(-time.Hour), "Date", time.Now().UTC().Add(-time.Hour-20*time.Second).Format(http.TimeFormat))
		}, 20 * time.Second},
		"something left": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "1", "RateLimit-Reset", reset(40*time.Second))
		}, 0},
		"no time": {func() *http.Response { return scripted(200, "RateLimit-Remaining", "0") }, 0},
		"past": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(-time.Second), "Date", now())
		}, 0},
		"far future": {func() *http.Response {
			return scripted(200, "RateLimit-Remaining", "0", "RateLimit-Reset", reset(2*MaxWait))
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

// Answers can overtake each other; the one that knows of more requests counts.
func TestOlderNewsAreIgnored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := newLimit()
		window := strconv.FormatInt(time.Now().Add(time.Minute).Unix(), 10)
		older := strconv.FormatInt(time.Now().Add(30*time.Second).Unix(), 10)
		var given [4]*turn
		for i := range given {
			given[i], _, _ = limit.take(time.Now(), time.Now().Add(time.Hour))
		}
		limit.end(given[0], scripted(200, "RateLimit-Remaining", "2", "RateLimit-Reset", window))
		limit.end(given[1], scripted(200, "RateLimit-Remaining", "5", "RateLimit-Reset", window))
		limit.end(given[2], scripted(200, "RateLimit-Remaining", "9", "RateLimit-Reset", older))
		// One is in flight, so only one more may be.
		for want := range 2 {
			given, _, _ := limit.take(time.Now(), time.Now().Add(time.Hour))
			if (given != nil) != (want == 0) {
				t.Errorf("request %d: got %v", want, given)
			}
		}
	})
}

// GitLab shows whole seconds of its clock, so each answer tells a little more.
func TestClockOfGitLabIsMeasured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit, begun := newLimit(), time.Now()
		reset := strconv.FormatInt(begun.Add(time.Minute).Unix(), 10)
		for i, remaining := range []string{"2", "1", "0"} {
			time.Sleep(time.Duration(i) * 50 * time.Millisecond)
			given, _, _ := limit.take(time.Now(), begun.Add(time.Hour))
			date := time.Now().Add(950 * time.Millisecond).UTC().Format(http.TimeFormat)
			limit.end(given, scripted(200, "Date", date, "RateLimit-Remaining", remaining, "RateLimit-Reset", reset))
		}
		if _, until, _ := limit.take(time.Now(), begun.Add(time.Hour)); until.Sub(begun) != time.Minute-950*time.Millisecond {
			t.Errorf("waits until %s", until.Sub(begun))
		}
	})
}

func TestCancelledRequestsDoNotWaitForTheLimit(t *testing.T) {
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

func TestWaitingForTheLimitIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handler, _ := failing(1, withHeader("Retry-After", "60", tooMany))
		client := newMemoryClient(t, Config{Retries: 1}, handler)
		var logged bytes.Buffer
		if err := client.Do(tflogtest.RootLogger(t.Context(), &logged), http.MethodGet, "x", nil, nil); err != nil {
			t.Fatal(err)
		}
		lines, err := tflogtest.MultilineJSONDecode(&logged)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]any{"@level": "info", "@message": "Waiting for GitLab's rate limit", "@module": "provider", "wait": "1m0s"}
		if len(lines) != 3 || !reflect.DeepEqual(lines[1], want) {
			t.Errorf("got lines %v", lines)
		}
	})
}

// nonsense is a GitLab behind a proxy that both say anything: every ten
// seconds the contrary of what they said before.
func nonsense(seed uint64) *http.Response {
	dice := rand.New(rand.NewPCG(seed, uint64(time.Now().Unix()/10)))
	pick := func(values ...string) string { return values[dice.IntN(len(values))] }
	soon := strconv.FormatInt(time.Now().Add(time.Duration(dice.IntN(120)-30)*time.Second).Unix(), 10)
	date := time.Now().Add(time.Duration(dice.IntN(7200)-3600) * time.Second).UTC().Format(http.TimeFormat)
	if dice.IntN(10) == 0 {
		return nil
	}
	resp := scripted([]int{200, 200, 200, 404, 429, 429, 429, 503}[dice.IntN(8)])
	for name, value := range map[string]string{
		"Retry-After":         pick("", "", "0", "1", "30", "3600", "86400", "-1", "soon", date),
		"RateLimit-Remaining": pick("", "", "0", "0", "1", "5", "1000", "-7", "none", "99999999999999999999"),
		"RateLimit-Reset":     pick("", soon, soon, soon, "30", "0", "-1", "9000000000000", "99999999999999999999"),
		"Date":                pick("", "", date, time.Now().UTC().Format(http.TimeFormat), "yesterday"),
	} {
		if value != "" {
			resp.Header.Set(name, value)
		}
	}
	return resp
}

// Whatever it is told, every request ends, in time, and none is sent again and
// again without a wait.
func TestNonsenseIsSurvived(t *testing.T) {
	const workers, each, retries = 10, 200, 3
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := &script{answer: func(time.Duration, int) *http.Response {
					time.Sleep(100 * time.Millisecond)
					return nonsense(seed)
				}}
				client := mustNew(t, Config{Retries: retries})
				client.http.Transport = script
				inParallel(workers, each, func() {
					begun := time.Now()
					_ = client.Do(t.Context(), http.MethodPut, "x", nil, nil)
					if took := time.Since(begun); took > MaxWait+time.Minute {
						t.Errorf("took %s", took)
					}
				})
				if number := len(script.asked); number > workers*each*3/2 {
					t.Errorf("%d requests", number)
				}
			})
		})
	}
}
