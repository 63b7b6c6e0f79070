package message

import (
	"net/http"
	"testing"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// gaveUp adds these times to the waits of a request that was given up.
func gaveUp(waits client.Waits, times map[client.WaitReason]time.Duration) client.Waits {
	for reason, wait := range times {
		waits.For[reason] = wait
	}
	return waits
}

func TestDescribeWaits(t *testing.T) {
	const answered = `PUT x was answered with status 429, "Retry later".`
	type times = map[client.WaitReason]time.Duration
	tests := map[string]struct {
		waits client.Waits
		times times
		want  string
	}{
		"no wait":         {client.Waits{}, nil, ""},
		"permanent error": {client.Waits{Retries: 2}, times{client.ServerErrors: time.Minute}, ""},
		"retries": {
			client.Waits{Retries: 5, GaveUp: client.RetriesUsedUp}, times{client.ServerErrors: 47*time.Second + 300*time.Millisecond},
			" The provider waited 47s for server errors to pass, and `retries` (5) allows no further attempt.",
		},
		"concurrent change": {
			client.Waits{Retries: 2, GaveUp: client.RetriesUsedUp}, times{client.OtherChanges: 3 * time.Second},
			" The provider waited 3s for another change to end, and `retries` (2) allows no further attempt.",
		},
		"a short wait": {
			client.Waits{Retries: 1, GaveUp: client.RetriesUsedUp}, times{client.NoConnection: time.Millisecond},
			" The provider waited 1s for a connection that works, and `retries` (1) allows no further attempt.",
		},
		"several reasons": {
			client.Waits{GaveUp: client.MaxWaitReached, MaxWait: 10 * time.Minute, Next: time.Minute},
			times{client.RateLimit: 8 * time.Minute, client.ServerErrors: 61 * time.Second, client.NoConnection: 40 * time.Second},
			" The provider waited 8m for the rate limit, 1m1s for server errors to pass, 40s for a connection that works, and `max_wait` (10m) does not allow another wait of 1m.",
		},
		"excessive wait": {
			client.Waits{GaveUp: client.MaxWaitReached, MaxWait: time.Hour, Next: 2*time.Hour + 90*time.Second}, times{client.RateLimit: 20 * time.Millisecond},
			" The answer asks for a wait of 2h1m30s, but `max_wait` allows only 1h.",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := &client.Error{Method: http.MethodPut, Path: "x", Status: 429, Message: "Retry later", Origin: client.FromElsewhere, Waits: gaveUp(test.waits, test.times)}
			if got := Describe(err); got != answered+test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestDescribeWaitForAConnection(t *testing.T) {
	waits := gaveUp(client.Waits{Retries: 1, GaveUp: client.RetriesUsedUp}, map[client.WaitReason]time.Duration{client.NoConnection: 2 * time.Second})
	err := &client.RequestError{Method: http.MethodGet, Path: "x", Reason: "no route", Waits: waits}
	if got, want := Describe(err), "The request GET x failed (no route). The provider waited 2s for a connection that works, and `retries` (1) allows no further attempt."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
