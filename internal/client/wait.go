package client

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// WaitReason is what a request waits for before it is sent again.
type WaitReason int

const (
	// RateLimit is GitLab's rate limit, or that of a proxy.
	RateLimit WaitReason = iota
	// ServerErrors are answers of a server that failed or cannot be reached, and
	// incomplete answers.
	ServerErrors
	// NoConnection is a connection that fails or is lost, or a server that does
	// not answer.
	NoConnection
	// OtherChanges are concurrent changes of the same integration, project or group.
	OtherChanges

	waitReasons
)

// String names the reason in a sentence that begins with "waiting for".
func (r WaitReason) String() string {
	return [waitReasons]string{"the rate limit", "server errors to pass", "a connection that works", "another change to end"}[r]
}

// reasonOf returns what a request waits for after a failure.
func reasonOf(err error) WaitReason {
	answer := new(Error)
	switch {
	case !errors.As(err, &answer):
		return NoConnection
	case answer.Status == http.StatusTooManyRequests:
		return RateLimit
	case answer.Status == http.StatusConflict, answer.Status == http.StatusBadRequest && !answer.transient:
		return OtherChanges
	}
	return ServerErrors
}

// GiveUp is the reason why a request that might succeed later is not sent again.
type GiveUp int

const (
	// NotGivenUp is for a failure that would not pass, and for a client without
	// retries.
	NotGivenUp GiveUp = iota
	// RetriesUsedUp is for a request that has been sent again as often as
	// Config.Retries allows.
	RetriesUsedUp
	// MaxWaitReached is for a request whose next attempt would be later than
	// Config.MaxWait allows.
	MaxWaitReached
)

// Waits is how long a request has waited, and why it does not wait any longer.
type Waits struct {
	// For is the time by its reason. It includes the attempts that failed.
	For [waitReasons]time.Duration
	// Retries is how often the request was sent again, without those after the
	// rate limit.
	Retries int
	// GaveUp is why the request was not sent again.
	GaveUp GiveUp
	// MaxWait is the limit that was reached, and Next the wait that it does not
	// allow; both are zero unless GaveUp is MaxWaitReached.
	MaxWait, Next time.Duration
}

// Total is the time for all reasons together.
func (w Waits) Total() (total time.Duration) {
	for _, wait := range w.For {
		total += wait
	}
	return total
}

// WaitsOf returns how long a failed request has waited before it was given up. It is
// zero for every other error.
func WaitsOf(err error) Waits {
	answer, lost := new(Error), new(RequestError)
	switch {
	case errors.As(err, &answer):
		return answer.Waits
	case errors.As(err, &lost):
		return lost.Waits
	}
	return Waits{}
}

// wait waits until a time, or until the context ends, whose error it returns. It
// logs the wait, at WARN from warnAfter on.
func (c *Client) wait(ctx context.Context, sent request, budget *retryBudget, reason WaitReason, until time.Time) error {
	defer budget.account(reason)
	c.logWait(ctx, sent, reason, until, budget.waits.Total())
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return ctx.Err()
}

func (c *Client) logWait(ctx context.Context, sent request, reason WaitReason, until time.Time, waited time.Duration) {
	log, wait := tflog.Debug, time.Until(until)
	if waited+wait >= warnAfter {
		log = tflog.Warn
	}
	log(c.maskLogs(ctx), "Waiting for "+reason.String(), map[string]any{
		"method": sent.method, "path": sent.path, "wait": wait.String(), "until": until.Format(time.RFC3339), "waited": waited.String(),
	})
}
