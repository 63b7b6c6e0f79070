package export_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/export"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

func TestFile(t *testing.T) {
	s := newSite(t)
	s.AddProject("acme/web")
	s.SetUp("projects/acme/web", "slack", map[string]any{"webhook": webhook, "channel": "#web", "push_events": false})
	s.SetUp("projects/acme/web", "mock-monitoring", nil)
	summary := s.export()
	expectEqual(t, "files", names(s.files()), []string{"acme_web_project_2.tf", "versions.tf"})
	content := s.file("acme_web_project_2.tf")
	expectContains(t, "the file", content,
		"# Exported by gitlabintegrations-export from group acme (1) (sha256 ",
		"import {\n  to = gitlabintegrations_slack.project_2\n  id = \"projects/acme/web\"\n}\n",
		`
resource "gitlabintegrations_slack" "project_2" {
  project     = "acme/web"
  channel     = "#web"
  push_events = false

  # GitLab demands this secret with every change, and does not show it. Set it before
  # the first change: webhook_wo, or webhook with a CLI before 1.11.
  # webhook_wo = ...
}
`,
		"  id = \"projects/acme/web:mock-monitoring\"\n",
		`resource "gitlabintegrations_custom" "mock_monitoring_project_2" {`, "  slug    = \"mock-monitoring\"\n", "\n    push_events                = true\n")
	expectContains(t, "the summary", text(summary), "Found 2 active integrations in 2 projects and groups of group acme.\nExported 2 integrations:\n",
		"      1 gitlabintegrations_slack\n", "gitlabintegrations_custom is for what has no resource of its own there: mock-monitoring.", "2 new, 0 replaced, 0 unchanged.")
	if summary.NeedsAttention() {
		t.Error("a complete export needs attention")
	}
}

// The export sends one request for each integration, in addition to those of the
// search.
func TestRequests(t *testing.T) {
	s := newSite(t)
	for n := range 200 {
		path := fmt.Sprintf("acme/team-%d/app-%03d", n%4, n)
		s.addProject(path)
		s.SetUp("projects/"+path, "asana", map[string]any{"api_key": "asana-secret"})
		s.SetUp("projects/"+path, "jira", map[string]any{"url": "https://jira.example.com", "username": "u", "password": "jira-secret"})
		if n%10 == 0 {
			s.ArchiveProject(path)
		}
	}
	s.options.Archived = true
	summary := s.export()
	expectEqual(t, "found", summary.Found, 600)
	expectEqual(t, "files", len(s.files()), 201)
	expectEqual(t, "requests", s.counted(), map[string]int{
		"GET groups/ID": 1, "GET groups/ID/descendant_groups": 1, "GET groups/ID/integrations": 5,
		"POST /api/graphql": 2, "GET projects/ID/integrations": 200 + 600,
	})
	expectContains(t, "the progress", s.log.String(), "Looked at 200 projects and groups", "Read the settings of 600 of 600 integrations.")
	for name, content := range s.files() {
		if strings.Contains(content, "secret\"") || strings.Contains(content, "a-webhook-secret") {
			t.Errorf("%s contains a secret:\n%s", name, content)
		}
	}
	s.options.Archived = false
	expectEqual(t, "found without archived ones", s.export().Found, 540)
}

func TestSameTwice(t *testing.T) {
	for _, layout := range []export.Layout{export.ByProject, export.ByType} {
		s := newSite(t)
		s.options.Layout = layout
		for n := range 30 {
			path := fmt.Sprintf("acme/app-%d", n)
			s.addProject(path)
			s.SetUp("projects/"+path, "mock-monitoring", nil)
		}
		s.export()
		first := s.files()
		summary := s.export()
		expectEqual(t, "unchanged files", len(summary.Files[2]), len(first))
		expectEqual(t, "files", s.files(), first)
		s.options.Folder += "-again"
		s.export()
		expectEqual(t, "files elsewhere", s.files(), first)
	}
}

// References must remain valid when a project or group is renamed, so the addresses of
// resources do not change.
func TestRenamedProject(t *testing.T) {
	for _, layout := range []export.Layout{export.ByProject, export.ByType} {
		t.Run(string(layout), func(t *testing.T) {
			s := newSite(t)
			s.options.Layout = layout
			s.addProject("acme/web")
			s.SetUp("projects/acme/web", "mock-monitoring", nil)
			s.SetUp("groups/acme", "asana", nil)
			s.export()
			before := addresses(s.files())
			s.MoveProject("acme/web", "acme/site")
			s.MoveGroup("acme", "initech")
			s.options.Owner.ID = "initech"
			summary := s.export()
			expectEqual(t, "stale files", summary.Stale, []string{})
			expectEqual(t, "addresses after the change", addresses(s.files()), before)
			s.options.Folder += "-again"
			s.export()
			expectEqual(t, "addresses in another folder", slices.Sorted(maps.Values(addresses(s.files()))), slices.Sorted(maps.Values(before)))
			for name, content := range s.files() {
				if strings.Contains(content, `"acme/`) {
					t.Errorf("%s contains the old path:\n%s", name, content)
				}
			}
		})
	}
}

