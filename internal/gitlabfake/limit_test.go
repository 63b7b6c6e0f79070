package gitlabfake_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// limited returns a GitLab that accepts two requests in 30 seconds.
func limited(t *testing.T, version string) *gitlabfake.GitLab {
	t.Helper()
	gitlab, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	gitlab.Version = version
	gitlab.Limit = gitlabfake.Limit{Requests: 2, Period: 30 * time.Second}
	return gitlab
}

// ask requests the version and returns the response.
func ask(t *testing.T, gitlab *gitlabfake.GitLab) *http.Response {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, "/api/v4/version", nil)
	request.Header.Set("Private-Token", gitlab.Token)
	recorder := httptest.NewRecorder()
	gitlab.ServeHTTP(recorder, request)
	return recorder.Result()
}

func expectHeader(t *testing.T, response *http.Response, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if got := response.Header.Get(name); got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
}

// Successful responses also contain the rate limit, but no Retry-After.
func TestLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gitlab := limited(t, "18.9")
		time.Sleep(10 * time.Second) // In a synctest bubble, the time starts at the beginning of a period.
		reset := time.Now().Add(20 * time.Second)
		common := map[string]string{
			"RateLimit-Name":  "throttle_authenticated_api",
			"RateLimit-Limit": "4",
			"RateLimit-Reset": strconv.FormatInt(reset.Unix(), 10),
		}
		for _, remaining := range []string{"1", "0"} {
			response := ask(t, gitlab)
			expectHeader(t, response, common)
			expectHeader(t, response, map[string]string{"RateLimit-Remaining": remaining, "Retry-After": "", "RateLimit-ResetTime": ""})
			if response.StatusCode != http.StatusOK {
				t.Errorf("status %d", response.StatusCode)
			}
		}
		refused := ask(t, gitlab)
		expectHeader(t, refused, common)
		expectHeader(t, refused, map[string]string{
			"Content-Type": "text/plain", "Retry-After": "20", "RateLimit-Observed": "3", "RateLimit-Remaining": "0",
			"RateLimit-ResetTime": reset.UTC().Format(http.TimeFormat),
		})
		body := make([]byte, 20)
		if n, _ := refused.Body.Read(body); refused.StatusCode != http.StatusTooManyRequests || string(body[:n]) != "Retry later\n" {
			t.Errorf("got %d %q", refused.StatusCode, body[:n])
		}
		time.Sleep(20 * time.Second)
		expectHeader(t, ask(t, gitlab), map[string]string{"RateLimit-Observed": "1"})
		if statuses := gitlab.Requests(); statuses[2].Status != http.StatusTooManyRequests {
			t.Errorf("recorded: %+v", statuses[2])
		}
	})
}

// Before 18.6, only refusals contained the rate limit; before 13.8, no response did.
func TestLimitInGenerations(t *testing.T) {
	for version, want := range map[string]struct{ always, refused string }{
		"13.7": {"", ""}, "13.8": {"", "4"}, "18.5": {"", "4"}, "18.6": {"4", "4"},
	} {
		synctest.Test(t, func(t *testing.T) {
			gitlab := limited(t, version)
			expectHeader(t, ask(t, gitlab), map[string]string{"RateLimit-Limit": want.always})
			ask(t, gitlab)
			expectHeader(t, ask(t, gitlab), map[string]string{"RateLimit-Limit": want.refused, "Retry-After": "30"})
		})
	}
}

func TestNoLimit(t *testing.T) {
	gitlab := limited(t, "18.9")
	gitlab.Limit = gitlabfake.Limit{}
	expectHeader(t, ask(t, gitlab), map[string]string{"RateLimit-Limit": ""})
}

func TestLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gitlab := limited(t, "18.9")
		gitlab.Latency = 100 * time.Millisecond
		begun := time.Now()
		ask(t, gitlab)
		if took := time.Since(begun); took != gitlab.Latency {
			t.Errorf("the response took %v", took)
		}
	})
}
