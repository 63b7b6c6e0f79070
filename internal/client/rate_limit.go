package client

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// rateLimit is the pause that all requests of a Client share once GitLab
// accepts no more of them. Below the limit, no request waits.
//
// Since 18.6, every answer of GitLab says how many requests are left and when the
// next period begins. GitLab 13.8 to 18.5 says so only when it refuses a request,
// and older releases name the length of the period (Gitlab::RackAttack and
// Gitlab::Middleware::RackAttackHeaders in GitLab 18.9).
type rateLimit struct {
	// maxWait is the longest pause. No request may wait for longer.
	maxWait time.Duration

	mu sync.Mutex
	// resume is when requests may start again; a past or zero time if they may
	// start now.
	resume time.Time
	// refusals counts the refusals in a row that named no time.
	refusals int
	// reset is the last RateLimit-Reset, in seconds since 1970 by GitLab's
	// clock, and localReset the same instant by the clock of this machine.
	reset      int64
	localReset time.Time
}

// resumesAt returns until when requests wait; a past or zero time if they do not
// wait.
func (l *rateLimit) resumesAt() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.resume
}

// observe begins a pause, or makes it longer, if an answer says that no request
// is left. A refusal that names no time begins a pause that grows with each
// refusal, unless there is a pause already: the request started before it.
func (l *rateLimit) observe(resp *http.Response) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	reset, remaining := l.readReset(resp, now), resp.Header.Get("RateLimit-Remaining")
	wait := requestedWait(resp)
	switch {
	case resp.StatusCode != http.StatusTooManyRequests:
		l.refusals = 0
		if left, err := strconv.Atoi(remaining); err == nil && left <= 0 {
			l.pause(now, reset)
		}
	case wait > 0:
		l.pause(now, now.Add(wait))
	case !l.resume.After(now):
		l.pause(now, now.Add(backoff(l.refusals)))
		l.refusals++
	}
}

// pause makes requests wait until a time, unless it is past or too far away.
func (l *rateLimit) pause(now, until time.Time) {
	if until.After(l.resume) && !until.After(now.Add(l.maxWait)) {
		l.resume = until
	}
}

// readReset returns when the next period begins, by the clock of this machine; zero
// if the answer does not say. Date has whole seconds, so the time of each answer is
// up to a second late, and the earliest of a period is the most exact.
func (l *rateLimit) readReset(resp *http.Response, now time.Time) time.Time {
	reset, err := strconv.ParseInt(resp.Header.Get("RateLimit-Reset"), 10, 64)
	if err != nil {
		return time.Time{}
	}
	local := now.Add(time.Unix(reset, 0).Sub(clockOf(resp)))
	if reset != l.reset || local.Before(l.localReset) {
		l.reset, l.localReset = reset, local
	}
	return l.localReset
}