// addresses returns the addresses of the resources in files, by the name of the file.
func addresses(files map[string]string) map[string]string {
	found := map[string]string{}
	for name, content := range files {
		for _, block := range regexp.MustCompile(`(?m)^resource .+ \{$`).FindAllString(content, -1) {
			found[name] += block
		}
	}
	return found
}

// Inherited integrations are counted, and exported on demand without a request for
// their settings.
func TestInherited(t *testing.T) {
	s := newSite(t)
	s.AddGroup("acme/shop")
	s.SetUp("groups/acme/shop", "matrix", map[string]any{"token": "t", "room": "!r:x"})
	id := s.AddProject("acme/shop/api")
	summary := s.export()
	expectEqual(t, "inherited", summary.Inherited, 1)
	expectContains(t, "the summary", text(summary), "Left out 1 integration, whose settings are those of a group above")
	expectEqual(t, "files", names(s.files()), []string{"acme_shop_group_2.tf", "versions.tf"})
	s.counted()
	s.options.Inherited = true
	s.export()
	expectContains(t, "the file", s.file(fmt.Sprintf("acme_shop_api_project_%d.tf", id)),
		"\n  project                = \"acme/shop/api\"\n  use_inherited_settings = true\n}\n")
	expectEqual(t, "requests for lists and settings", s.counted()["GET projects/ID/integrations"], 1)
}

// A project inherits an integration that only groups can set up, and the API does not find
// it there, so that it cannot be imported.
func TestInheritedFromAGroupOnly(t *testing.T) {
	s := newSite(t)
	s.AddProject("acme/shop/api")
	s.SetUp("groups/acme/shop", "zentao", map[string]any{"url": "https://zentao.example.com", "api_token": "t", "zentao_product_xid": "3"})
	s.options.Inherited = true
	summary := s.export()
	expectEqual(t, "left out", summary.LeftOut[0].What, "zentao of project acme/shop/api")
	expectContains(t, "the reason", summary.LeftOut[0].Why, "inherits")
	expectEqual(t, "files", names(s.files()), []string{"acme_shop_group_2.tf", "versions.tf"})
}

func TestNoAccess(t *testing.T) {
	s := newSite(t)
	s.addProject("acme/web")
	s.addProject("acme/public")
	s.Publish("groups/acme")
	s.Publish("projects/acme/public")
	s.AddUser(gitlabfake.User{Token: "some", Roles: map[string]gitlabfake.Role{"projects/acme/web": gitlabfake.Maintainer}})
	s.token = "some"
	summary := s.export()
	expectEqual(t, "exported", summary.Exported, map[string]int{"gitlabintegrations_slack": 1})
	expectContains(t, "the summary", text(summary), "Could not read 2 projects and groups:\n",
		"  No access: the owner of the token needs the role Owner.\n    group acme\n",
		"  No access: the owner of the token needs the role Maintainer.\n    project acme/public\n")
	if !summary.NeedsAttention() {
		t.Error("the summary needs no attention")
	}
}

// A reason that applies to many integrations is reported once.
func TestReasonsAreToldOnce(t *testing.T) {
	s := newSite(t)
	for n := range 50 {
		s.addProject(fmt.Sprintf("acme/web-%d", n))
		s.Change(fmt.Sprintf("projects/acme/web-%d", n), "slack", map[string]any{"branches_to_be_notified": "none"})
	}
	summary := text(s.export())
	expectEqual(t, "reasons", strings.Count(summary, "must be one of"), 1)
	expectEqual(t, "resources", strings.Count(summary, "\n    gitlabintegrations_slack.project_"), 50)
	expectContains(t, "the summary", summary, "\n    gitlabintegrations_slack.project_2 of project acme/web-0\n")
}

