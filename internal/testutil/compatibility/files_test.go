package compatibility_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/compatibility"
)

// files writes a folder with the released schema, a changed one and intended breaking
// changes, and reads it.
func files(t *testing.T, changed, intended string) (folder string, read compatibility.Files) {
	t.Helper()
	folder = t.TempDir()
	for name, text := range map[string]string{"released.txt": released, "schema.txt": changed, "breaking.txt": "# What it is.\n" + intended} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read, err := compatibility.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	return folder, read
}

func always(string) bool { return true }

// A breaking change must be listed as intended, and every listed change must exist.
func TestIntendedBreak(t *testing.T) {
	const line = "resource example_chat: id is gone"
	withoutID := strings.Replace(released, "  id string computed\n", "", 1)
	for name, test := range map[string]struct{ changed, intended, want string }{
		"none":         {released, "", ""},
		"not intended": {withoutID, "", "breaking change: " + line + ". Keep it and deprecate it. If it is intended for the next major version, add this line to breaking.txt: " + line},
		"intended":     {withoutID, line + "\n", ""},
		"no break":     {released, line + "\n", "breaking.txt lists what is no breaking change: " + line},
	} {
		t.Run(name, func(t *testing.T) {
			_, read := files(t, test.changed, test.intended)
			if got := strings.Join(read.Faults(always), "\n"); got != test.want {
				t.Errorf("got %q instead of %q", got, test.want)
			}
		})
	}
}

// A type may be removed together with its file in the catalog.
func TestTypeThatLeftTheCatalog(t *testing.T) {
	_, read := files(t, "provider, version 0\n  token string optional sensitive variable=TOKEN\n", "")
	if faults := read.Faults(always); len(faults) != 3 {
		t.Errorf("found %q", faults)
	}
	if faults := read.Faults(func(typeName string) bool { return typeName != "example_chat" }); len(faults) > 0 {
		t.Errorf("found %q", faults)
	}
}

// After a release, the current schema is the released one, so no change is breaking.
func TestReleaseOfTheFiles(t *testing.T) {
	folder, read := files(t, strings.Replace(released, "  id string computed\n", "", 1), "resource example_chat: id is gone\n")
	if err := read.Release(folder); err != nil {
		t.Fatal(err)
	}
	after, err := compatibility.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	if faults := after.Faults(always); len(faults) > 0 || len(after.Intended) > 0 {
		t.Errorf("found %q, intended %q", faults, after.Intended)
	}
	if kept, err := os.ReadFile(filepath.Join(folder, "breaking.txt")); string(kept) != "# What it is.\n" {
		t.Errorf("breaking.txt is %q, error %v", kept, err)
	}
}
