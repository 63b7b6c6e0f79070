package client

import (
	"context"
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
	// MaxWait is how long after its beginning a request is still repeated, or
	// kept waiting for GitLab's limit of requests. It is more than the hour in
	// which GitLab counts requests unless its administrator sets another period.
	MaxWait = 65 * time.Minute

	// maxBlindWait is the same for a limit whose end GitLab does not tell.
	maxBlindWait   = 5 * time.Minute
	firstBackoff   = time.Second
	longestBackoff = 30 * time.Second
)

// patience is what is left of the retries of one request. Every request of
// this client may be repeated: GET, PUT and DELETE of an integration have the
// same effect twice.
type patience struct {
	retries  int
	begun    time.Time
	failures int
	// uncertain is set once GitLab may have carried a try out.
	uncertain bool
}

// giveUp is when the request is not repeated any more.
func (p *patience) giveUp() time.Time { return p.begun.Add(MaxWait) }

// after tells whether a request that failed is sent again, and when. Too many
// requests are no failure of this one: it does not use a retry up, and waits
// with all others, until the limit's opening.
func (p *patience) after(err error, opening time.Time) (wait time.Duration, again bool) {
	answer := new(Error)
	if !errors.As(err, &answer) {
		answer = &Error{}
	}
	p.uncertain = p.uncertain || mayBeDone(err)
	wait, now := answer.RetryAfter, time.Now()
	switch {
	case p.retries <= 0 || !mayPass(err):
		return 0, false
	case answer.Status == http.StatusTooManyRequests && (now.Add(wait).After(p.giveUp()) || opening.After(p.giveUp())):
		return 0, false
	case answer.Status == http.StatusTooManyRequests:
		return 0, wait > 0 || now.Before(p.begun.Add(maxBlindWait))
	case wait <= 0:
		wait = backoff(p.failures)
	}
	p.failures++
	return wait, p.failures <= p.retries && !now.Add(wait).After(p.giveUp())
}

// uncertainError is the failure of a request that GitLab may have carried out.
type uncertainError struct{ error }

// Unwrap returns the failure.
func (u *uncertainError) Unwrap() error { return u.error }

// IsUncertain tells whether GitLab may have carried out what failed: an answer
// got lost on the way, or GitLab broke down before it gave one.
func IsUncertain(err error) bool { return errors.As(err, new(*uncertainError)) }

// judge marks the failure that ends a request if one of its tries may have been
// carried out.
func (p *patience) judge(err error) error {
	if p.uncertain {
		return &uncertainError{err}
	}
	return err
}

// mayBeDone tells whether GitLab may have carried out a try that failed.
func mayBeDone(err error) bool {
	answer, proxy, dialling := new(Error), new(proxyRefusal), new(net.OpError)
	switch {
	case errors.As(err, &answer):
		return answer.accident || answer.Status == http.StatusRequestTimeout || answer.Status >= http.StatusInternalServerError
	case errors.As(err, &proxy), isRefusedHandshake(err), errors.As(err, &dialling) && (dialling.Op == "dial" || dialling.Op == "proxyconnect"):
		return false
	}
	return isConnectionError(err)
}

// mayPass tells whether a failure may be gone the next time.
func mayPass(err error) bool {
	answer := new(Error)
	if !errors.As(err, &answer) {
		return mayConnect(err)
	}
	switch answer.Status {
	case http.StatusTooManyRequests, http.StatusRequestTimeout, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
		// Cloudflare, in front of gitlab.com, does not reach GitLab.
		520, 521, 522, 523, 524, 530:
		return true
	case http.StatusBadRequest:
		return answer.IsSimultaneous()
	case http.StatusConflict:
		return strings.Contains(answer.Message, "Resource lock")
	}
	return answer.accident
}

// mayConnect tells a connection that failed from one that must fail, and from
// what is no connection at all.
func mayConnect(err error) bool {
	proxy := new(proxyRefusal)
	switch {
	case errors.As(err, &proxy):
		return proxy.status >= http.StatusInternalServerError
	case isRefusedHandshake(err), errors.Is(err, errBodyTooLarge):
		return false
	}
	return isConnectionError(err)
}

// isRefusedHandshake tells that one end does not want a secure connection with
// the other. No request gets through then, and none will.
func isRefusedHandshake(err error) bool {
	untrusted := new(tls.CertificateVerificationError)
	return errors.As(err, &untrusted) || errors.Is(err, http.ErrSchemeMismatch) || wantsCertificate(err)
}

// isConnectionError tells whether sending a request or receiving its answer
// failed.
func isConnectionError(err error) bool {
	failed := new(url.Error)
	return errors.As(err, &failed) && failed.Op != "parse"
}

// backoff is the wait before a retry that nobody asked for a time: exponential
// with full jitter, so that requests that failed together are not repeated
// together. The first is number 0.
func backoff(number int) time.Duration { return rand.N(backoffLimit(number)) + 1 }

func backoffLimit(number int) time.Duration {
	const enough = 10 // More doublings are beyond the longest back-off, and would overflow.
	return min(firstBackoff<<min(number, enough), longestBackoff)
}

// askedWait reads how long GitLab asks to wait; 0 if it does not. GitLab sends
// RateLimit-Reset with ordinary answers too, where it asks for no wait
// (Gitlab::Middleware::RackAttackHeaders in GitLab 18.9).
func askedWait(resp *http.Response) time.Duration {
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

// clockOf returns the time at the server, which may differ from ours, as far as
// the answer tells it.
func clockOf(resp *http.Response) time.Time {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		return date
	}
	return time.Now()
}

// sleep waits until the time is over, the channel is closed or the context
// ends, whose error it returns.
func sleep(ctx context.Context, wait time.Duration, changed <-chan struct{}) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-changed:
	case <-ctx.Done():
	}
	return ctx.Err()
}