// An integration that cannot be read is left out, and the others are exported.
func TestBrokenIntegration(t *testing.T) {
	s := newSite(t)
	s.addProject("acme/web")
	s.SetUp("projects/acme/web", "asana", nil)
	s.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/asana") {
			return false
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"message":"400 Bad Request"}`))
		return true
	})
	summary := s.export()
	expectEqual(t, "left out", len(summary.LeftOut), 1)
	expectContains(t, "the summary", text(summary), "400 Bad Request", "\n    asana of project acme/web\n")
	expectEqual(t, "exported", summary.Exported, map[string]int{"gitlabintegrations_slack": 1})
}

// If the search or the reading ends with an error, no file is written.
func TestFailures(t *testing.T) {
	tests := map[string]func(*site) context.Context{
		"unknown group": func(s *site) context.Context { s.options.Owner.ID = "nonesuch"; return s.t.Context() },
		"unknown project": func(s *site) context.Context {
			s.options.Owner = client.Owner{Kind: client.ProjectKind, ID: "acme/nonesuch"}
			return s.t.Context()
		},
		"wrong token": func(s *site) context.Context { s.token = "wrong"; return s.t.Context() },
		"canceled while reading": func(s *site) context.Context {
			ctx, cancel := context.WithCancel(s.t.Context())
			s.Intercept(func(_ http.ResponseWriter, r *http.Request) bool {
				if strings.HasSuffix(r.URL.Path, "/slack") {
					cancel()
				}
				return false
			})
			return ctx
		},
		"token revoked while reading": func(s *site) context.Context {
			s.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasSuffix(r.URL.Path, "/slack") {
					return false
				}
				w.WriteHeader(http.StatusUnauthorized)
				return true
			})
			return s.t.Context()
		},
	}
	for name, prepare := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			for n := range 20 {
				s.addProject(fmt.Sprintf("acme/web-%d", n))
			}
			if _, err := s.run(prepare(s)); err == nil {
				t.Error("there is no error")
			}
			expectEqual(t, "files", names(s.files()), []string{})
		})
	}
}

// Unknown settings and addresses with passwords may be secrets, so they are left out.
func TestWhatMayBeSecret(t *testing.T) {
	s := newSite(t)
	s.addProject("acme/web")
	s.SetUp("projects/acme/web", "mock-monitoring", nil)
	s.SetUp("projects/acme/web", "external-wiki", map[string]any{"external_wiki_url": "https://me:hidden@wiki.example.com"})
	answer := `{"slug":"mock-monitoring","active":true,"push_events":true,"inherited":false,"properties":{"api_token":"hidden","url":"https://me:hidden@example.com","room":"lounge","token_required":true,"webhook":"hidden"}}`
	s.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/mock-monitoring") {
			return false
		}
		_, _ = w.Write([]byte(answer))
		return true
	})
	summary := s.export()
	content := s.file("acme_web_project_2.tf")
	if strings.Contains(content, "hidden") {
		t.Errorf("the file contains a secret:\n%s", content)
	}
	expectContains(t, "the file", content, "    room           = \"lounge\"\n    token_required = true\n",
		"  # in secrets_wo: api_token, url, webhook\n")
	expectContains(t, "the summary", text(summary), "  The own type of the resource cannot have the integration as it is in GitLab. `external_wiki_url`: The address holds a password",
		"\n    gitlabintegrations_custom.external_wiki_project_2 of project acme/web\n")
}

// A group may have an integration that the catalog has for projects only. The settings
// that are secret there are treated as secret here too.
func TestKnownSecretOfCustom(t *testing.T) {
	s := newSite(t)
	s.AddGroup("acme")
	s.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		entity := `{"slug":"google-play","active":true,"inherited":false,"properties":{"package_name":"com.example","service_account_key_file_name":"x.json","service_account_key":"hidden"}}`
		switch {
		case strings.HasSuffix(r.URL.Path, "/groups/acme/integrations"):
			entity = "[" + entity + "]"
		case !strings.HasSuffix(r.URL.Path, "/google-play"):
			return false
		}
		_, _ = w.Write([]byte(entity))
		return true
	})
	s.export()
	for name, content := range s.files() {
		if strings.Contains(content, "hidden") {
			t.Errorf("%s contains a secret:\n%s", name, content)
		}
	}
}

func TestSlugs(t *testing.T) {
	s := newSite(t)
	s.addProject("acme/web")
	s.SetUp("projects/acme/web", "asana", nil)
	s.options.Slugs = []string{"slack"}
	expectEqual(t, "exported", s.export().Exported, map[string]int{"gitlabintegrations_slack": 1})
	expectContains(t, "the file", s.file("acme_web_project_2.tf"), "from group acme (1), only slack (")
	s.options.Slugs = []string{"slak"}
	summary := s.export()
	if !summary.NeedsAttention() {
		t.Error("the summary needs no attention")
	}
	expectContains(t, "the summary", text(summary), "Exported 0 integrations.\n", `No integration has the name "slak"`)
}

func TestDryRun(t *testing.T) {
	s := newSite(t)
	s.addProject("acme/web")
	s.options.DryRun = true
	expectContains(t, "the summary", text(s.export()), "Would export 1 integration:", "none of which was written", "2 new")
	expectEqual(t, "files", names(s.files()), []string{})
}

func TestFilesByType(t *testing.T) {
	s := newSite(t)
	s.addProject("acme/web")
	s.addProject("acme/web-app")
	s.SetUp("projects/acme/web", "pipelines-email", map[string]any{"recipients": "a@example.com"})
	s.options.Layout = export.ByType
	s.export()
	expectEqual(t, "files", names(s.files()), []string{"pipelines_email.tf", "slack.tf", "versions.tf"})
	expectEqual(t, "resources", strings.Count(s.file("slack.tf"), "\nresource "), 2)
}

// An older GitLab does not return which integrations inherit.
func TestInheritanceIsNotKnown(t *testing.T) {
	s := newSite(t)
	s.Version = "16.11"
	s.addProject("acme/web")
	expectContains(t, "the summary", text(s.export()), "This GitLab does not tell which integrations inherit")
}
