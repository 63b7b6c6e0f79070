package client

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// throttledGitLab is a transport that accepts a fixed number of requests in each
// period, as GitLab's rate limit does.
type throttledGitLab struct {
	throttle

	mu                sync.Mutex
	begun             int64
	observed          int
	accepted, refused int
	// mostRefused is the highest number of refusals in one period.
	refusedInPeriod, mostRefused int
}

// throttle describes how a GitLab limits requests.
type throttle struct {
	requests int
	period   time.Duration
	// latency is the time that a request or a response takes to arrive.
	latency time.Duration
	// clockAhead is the difference between GitLab's clock and the client's.
	clockAhead time.Duration
	names      resetNamed
	// others is the number of other clients' requests that arrive with each request.
	others int
}

// resetNamed describes which responses contain the end of the period.
type resetNamed int

const (
	// always is for GitLab since 18.6, which sends RateLimit-* headers with every
	// response.
	always resetNamed = iota
	// whenRefusing is for GitLab 13.8 to 18.5, which sends RateLimit-* and Retry-After
	// headers with status 429.
	whenRefusing
	// onlyPeriod is for GitLab before 13.8, where Retry-After is the length of the
	// period.
	onlyPeriod
	// never is for a proxy that refuses requests without Retry-After.
	never
)

func (g *throttledGitLab) RoundTrip(req *http.Request) (*http.Response, error) {
	time.Sleep(g.latency)
	resp := g.answer(req)
	time.Sleep(g.latency)
	return resp, nil
}

func (g *throttledGitLab) answer(req *http.Request) *http.Response {
	g.mu.Lock()
	defer g.mu.Unlock()
	now, length := time.Now().Add(g.clockAhead), int64(g.period/time.Second)
	if begun := now.Unix() - now.Unix()%length; begun != g.begun {
		g.begun, g.observed, g.refusedInPeriod = begun, 0, 0
	}
	g.observed += 1 + g.others
	resp := scripted(http.StatusOK)
	if g.observed > g.requests {
		resp = scripted(http.StatusTooManyRequests)
		resp.Body = io.NopCloser(strings.NewReader("Retry later\n"))
		g.refused++
		g.refusedInPeriod++
		g.mostRefused = max(g.mostRefused, g.refusedInPeriod)
	} else {
		g.accepted++
	}
	resp.Request = req
	g.setHeader(resp, now, g.begun+length)
	return resp
}

// setHeader sets the headers that GitLab sends in a period that ends at reset.
func (g *throttledGitLab) setHeader(resp *http.Response, now time.Time, reset int64) {
	refused := resp.StatusCode == http.StatusTooManyRequests
	resp.Header.Set("Date", now.UTC().Format(http.TimeFormat))
	if g.names == always || g.names == whenRefusing && refused {
		resp.Header.Set("RateLimit-Remaining", strconv.Itoa(max(0, g.requests-g.observed)))
		resp.Header.Set("RateLimit-Reset", strconv.FormatInt(reset, 10))
	}
	switch {
	case refused && g.names == onlyPeriod:
		resp.Header.Set("Retry-After", strconv.FormatInt(int64(g.period/time.Second), 10))
	case refused && g.names != never:
		resp.Header.Set("Retry-After", strconv.FormatInt(reset-now.Unix(), 10))
	}
}

// client returns a new client of this GitLab.
func (g *throttledGitLab) client(t *testing.T, retries int) *Client {
	t.Helper()
	client := mustNew(t, Config{Retries: retries})
	client.http.Transport = g
	return client
}

// sendAll sends requests with several concurrent workers. None of the requests may
// fail.
func sendAll(t *testing.T, client *Client, workers, requests int) {
	t.Helper()
	jobs := make(chan struct{}, requests)
	for range requests {
		jobs <- struct{}{}
	}
	close(jobs)
	inParallel(workers, 1, func() {
		for range jobs {
			if err := client.Do(t.Context(), http.MethodPut, "x", nil, nil); err != nil {
				t.Error(err)
			}
		}
	})
}

