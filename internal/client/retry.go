package client

import (
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	// DefaultMaxWait is the default of Config.MaxWait.
	DefaultMaxWait = 10 * time.Minute

	firstBackoff = time.Second
	maxBackoff   = 30 * time.Second
	// warnAfter is the total wait from which the log has the level WARN.
	warnAfter = 30 * time.Second
)

// retryBudget limits the retries and the waiting time of one request. Every request
// of this client may be sent again, because GET, PUT and DELETE of an integration
// are idempotent.
type retryBudget struct {
	retries int
	maxWait time.Duration
	// begun is when the request was to be sent first. The time up to accounted is
	// part of waits.
	begun, accounted time.Time
	waits            Waits
	// uncertain is set once GitLab may have carried out an attempt.
	uncertain bool
}

func newRetryBudget(retries int, maxWait time.Duration) retryBudget {
	now := time.Now()
	return retryBudget{retries: retries, maxWait: maxWait, begun: now, accounted: now}
}

// deadline is when the last attempt may begin.
func (b *retryBudget) deadline() time.Time { return b.begun.Add(b.maxWait) }

// account adds the time since its last call to the waits for a reason.
func (b *retryBudget) account(reason WaitReason) {
	now := time.Now()
	b.waits.For[reason] += now.Sub(b.accounted)
	b.accounted = now
}

// next reports whether a failed request is sent again, and when. A refusal by the
// rate limit does not use up a retry: all requests wait until the pause ends.
func (b *retryBudget) next(err error, resumes time.Time) (at time.Time, again bool) {
	b.uncertain = b.uncertain || mayHaveSucceeded(err)
	reason := reasonOf(err)
	b.account(reason)
	switch {
	case b.retries <= 0 || !isTransient(err):
		return at, false
	case reason != RateLimit && b.waits.Retries >= b.retries:
		b.waits.GaveUp = RetriesUsedUp
		return at, false
	}
	at = b.nextTime(err, reason, resumes)
	if at.After(b.deadline()) {
		b.waits.GaveUp, b.waits.MaxWait, b.waits.Next = MaxWaitReached, b.maxWait, time.Until(at)
		return at, false
	}
	if reason != RateLimit {
		b.waits.Retries++
	}
	return at, true
}

// nextTime returns when the next attempt may begin.
func (b *retryBudget) nextTime(err error, reason WaitReason, resumes time.Time) time.Time {
	now, asked := time.Now(), time.Duration(0)
	if answer := new(Error); errors.As(err, &answer) {
		asked = answer.RetryAfter
	}
	switch at := now.Add(asked); {
	case reason == RateLimit && resumes.After(at):
		return resumes
	case asked > 0:
		return at
	}
	return now.Add(backoff(b.waits.Retries))
}

// failure returns the error of a request whose last attempt failed with err.
func (b *retryBudget) failure(err error) error {
	answer, lost := new(Error), new(RequestError)
	switch {
	case b.waits.GaveUp == NotGivenUp:
	case errors.As(err, &answer):
		answer.Waits = b.waits
	case errors.As(err, &lost):
		lost.Waits = b.waits
	}
	if b.uncertain {
		return &uncertainError{err}
	}
	return err
}

// uncertainError is the failure of a request that GitLab may have carried out.
type uncertainError struct{ error }

// Unwrap returns the failure.
func (u *uncertainError) Unwrap() error { return u.error }

// IsUncertain reports whether GitLab may have carried out a request that failed,
// because its answer was lost, or GitLab failed before it answered.
func IsUncertain(err error) bool { return errors.As(err, new(*uncertainError)) }

// mayHaveSucceeded reports whether GitLab may have carried out a failed attempt.
func mayHaveSucceeded(err error) bool {
	answer, dialling := new(Error), new(net.OpError)
	switch {
	case errors.As(err, &answer):
		return answer.transient || answer.Status == http.StatusRequestTimeout || answer.Status >= http.StatusInternalServerError
	case proxyFailure(err) != UnknownFailure, isRefusedHandshake(err), errors.As(err, &dialling) && dialling.Op == "dial":
		return false
	}
	return isConnectionError(err)
}

// isTransient reports whether the next attempt may succeed.
func isTransient(err error) bool {
	answer := new(Error)
	if !errors.As(err, &answer) {
		return isTransientConnectionError(err)
	}
	switch answer.Status {
	case http.StatusTooManyRequests, http.StatusRequestTimeout, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
		// Cloudflare, in front of gitlab.com, cannot reach GitLab.
		520, 521, 522, 523, 524, 530:
		return true
	case http.StatusBadRequest:
		return answer.IsSimultaneous()
	case http.StatusConflict:
		return strings.Contains(answer.Message, "Resource lock")
	}
	return answer.transient
}

// isTransientConnectionError reports whether a request failed because of its
// connection, and may succeed over another connection.
func isTransientConnectionError(err error) bool {
	proxy := new(proxyRefusal)
	switch {
	case errors.As(err, &proxy):
		return proxy.status >= http.StatusInternalServerError
	case isRefusedHandshake(err), errors.Is(err, errBodyTooLarge):
		return false
	}
	return isConnectionError(err)
}

// isRefusedHandshake reports whether client or server refused the TLS handshake, so
// that no attempt can succeed.
func isRefusedHandshake(err error) bool {
	untrusted := new(tls.CertificateVerificationError)
	return errors.As(err, &untrusted) || errors.Is(err, http.ErrSchemeMismatch) || requiresClientCertificate(err)
}

// isConnectionError reports whether sending a request or receiving its answer
// failed.
func isConnectionError(err error) bool {
	failed := new(url.Error)
	return errors.As(err, &failed) && failed.Op != "parse"
}

// backoff is the wait before a retry if the answer asked for none: exponential,
// with full jitter, so that requests that failed together are not sent again
// together. The first is number 0.
func backoff(number int) time.Duration { return rand.N(backoffLimit(number)) + 1 }

func backoffLimit(number int) time.Duration {
	const enough = 10 // More doublings exceed maxBackoff, and would overflow.
	return min(firstBackoff<<min(number, enough), maxBackoff)
}

// requestedWait returns how long an answer asks to wait; 0 if it does not ask. GitLab
// sends RateLimit-Reset with ordinary answers too, where it asks for no wait
// (Gitlab::Middleware::RackAttackHeaders in GitLab 18.9).
func requestedWait(resp *http.Response) time.Duration {
	after := resp.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(after, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	now := clockOf(resp)
	if date, err := http.ParseTime(after); err == nil {
		return max(0, date.Sub(now))
	}
	reset, err := strconv.ParseInt(resp.Header.Get("RateLimit-Reset"), 10, 64)
	if err == nil && resp.StatusCode == http.StatusTooManyRequests {
		return max(0, time.Unix(reset, 0).Sub(now))
	}
	return 0
}

// clockOf returns the time by the server's clock, which may differ from that of
// this machine; by the latter if the answer has no date.
func clockOf(resp *http.Response) time.Time {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		return date
	}
	return time.Now()
}
