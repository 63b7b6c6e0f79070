package client

import (
	"bytes"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

// sendUntilFailure sends a request that must fail, and returns how long it waited
// between its attempts.
func sendUntilFailure(t *testing.T, config Config, handler http.HandlerFunc) Waits {
	t.Helper()
	client := newMemoryClient(t, config, handler)
	begun := time.Now()
	err := client.Do(t.Context(), http.MethodPut, "x", nil, nil)
	if err == nil {
		t.Fatal("no error")
	}
	waits := WaitsOf(err)
	if took := time.Since(begun); waits.GaveUp != NotGivenUp && waits.Total() != took {
		t.Errorf("waited %s, but took %s", waits.Total(), took)
	}
	return waits
}

func TestWaitsOfFailure(t *testing.T) {
	down := withHeader("Retry-After", "60", answerJSON(503, ""))
	limited := withHeader("Retry-After", "60", tooMany)
	locked := withHeader("Retry-After", "5", answerJSON(409, `{"message":"409 Conflict: Resource lock"}`))
	simultaneous := withHeader("Retry-After", "5", answerJSON(400, `{"message":"Failed to update integration. {:type=>[\"has already been taken\"]}"}`))
	refused := answerJSON(400, `{"error":"webhook is missing"}`)
	tests := map[string]struct {
		config  Config
		handler http.HandlerFunc
		want    Waits
	}{
		"server errors, retries":  {Config{Retries: 3}, down, Waits{For: [waitReasons]time.Duration{ServerErrors: 3 * time.Minute}, Retries: 3, GaveUp: RetriesUsedUp}},
		"server errors, max_wait": {Config{Retries: 30, MaxWait: 150 * time.Second}, down, Waits{For: [waitReasons]time.Duration{ServerErrors: 2 * time.Minute}, Retries: 2, GaveUp: MaxWaitReached, MaxWait: 150 * time.Second, Next: time.Minute}},
		"rate limit, max_wait":    {Config{Retries: 1, MaxWait: 150 * time.Second}, limited, Waits{For: [waitReasons]time.Duration{RateLimit: 2 * time.Minute}, GaveUp: MaxWaitReached, MaxWait: 150 * time.Second, Next: time.Minute}},
		"rate limit, default":     {Config{Retries: 1}, limited, Waits{For: [waitReasons]time.Duration{RateLimit: DefaultMaxWait}, GaveUp: MaxWaitReached, MaxWait: DefaultMaxWait, Next: time.Minute}},
		"longer than max_wait":    {Config{Retries: 1}, withHeader("Retry-After", "3600", tooMany), Waits{GaveUp: MaxWaitReached, MaxWait: DefaultMaxWait, Next: time.Hour}},
		"no response, max_wait":   {Config{Retries: 30, MaxWait: answerTimeout - time.Second}, silent, Waits{For: [waitReasons]time.Duration{NoConnection: answerTimeout}, GaveUp: MaxWaitReached, MaxWait: answerTimeout - time.Second}},
		"concurrent change":       {Config{Retries: 2}, locked, Waits{For: [waitReasons]time.Duration{OtherChanges: 10 * time.Second}, Retries: 2, GaveUp: RetriesUsedUp}},
		"concurrent creation":     {Config{Retries: 2}, simultaneous, Waits{For: [waitReasons]time.Duration{OtherChanges: 10 * time.Second}, Retries: 2, GaveUp: RetriesUsedUp}},
		"permanent error":         {Config{Retries: 3}, refused, Waits{}},
		"no retries":              {Config{}, limited, Waits{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := sendUntilFailure(t, test.config, test.handler)
				if name == "no response, max_wait" {
					// The next wait is a random back-off.
					got.Next, got.Retries = 0, 0
				}
				if got != test.want {
					t.Errorf("got %+v, want %+v", got, test.want)
				}
			})
		})
	}
}

// Waits for the rate limit and for server errors count towards the same limit.
func TestWaitsForSeveralReasons(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		attempts := 0
		got := sendUntilFailure(t, Config{Retries: 10, MaxWait: 5 * time.Minute}, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "60")
			if attempts++; attempts%2 == 0 {
				answerJSON(503, "")(w, r)
				return
			}
			tooMany(w, r)
		})
		want := Waits{For: [waitReasons]time.Duration{RateLimit: 3 * time.Minute, ServerErrors: 2 * time.Minute}, Retries: 2, GaveUp: MaxWaitReached, MaxWait: 5 * time.Minute, Next: time.Minute}
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
}

// A pause that is longer than max_wait does not affect other requests: only the refused
// request waits.
func TestShortMaxWaitWithoutTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handler, count := failing(50, tooMany)
		got := sendUntilFailure(t, Config{Retries: 1, MaxWait: time.Nanosecond}, handler)
		if got.GaveUp != MaxWaitReached || count.Load() > 2 {
			t.Errorf("got %+v after %d requests", got, count.Load())
		}
	})
}

// max_wait limits a single request, not all requests of a client together.
func TestMaxWaitIsForOneRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gitlab := &throttledGitLab{throttle: throttle{requests: 10, period: time.Minute, latency: 15 * time.Millisecond}}
		client := mustNew(t, Config{Retries: 1, MaxWait: 2 * time.Minute})
		client.http.Transport = gitlab
		begun := time.Now()
		sendAll(t, client, 5, 200)
		if took := time.Since(begun); took < 19*time.Minute {
			t.Errorf("took %s", took)
		}
	})
}

func TestLongWaitsAreWarnings(t *testing.T) {
	tests := map[string]struct {
		handler http.HandlerFunc
		message string
		levels  []string
	}{
		"rate limit":       {withHeader("Retry-After", "30", tooMany), "Waiting for the rate limit", []string{"warn"}},
		"short rate limit": {withHeader("Retry-After", "29", tooMany), "Waiting for the rate limit", []string{"debug"}},
		"server errors":    {withHeader("Retry-After", "16", answerJSON(503, "")), "Waiting for server errors to pass", []string{"debug", "warn"}},
		"no connection":    {silent, "Waiting for a connection that works", []string{"warn"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				handler, _ := failing(int32(len(test.levels)), test.handler)
				client := newMemoryClient(t, Config{Token: testToken, Retries: 2}, handler)
				var logged bytes.Buffer
				if err := client.Do(tflogtest.RootLogger(t.Context(), &logged), http.MethodGet, "projects/"+testToken, nil, nil); err != nil {
					t.Fatal(err)
				}
				lines, err := tflogtest.MultilineJSONDecode(&logged)
				if err != nil {
					t.Fatal(err)
				}
				var levels []string
				for _, line := range lines {
					if line["@message"] == test.message {
						levels = append(levels, line["@level"].(string))
						if until, err := time.Parse(time.RFC3339, line["until"].(string)); err != nil || until.After(time.Now()) || line["path"] != "projects/***" {
							t.Errorf("got line %v", line)
						}
					}
				}
				if len(levels) != len(test.levels) || levels[len(levels)-1] != test.levels[len(levels)-1] || levels[0] != test.levels[0] {
					t.Errorf("got levels %v, want %v", levels, test.levels)
				}
			})
		})
	}
}
