package main

import (
	"context"
	"io"
	"log"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// output is a writer whose first lines can be waited for.
type output struct {
	mu    sync.Mutex
	text  strings.Builder
	wrote chan struct{}
	ended chan struct{}
}

func (o *output) Write(data []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Write(data)
	select {
	case o.wrote <- struct{}{}:
	default:
	}
	return len(data), nil
}

// waitFor waits until the output matches the pattern, and returns the first group.
func (o *output) waitFor(t *testing.T, pattern string) string {
	t.Helper()
	expression := regexp.MustCompile(pattern)
	for {
		o.mu.Lock()
		match := expression.FindStringSubmatch(o.text.String())
		o.mu.Unlock()
		if match != nil {
			return match[1]
		}
		select {
		case <-o.wrote:
		case <-o.ended:
			t.Fatalf("no %s in %s", pattern, o.text.String())
		}
	}
}

func TestRun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out := &output{wrote: make(chan struct{}, 1), ended: make(chan struct{})}
	stopped := make(chan error, 1)
	go func() {
		defer close(out.ended)
		stopped <- run(ctx, []string{
			"-listen", "127.0.0.1:0", "-token", "t", "-group", "acme", "-project", "acme/web",
			"-gitlab-version", "13.12",
		}, out)
	}()
	url := out.waitFor(t, `GITLAB_BASE_URL=(\S+) GITLAB_TOKEN=t`)
	out.waitFor(t, `project acme/web has the ID (\d+)`)

	request, err := http.NewRequest(http.MethodGet, url+"/api/v4/projects/acme%2Fweb/services", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Private-Token", "t")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil || response.StatusCode != http.StatusOK || string(body) != "[]\n" {
		t.Errorf("got %s %s (%v)", response.Status, body, err)
	}
	out.waitFor(t, `(200 GET projects/acme%2Fweb/services)`)

	stop()
	if err := <-stopped; err != nil {
		t.Errorf("ended with %v", err)
	}
}

func TestConfigure(t *testing.T) {
	o, err := parse([]string{
		"-gitlab-version", "10.8", "-latency", "80ms", "-rate-limit", "600", "-external-url", "https://gitlab.example.com/",
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var gitlab gitlabfake.GitLab
	configure(&gitlab, o, log.New(io.Discard, "", 0))
	if gitlab.Version != "10.8" || gitlab.Latency != 80*time.Millisecond ||
		gitlab.Limit != (gitlabfake.Limit{Requests: 600, Period: time.Minute}) {
		t.Errorf("configured version %q, latency %v, limit %+v", gitlab.Version, gitlab.Latency, gitlab.Limit)
	}
	if gitlab.ExternalURL != "https://gitlab.example.com" || !gitlab.BlocksLocalhost {
		t.Errorf("configured external URL %q, blocks localhost: %t", gitlab.ExternalURL, gitlab.BlocksLocalhost)
	}
}

// The printed environment variables must be sufficient for the provider.
func TestTokenType(t *testing.T) {
	for name, want := range map[string]string{"private": "GITLAB_TOKEN=t\n", "bearer": "GITLAB_TOKEN=t GITLAB_TOKEN_TYPE=bearer\n"} {
		var out strings.Builder
		o, err := parse([]string{"-token", "t", "-token-type", name}, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		gitlab, err := gitlabfake.New()
		if err != nil {
			t.Fatal(err)
		}
		configure(gitlab, o, log.New(io.Discard, "", 0))
		introduce(&out, gitlab, o, "http://127.0.0.1:8080")
		if !strings.Contains(out.String(), want) || gitlab.OAuth != (name == "bearer") {
			t.Errorf("%s: OAuth is %t, the output is %s", name, gitlab.OAuth, out.String())
		}
	}
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{{"-project", "web"}, {"-nothing"}, {"-listen", "nowhere:x"}, {"-gitlab-version", "13"}, {"-latency", "x"}, {"-rate-limit", "x"}, {"-external-url", "gitlab.example.com"}, {"-token-type", "oauth"}} {
		if err := run(t.Context(), args, io.Discard); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}
