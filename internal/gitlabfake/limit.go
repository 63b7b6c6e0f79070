package gitlabfake

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

// Limit is a rate limit of all requests together.
type Limit struct {
	// Requests is the number of requests that are answered in each period; 0 is no
	// limit.
	Requests int
	// Period is a number of whole seconds, at least one. One begins whenever the seconds
	// since 1970 are a multiple of it.
	Period time.Duration
}

// period is one of the periods of a limit, and the requests in it.
type period struct {
	begun    int64 // seconds since 1970
	observed int
}

// delay waits until the latency is over, or the client has closed the connection.
func (g *GitLab) delay(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(g.Latency):
	}
}

// throttle counts a request, and writes the limit to the header of its answer. It
// returns the refusal of a request above the limit, or else nil
// (lib/gitlab/rack_attack/request_throttle_data.rb in GitLab 18.9).
func (g *GitLab) throttle(header http.Header) *answer {
	if g.Limit.Requests <= 0 {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now().Unix()
	reset := g.observe(now)
	exceeded := g.period.observed > g.Limit.Requests
	if exceeded && g.release().limits || g.release().alwaysLimits {
		g.tellLimit(header, reset)
	}
	if !exceeded {
		return nil
	}
	if g.release().limits {
		header.Set("RateLimit-ResetTime", time.Unix(reset, 0).UTC().Format(http.TimeFormat))
	}
	header.Set("Retry-After", strconv.FormatInt(reset-now, 10))
	return answer{
		status: http.StatusTooManyRequests,
		header: map[string]string{"Content-Type": "text/plain"},
		body:   "Retry later\n",
	}.refusal()
}

// observe counts a request and returns when the next period begins.
func (g *GitLab) observe(now int64) (reset int64) {
	length := int64(g.Limit.Period / time.Second)
	if begun := now - now%length; begun != g.period.begun {
		g.period = period{begun: begun}
	}
	g.period.observed++
	return g.period.begun + length
}

// tellLimit writes the limit as GitLab does: per minute, whatever the period.
func (g *GitLab) tellLimit(header http.Header, reset int64) {
	length := int(g.Limit.Period / time.Second)
	perMinute := (g.Limit.Requests*60 + length - 1) / length
	header.Set("RateLimit-Name", "throttle_authenticated_api")
	header.Set("RateLimit-Limit", strconv.Itoa(perMinute))
	header.Set("RateLimit-Observed", strconv.Itoa(g.period.observed))
	header.Set("RateLimit-Remaining", strconv.Itoa(max(g.Limit.Requests-g.period.observed, 0)))
	header.Set("RateLimit-Reset", strconv.FormatInt(reset, 10))
}