// This test sends 5,000 requests to a GitLab that accepts 600 a minute. Only the rate
// limit may decide how long that takes. GitLab refuses at most one request of each
// worker in a period, and no request fails.
func TestRateLimitIsUsedInFull(t *testing.T) {
	const requests, limit = 5000, 600
	const fast, slow = 15 * time.Millisecond, 47 * time.Millisecond
	tests := map[string]struct {
		throttle  throttle
		processes int
	}{
		"reset in every response":            {throttle{latency: fast}, 1},
		"clock ahead":                        {throttle{latency: fast, clockAhead: 10*time.Minute + 300*time.Millisecond}, 1},
		"clock behind":                       {throttle{latency: fast, clockAhead: -time.Hour - 700*time.Millisecond}, 1},
		"slow":                               {throttle{latency: slow}, 1},
		"reset with 429 only":                {throttle{latency: fast, names: whenRefusing}, 1},
		"reset with 429 only, slow":          {throttle{latency: slow, names: whenRefusing}, 1},
		"other clients use half":             {throttle{latency: fast, others: 1}, 1},
		"two processes":                      {throttle{latency: fast}, 2},
		"two processes, reset with 429 only": {throttle{latency: fast, names: whenRefusing}, 2},
	}
	for name, test := range tests {
		for _, workers := range []int{1, 10, 40} {
			t.Run(fmt.Sprintf("%s/%d", name, workers), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					gitlab := &throttledGitLab{throttle: test.throttle}
					gitlab.requests, gitlab.period = limit, time.Minute
					begun := time.Now()
					inParallel(test.processes, 1, func() { sendAll(t, gitlab.client(t, 2), workers, requests/test.processes) })
					took := time.Since(begun)
					t.Logf("%d refused, %d in one period, in %s", gitlab.refused, gitlab.mostRefused, took)
					if gitlab.accepted != requests || gitlab.mostRefused > workers*test.processes {
						t.Errorf("%d accepted, %d refused in one period", gitlab.accepted, gitlab.mostRefused)
					}
					// In a synctest bubble, the time starts at a full minute.
					share := limit / (1 + gitlab.others)
					last := requests % share / workers
					alone := time.Duration(requests/share)*time.Minute + time.Duration(last)*2*gitlab.latency
					if took > alone+alone/50 {
						t.Errorf("took %s, but the rate limit requires only %s", took, alone)
					}
				})
			})
		}
	}
}

// GitLab before 13.8 returns the length of a whole period, even at the end of the
// period.
func TestRateLimitThatNamesItsPeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gitlab := &throttledGitLab{throttle: throttle{requests: 600, period: time.Minute, latency: 15 * time.Millisecond, names: onlyPeriod}}
		begun := time.Now()
		sendAll(t, gitlab.client(t, 1), 10, 2000)
		if took := time.Since(begun); gitlab.accepted != 2000 || gitlab.mostRefused > 10 || took > 200*time.Second {
			t.Errorf("%d accepted, %d refused in one period, in %s", gitlab.accepted, gitlab.mostRefused, took)
		}
	})
}

// If a proxy returns no time, the client retries with growing pauses.
func TestRateLimitWithoutTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const workers = 10
		gitlab := &throttledGitLab{throttle: throttle{requests: 600, period: time.Minute, latency: 15 * time.Millisecond, names: never}}
		begun := time.Now()
		sendAll(t, gitlab.client(t, 1), workers, 2000)
		if took := time.Since(begun); gitlab.accepted != 2000 || gitlab.mostRefused > 15*workers || took > 6*time.Minute {
			t.Errorf("%d accepted, %d refused in one period, in %s", gitlab.accepted, gitlab.mostRefused, took)
		}
	})
}

func TestNoRequestBelowTheRateLimitWaits(t *testing.T) {
	for name, throttle := range map[string]throttle{
		"reset in every response": {period: time.Minute},
		"an hour":                 {period: time.Hour},
		"reset with 429 only":     {period: time.Minute, names: whenRefusing},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gitlab := &throttledGitLab{throttle: throttle}
				gitlab.requests, gitlab.latency = 600, 50*time.Millisecond
				begun := time.Now()
				sendAll(t, gitlab.client(t, 0), 10, 600)
				if took := time.Since(begun); took != 60*2*gitlab.latency || gitlab.refused != 0 {
					t.Errorf("took %s, %d refused", took, gitlab.refused)
				}
			})
		})
	}
}

// arbitraryAnswer returns the response of a server behind a proxy. The headers
// contradict each other, and they change every ten seconds.
func arbitraryAnswer(seed uint64) *http.Response {
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

// Whatever the headers are, every request ends in a limited time, and the client never
// retries without a pause.
func TestRateLimitOfArbitraryHeaders(t *testing.T) {
	const workers, each, retries = 10, 200, 3
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := &script{answer: func(time.Duration, int) *http.Response {
					time.Sleep(100 * time.Millisecond)
					return arbitraryAnswer(seed)
				}}
				client := mustNew(t, Config{Retries: retries})
				client.http.Transport = script
				inParallel(workers, each, func() {
					begun := time.Now()
					_ = client.Do(t.Context(), http.MethodPut, "x", nil, nil)
					if took := time.Since(begun); took > DefaultMaxWait+time.Minute {
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
