package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// newGitLab starts a GitLab in which acme/web has Slack, and sets the environment
// variables for it.
func newGitLab(t *testing.T) *gitlabfake.GitLab {
	t.Helper()
	gitlab, url := gitlabfake.Start(t)
	gitlab.AddProject("acme/web")
	gitlab.SetUp("projects/acme/web", "slack", map[string]any{"webhook": "https://hooks.slack.com/services/x"})
	t.Setenv("GITLAB_BASE_URL", url)
	t.Setenv("GITLAB_TOKEN", gitlab.Token)
	return gitlab
}

// expect runs the command and checks its exit status and its output.
func expect(t *testing.T, ctx context.Context, status int, words string, args ...string) {
	t.Helper()
	var out, log bytes.Buffer
	if got := run(ctx, args, &out, &log); got != status || !strings.Contains(out.String()+log.String(), words) {
		t.Errorf("%v: exit status %d instead of %d, or no %q in\n%s%s", args, got, status, words, &out, &log)
	}
}

func TestExitStatus(t *testing.T) {
	gitlab := newGitLab(t)
	folder := t.TempDir()
	expect(t, t.Context(), succeeded, "Exported 1 integration:", "-group", "acme", "-out", folder)
	expect(t, t.Context(), succeeded, "The exit status is", "-help")
	expect(t, t.Context(), failed, "404 Group Not Found", "-group", "nonesuch", "-out", folder)
	expect(t, t.Context(), wrongUsage, "-group or -project is missing", "-out", folder)
	files, err := filepath.Glob(filepath.Join(folder, "acme_web_project_*.tf"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	if err := os.WriteFile(files[0], []byte("# edited\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, t.Context(), incomplete, "was edited and is kept", "-group", "acme", "-out", folder)

	ctx, cancel := context.WithCancel(t.Context())
	gitlab.Intercept(func(http.ResponseWriter, *http.Request) bool { cancel(); return false })
	expect(t, ctx, interrupted, "interrupted", "-group", "acme", "-out", folder)
}

func TestWrongUsage(t *testing.T) {
	newGitLab(t)
	for words, args := range map[string][]string{
		"-out is missing":                                 {"-project", "acme/web"},
		"there can be one -project or -group":             {"-project", "acme/web", "-group", "acme"},
		"it must be project or type":                      {"-files", "each"},
		`"acme/web" belongs to no flag`:                   {"-project", "acme/api", "-out", "x", "acme/web"},
		"a name and a value with a colon":                 {"-header", "X-Nothing"},
		"-base-url (or GITLAB_BASE_URL) must have a host": {"-project", "acme/web", "-out", "x", "-base-url", "https://"},
		"-client-cert has no effect alone":                {"-project", "acme/web", "-out", "x", "-client-cert", "cert.pem"},
		"-token-type (or GITLAB_TOKEN_TYPE) must be":      {"-project", "acme/web", "-out", "x", "-token-type", "oauth"},
		"-cacert-file (or GITLAB_CACERT_FILE) must":       {"-project", "acme/web", "-out", "x", "-cacert-file", "missing.pem"},
		"-retries must be a whole number":                 {"-project", "acme/web", "-out", "x", "-retries", "1000"},
	} {
		expect(t, t.Context(), wrongUsage, words, args...)
	}
	t.Setenv("GITLAB_TOKEN", "")
	expect(t, t.Context(), wrongUsage, "GITLAB_TOKEN is missing", "-project", "acme/web", "-out", "x")
}

// Token type, certificate and proxy are configured by environment variables.
func TestMistakesInTheEnvironment(t *testing.T) {
	for _, test := range []struct{ name, value, words string }{
		{"GITLAB_TOKEN", "glcbt-64_x", "GITLAB_TOKEN is the token of a CI job"},
		{"GITLAB_TOKEN_TYPE", "oauth", "GITLAB_TOKEN_TYPE) must be one of"},
		{"GITLAB_CACERT", "ca.pem", "GITLAB_CACERT must contain certificates"},
		{"HTTP_PROXY", "ftp://proxy.invalid", "HTTP_PROXY must be the address of a proxy"},
	} {
		t.Run(test.name, func(t *testing.T) {
			newGitLab(t)
			t.Setenv("GITLAB_BASE_URL", "http://gitlab.invalid")
			t.Setenv(test.name, test.value)
			expect(t, t.Context(), wrongUsage, test.words, "-project", "acme/web", "-out", "x")
		})
	}
}

func TestOAuthToken(t *testing.T) {
	gitlab := newGitLab(t)
	gitlab.OAuth = true
	arguments := []string{"-project", "acme/web", "-out", t.TempDir(), "-dry-run"}
	expect(t, t.Context(), failed, "An OAuth token needs", arguments...)
	expect(t, t.Context(), succeeded, "1 gitlabintegrations_slack", append(arguments, "-token-type", "bearer")...)
	t.Setenv("GITLAB_TOKEN_TYPE", "bearer")
	expect(t, t.Context(), succeeded, "1 gitlabintegrations_slack", arguments...)
	expect(t, t.Context(), failed, "An OAuth token needs", append(arguments, "-token-type", "private")...)
}

// Flags take precedence over environment variables, and headers from flags are in the
// requests.
func TestFlagsOfTheClient(t *testing.T) {
	gitlab := newGitLab(t)
	headers := http.Header{}
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers = r.Header
		gitlab.ServeHTTP(w, r)
	}))
	defer other.Close()
	t.Setenv("GITLAB_BASE_URL", "http://nowhere.invalid")
	expect(t, t.Context(), succeeded, "1 gitlabintegrations_slack",
		"-project", "/acme/web/", "-slug", "slack", "-out", t.TempDir(), "-dry-run", "-base-url", other.URL, "-header", "X-Team: web")
	if headers.Get("X-Team") != "web" || headers.Get("User-Agent") != "gitlabintegrations-export/dev" {
		t.Errorf("the headers are %v", headers)
	}
}
