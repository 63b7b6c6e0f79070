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

// throttledGitLab accepts a number of requests in each period, as GitLab's rate
// limit does. It is a client's transport.
type throttledGitLab struct {
	throttle

	mu                sync.Mutex
	begun             int64
	observed          int
	accepted, refused int
	// mostRefused is the highest number of refusals in one period.
	refusedInPeriod, mostRefused int
}

// throttle is how a GitLab limits requests.
type throttle struct {
	requests int
	period   time.Duration
	// latency is how long a request is on its way, and its answer again.
	latency time.Duration
	// clockAhead is how far GitLab's clock is ahead of the client's.
	clockAhead time.Duration
	names      resetNamed
	// others is how many requests of other clients arrive with each one.
	others int
}

// resetNamed is which answers name the time when a GitLab counts anew.
type resetNamed int

const (
	// always is GitLab since 18.6: RateLimit-* with every answer.
	always resetNamed = iota
	// whenRefusing is GitLab 13.8 to 18.5: RateLimit-* and Retry-After with 429.
	whenRefusing
	// onlyPeriod is GitLab before 13.8: Retry-After is the length of the period.
	onlyPeriod
	// never is a proxy that refuses without naming a time.
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

// setHeader sets the headers of GitLab in a period that ends at reset.
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

// sendAll sends a number of requests by some workers, and expects that none
// fails.
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

// TestRateLimitIsUsedInFull sends 5,000 requests to a GitLab that accepts 600 a
// minute. The limit alone decides how long that takes, a worker is refused once
// in a period at most, and no request fails.
func TestRateLimitIsUsedInFull(t *testing.T) {
	const requests, limit = 5000, 600
	const fast, slow = 15 * time.Millisecond, 47 * time.Millisecond
	tests := map[string]struct {
		throttle  throttle
		processes int
	}{
		"every answer names it": {throttle{latency: fast}, 1},
		"clock ahead":           {throttle{latency: fast, clockAhead: 10*time.Minute + 300*time.Millisecond}, 1},
		"clock behind":          {throttle{latency: fast, clockAhead: -time.Hour - 700*time.Millisecond}, 1},
		"slow":                  {throttle{latency: slow}, 1},
		"429 names it":          {throttle{latency: fast, names: whenRefusing}, 1},
		"429 names it, slow":    {throttle{latency: slow, names: whenRefusing}, 1},
		"others take half":      {throttle{latency: fast, others: 1}, 1},
		"two processes":         {throttle{latency: fast}, 2},
		"two, 429 names it":     {throttle{latency: fast, names: whenRefusing}, 2},
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
					// Time begins at a whole minute in synctest.
					share := limit / (1 + gitlab.others)
					last := requests % share / workers
					alone := time.Duration(requests/share)*time.Minute + time.Duration(last)*2*gitlab.latency
					if took > alone+alone/50 {
						t.Errorf("took %s, and the limit alone takes %s", took, alone)
					}
				})
			})
		}
	}
}

// GitLab before 13.8 asks for a whole period wherever in the period it refuses.
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

// A proxy that names no time is asked again after pauses that grow.
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
		"every answer names it": {period: time.Minute},
		"an hour":               {period: time.Hour},
		"429 names it":          {period: time.Minute, names: whenRefusing},
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

// arbitraryAnswer is one of a server and a proxy whose headers contradict each
// other, and contradict themselves every ten seconds.
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

// Whatever the headers say, every request ends in time, and none is sent again
// and again without a wait.
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
