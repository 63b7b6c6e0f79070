package export_test

import (
	"os"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/export"
)

const web = "acme_web_project_2.tf"

// changed returns a site in which GitLab was changed after the export.
func changed(t *testing.T) *site {
	s := newSite(t)
	s.addProject("acme/web")
	s.export()
	s.Change("projects/acme/web", "slack", map[string]any{"channel": "#changed"})
	return s
}

func TestFileIsReplaced(t *testing.T) {
	s := changed(t)
	// Git may convert line endings like this on Windows.
	s.write(web, strings.ReplaceAll(s.file(web), "\n", "\r\n"))
	expectContains(t, "the summary", text(s.export()), "0 new, 1 replaced, 1 unchanged")
	expectContains(t, web, s.file(web), "#changed")
	expectEqual(t, "files", names(s.files()), []string{web, "versions.tf"})
}

// The export must overwrite neither an edited file nor an edited new version beside it.
func TestEditedFileIsKept(t *testing.T) {
	s := changed(t)
	edited := strings.Replace(s.file(web), "push", "edited", 1) + "# edited\n"
	s.write(web, edited)
	summary := s.export()
	expectContains(t, "the summary", text(summary), web+" was edited and is kept; the export is in "+web+".new.")
	if !summary.NeedsAttention() {
		t.Error("the summary needs no attention")
	}
	expectEqual(t, "the edited file", s.file(web), edited)
	expectContains(t, web+".new", s.file(web+".new"), "#changed")

	s.Change("projects/acme/web", "slack", map[string]any{"channel": "#again"})
	s.export()
	expectContains(t, web+".new", s.file(web+".new"), "#again")

	s.write(web+".new", s.file(web+".new")+"# edited, too\n")
	s.Change("projects/acme/web", "slack", map[string]any{"channel": "#last"})
	expectContains(t, "the summary", text(s.export()), web+" and "+web+".new were edited and are kept")
	expectContains(t, web+".new", s.file(web+".new"), "#again", "# edited, too")
	expectEqual(t, "the edited file", s.file(web), edited)
}

func TestForeignFileIsKept(t *testing.T) {
	s := newSite(t)
	s.addProject("acme/web")
	if err := os.MkdirAll(s.options.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	s.write(web, "# mine\n")
	s.export()
	expectEqual(t, web, s.file(web), "# mine\n")
	expectContains(t, web+".new", s.file(web+".new"), "#acme/web")
}

// Two exports into one folder do not overwrite each other's files.
func TestTwoExportsInOneFolder(t *testing.T) {
	s := newSite(t)
	s.addProject("acme/web")
	s.addProject("other/web")
	s.options.Layout = export.ByType
	s.export()
	before := s.files()
	s.options.Owner = client.Owner{Kind: client.GroupKind, ID: "other"}
	_, err := s.run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "slack.tf was exported from group acme (1), and this is an export from group other (4)") {
		t.Errorf("the error is %v", err)
	}
	expectEqual(t, "files", s.files(), before)
	s.options.Layout = export.ByProject
	s.export()
	expectEqual(t, "files", len(s.files()), 3)
}

// A file whose integrations are all gone must be reported.
func TestStaleFile(t *testing.T) {
	s := newSite(t)
	s.addProject("acme/web")
	s.addProject("acme/api")
	s.export()
	s.Disable("projects/acme/web", "slack")
	summary := s.export()
	expectEqual(t, "stale files", summary.Stale, []string{web})
	expectContains(t, "the summary", text(summary), web+" is of an earlier export")
}

func TestRequiredProviders(t *testing.T) {
	s := newSite(t)
	s.addProject("acme/web")
	if err := os.MkdirAll(s.options.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	s.write("versions.tf", "terraform {\n  required_providers {}\n}\n")
	expectContains(t, "the summary", text(s.export()), "versions.tf has the block required_providers: it must name the provider gitlabintegrations")
	expectEqual(t, "files", names(s.files()), []string{web, "versions.tf"})
}

func TestFolderCannotBeWritten(t *testing.T) {
	s := newSite(t)
	s.addProject("acme/web")
	if err := os.WriteFile(s.options.Folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.run(t.Context()); err == nil || !strings.Contains(err.Error(), web) {
		t.Errorf("the error is %v", err)
	}
}
