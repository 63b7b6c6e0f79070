package client

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

const (
	// unlimited is how many requests may start while no limit is known.
	unlimited = math.MaxInt
	// longestTrial is how long the others wait for the request that tries
	// whether GitLab accepts requests again. GitLab refuses at once what is too
	// much, so a request that takes longer was accepted.
	longestTrial = 5 * time.Second
)

// limit is GitLab's limit of requests as far as it is known, for all requests
// of a Client together: they run at full speed until the limit is reached, wait
// until GitLab counts anew, and then one of them tries before the others go on.
//
// Newer versions of GitLab tell with every answer how many requests are left
// and when they count anew; older ones only refuse (Gitlab::Middleware::
// RackAttackHeaders and Gitlab::RackAttack in GitLab 18.9). Then one request
// tries again when GitLab has accepted as many as the last time.
type limit struct {
	mu sync.Mutex
	// changed is closed when waiting requests have to look again; nil if none
	// waits.
	changed chan struct{}
	// inFlight is how many requests are started and not answered.
	inFlight int

	// gate tells whether and why requests wait; opens is when one of them may
	// try, and trial is the turn of the one that does, nil if none does.
	gate  gate
	opens time.Time
	trial *turn
	// refusals is how often in a row GitLab did not tell when it counts anew.
	refusals int

	// window is when GitLab counts anew by its own clock, in seconds since 1970;
	// remaining is the least that it said to be left until then.
	window    int64
	remaining int
	// ahead is how much GitLab's clock is ahead of ours, at least.
	ahead time.Duration
	timed bool

	// left is how many requests may start before one has to try, and extra how
	// many after it, if it succeeds. Accepted is how many GitLab accepted since
	// it began to count anew.
	left, extra, accepted int
}

// gate is why requests wait.
type gate int

const (
	// open: they don't.
	open gate = iota
	// refused: GitLab answered 429.
	refused
	// spent: GitLab said that nothing is left.
	spent
	// doubtful: as many were accepted as the last time.
	doubtful
)

func newLimit() *limit {
	return &limit{left: unlimited}
}

// turn is a request's permission to start, and until when the others wait for
// what becomes of it if it is the trial.
type turn struct{ awaited time.Time }

// begin returns when a request may start. One that would have to wait until
// after giveUp starts at once, to fail by what GitLab answers. Each begin
// without an error is followed by an end.
func (l *limit) begin(ctx context.Context, giveUp time.Time) (*turn, error) {
	told := false
	for {
		given, until, changed := l.take(time.Now(), giveUp)
		if given != nil {
			return given, nil
		}
		wait := time.Until(until)
		if wait > longestTrial && !told {
			tflog.Info(ctx, "Waiting for GitLab's rate limit", map[string]any{"wait": wait.String()})
			told = true
		}
		if err := sleep(ctx, wait, changed); err != nil {
			return nil, err
		}
	}
}

// take gives a turn, or tells until when or for which change to wait.
func (l *limit) take(now, giveUp time.Time) (given *turn, until time.Time, changed <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.gate == open && l.left == 0 {
		l.close(doubtful, now)
	}
	until = l.next(now)
	if until.After(now) && !until.After(giveUp) {
		if l.changed == nil {
			l.changed = make(chan struct{})
		}
		return nil, until, l.changed
	}
	given = &turn{now.Add(longestTrial)}
	if l.gate != open && !until.After(now) {
		l.trial = given
	}
	if l.left > 0 {
		l.left--
	}
	l.inFlight++
	return given, until, nil
}

// next tells until when a request waits; now if it may start, as the trial if
// the gate is not open.
func (l *limit) next(now time.Time) (until time.Time) {
	reset := l.localTime(l.window)
	switch {
	case l.gate == open && now.Before(reset) && l.remaining <= l.inFlight:
		// What is left is for those in flight; or GitLab has counted some of
		// them already, as their answers will tell.
		return reset
	case l.gate == open:
		return now
	case now.Before(l.opens):
		return l.opens
	case l.trial == nil:
		return now
	case now.Before(l.trial.awaited):
		return l.trial.awaited
	}
	l.open()
	return now
}

// end takes a turn back, with GitLab's answer or nil.
func (l *limit) end(given *turn, resp *http.Response) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.inFlight--
	switch {
	case resp == nil && given == l.trial:
		// It told nothing, so another one tries.
		l.trial = nil
	case resp == nil:
	case resp.StatusCode == http.StatusTooManyRequests:
		l.refuse(given, resp, now)
	default:
		if given == l.trial {
			l.open()
		}
		l.accepted++
		l.readWindow(resp, now)
	}
	if l.changed != nil {
		close(l.changed)
		l.changed = nil
	}
}

// opening is until when requests wait after a refusal; the zero time, or one
// that is over, if they do not.
func (l *limit) opening() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.opens
}

func (l *limit) close(why gate, opens time.Time) {
	l.gate = why
	if opens.After(l.opens) {
		l.opens = opens
	}
}

// open lets requests start. After a refusal these are as many as GitLab
// accepted until then, if any. Then one tries again, and opens for twice as
// many each time.
func (l *limit) open() {
	switch l.gate {
	case open:
		return
	case refused:
		l.left, l.extra = l.accepted-1, 1 // One is the trial.
		if l.accepted == 0 {
			l.left = unlimited
		}
		l.accepted = 0
	case doubtful:
		l.left, l.extra = l.extra, 2*l.extra
	case spent:
		l.left = unlimited
	}
	l.gate, l.trial, l.refusals = open, nil, 0
}

// refuse closes the gate until the time that GitLab asks for. Without one, the
// wait grows from one trial to the next, and who is not the trial knows no more
// than the refusal that closed the gate. For a time that nobody waits for, the
// gate does not close: each request finds out by itself.
func (l *limit) refuse(given *turn, resp *http.Response, now time.Time) {
	wait := askedWait(resp)
	switch {
	case wait <= 0 && given != l.trial && l.gate == refused:
		return
	case wait <= 0:
		wait = backoff(l.refusals)
		l.refusals++
	}
	l.trial = nil
	if wait <= MaxWait {
		l.close(refused, now.Add(wait))
	}
}

// readWindow takes what GitLab says to be left. Answers can overtake each other,
// so the least counts. A time that cannot be meant is no information.
func (l *limit) readWindow(resp *http.Response, now time.Time) {
	remaining, err := strconv.Atoi(resp.Header.Get("RateLimit-Remaining"))
	window, err2 := strconv.ParseInt(resp.Header.Get("RateLimit-Reset"), 10, 64)
	if err != nil || err2 != nil {
		return
	}
	l.setClock(resp, now)
	reset := l.localTime(window)
	if window < l.window || !reset.After(now) || reset.After(now.Add(MaxWait)) {
		return
	}
	if window > l.window {
		l.window, l.remaining = window, remaining
	}
	l.remaining = min(l.remaining, remaining)
	l.left = unlimited
	if l.remaining <= 0 && l.gate != refused {
		l.close(spent, reset)
	}
}

// setClock compares the clock that RateLimit-Reset goes by with ours. GitLab's
// is cut to seconds and seen late, so the largest difference is the nearest.
func (l *limit) setClock(resp *http.Response, now time.Time) {
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if ahead := date.Sub(now); err == nil && (!l.timed || ahead > l.ahead) {
		l.ahead, l.timed = ahead, true
	}
}

// localTime returns when it is this time at GitLab.
func (l *limit) localTime(seconds int64) time.Time { return time.Unix(seconds, 0).Add(-l.ahead) }
