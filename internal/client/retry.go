package client

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const (
	firstBackoff   = time.Second
	longestBackoff = 30 * time.Second
	// longestAskedWait keeps absurd numbers in a header from overflowing.
	longestAskedWait = 24 * time.Hour
)

// shouldRetry is the retry policy. Every request of this client may be
// repeated: GET, PUT and DELETE of an integration have the same effect twice.
func shouldRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if errors.Is(err, errBodyTooLarge) {
		return false, nil
	}
	if err != nil {
		// The library's policy tells a failed connection from a certificate that
		// will not be any better the next time.
		return retryablehttp.DefaultRetryPolicy(ctx, nil, err)
	}
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true, nil
	case http.StatusConflict:
		return isResourceLock(resp), nil
	}
	return false, nil
}

// isResourceLock tells GitLab's "409 Conflict: Resource lock", which passes,
// from conflicts that stay.
func isResourceLock(resp *http.Response) bool {
	body, err := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return err == nil && bytes.Contains(body, []byte("Resource lock"))
}

// retryWait says how long to wait before a request is repeated: as long as
// GitLab asks, else exponentially longer with full jitter, so that requests
// that failed together are not repeated together. The first attempt is 0.
func retryWait(attempt int, resp *http.Response) time.Duration {
	if asked := askedWait(resp, time.Now()); asked > 0 {
		return min(asked, longestAskedWait)
	}
	return rand.N(backoffLimit(attempt)) + 1
}

func backoffLimit(attempt int) time.Duration {
	const enough = 10 // More doublings are beyond the longest back-off, and would overflow.
	return min(firstBackoff<<min(attempt, enough), longestBackoff)
}

// askedWait reads what GitLab asks for; 0 if nothing. GitLab sends
// RateLimit-Reset with ordinary answers too, where it asks for no wait
// (Gitlab::Middleware::RackAttackHeaders in GitLab 18.9).
func askedWait(resp *http.Response, now time.Time) time.Duration {
	if resp == nil {
		return 0
	}
	after := resp.Header.Get("Retry-After")
	if seconds, err := strconv.ParseInt(after, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(after); err == nil {
		return date.Sub(now)
	}
	reset, err := strconv.ParseInt(resp.Header.Get("RateLimit-Reset"), 10, 64)
	if err == nil && resp.StatusCode == http.StatusTooManyRequests {
		return time.Unix(reset, 0).Sub(now)
	}
	return 0
}
