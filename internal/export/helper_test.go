package export_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/export"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

const webhook = "https://hooks.slack.com/services/T0/B0/a-webhook-secret"

// site is a GitLab with a folder for the export.
type site struct {
	*gitlabfake.GitLab
	t       *testing.T
	url     string
	token   string
	options export.Options
	log     bytes.Buffer
}

// newSite starts a GitLab. The export covers the group acme.
func newSite(t *testing.T) *site {
	t.Helper()
	gitlab, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gitlab)
	t.Cleanup(server.Close)
	return &site{GitLab: gitlab, t: t, url: server.URL, token: gitlab.Token, options: export.Options{
		Owner: client.Owner{Kind: client.GroupKind, ID: "acme"}, Subgroups: true, Folder: filepath.Join(t.TempDir(), "out"), Layout: export.ByProject,
	}}
}

// run runs the export and returns its error.
func (s *site) run(ctx context.Context) (*export.Summary, error) {
	s.t.Helper()
	gitlab, err := client.New(client.Config{BaseURL: s.url, Token: s.token})
	if err != nil {
		s.t.Fatal(err)
	}
	s.log.Reset()
	options := s.options
	options.Progress = &s.log
	return export.Run(ctx, gitlab, options)
}

// export runs the export, which must succeed.
func (s *site) export() *export.Summary {
	s.t.Helper()
	summary, err := s.run(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return summary
}

// files returns all files in the folder by name.
func (s *site) files() map[string]string {
	s.t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(s.options.Folder)
	if err != nil && !os.IsNotExist(err) {
		s.t.Fatal(err)
	}
	for _, entry := range entries {
		files[entry.Name()] = s.file(entry.Name())
	}
	return files
}

func (s *site) file(name string) string {
	s.t.Helper()
	content, err := os.ReadFile(filepath.Join(s.options.Folder, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(content)
}

func (s *site) write(name, content string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.options.Folder, name), []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// addProject adds a project that has Slack.
func (s *site) addProject(path string) {
	s.AddProject(path)
	s.SetUp("projects/"+path, "slack", map[string]any{"webhook": webhook, "channel": "#" + path})
}

// counted returns the number of requests since its last call by request, without the
// names of projects and groups.
func (s *site) counted() map[string]int {
	counts := map[string]int{}
	for _, request := range s.Requests() {
		parts := strings.Split(request.Path, "/")
		if len(parts) > 1 && request.Path[0] != '/' {
			parts[1] = "ID"
		}
		counts[request.Method+" "+strings.Join(parts[:min(3, len(parts))], "/")]++
	}
	s.Forget()
	return counts
}

func text(summary *export.Summary) string {
	var out strings.Builder
	summary.Write(&out)
	return out.String()
}

func expectEqual(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s:\n%v\nwant:\n%v", what, got, want)
	}
}

func expectContains(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s lacks %q:\n%s", what, part, text)
		}
	}
}

func names(files map[string]string) []string { return slices.Sorted(maps.Keys(files)) }
