package main

import (
	"bytes"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden renders each case. The name of its folder is its slug.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("testdata/*/in.yaml")
	if err != nil || len(cases) == 0 {
		t.Fatalf("found the cases %v, error %v", cases, err)
	}
	for _, in := range cases {
		folder := filepath.Dir(in)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			got := renderFile(t, in)
			want := filepath.Join(folder, "want")
			if *update {
				writeGolden(t, want, got)
			}
			compare(t, filesIn(t, os.DirFS(want), "."), got)
		})
	}
}

func TestReplaceLeavesOnlyWhatItMakes(t *testing.T) {
	const handWritten, stale, made = "written by hand", "stale", "made"
	root := t.TempDir()
	before := map[string]string{
		"README.md":                     handWritten,
		"examples/provider/provider.tf": handWritten,
		"examples/data-sources/gitlabintegrations_active/data-source.tf": handWritten,
		"examples/resources/gitlabintegrations_custom/resource.tf":       handWritten,
		"internal/resources/doc.go":                                      handWritten,
		"internal/resources/jira.go":                                     handWritten,
		"internal/resources/old_gen.go":                                  stale,
		"internal/resources/slack_gen.go":                                stale,
		"examples/resources/gitlabintegrations_old/resource.tf":          stale,
		"examples/resources/gitlabintegrations_slack/resource_old.tf":    stale,
		"examples/data-sources/gitlabintegrations_old/data-source.tf":    stale,
	}
	for name, content := range before {
		writeFile(t, filepath.Join(root, name), content)
	}
	tree, err := os.OpenRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	err = replace(tree, map[string][]byte{
		"internal/resources/slack_gen.go":                         []byte(made),
		"examples/resources/gitlabintegrations_slack/resource.tf": []byte(made),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]byte{
		"internal/resources/slack_gen.go":                         []byte(made),
		"examples/resources/gitlabintegrations_slack/resource.tf": []byte(made),
	}
	for name, content := range before {
		if content == handWritten {
			want[name] = []byte(content)
		}
	}
	compare(t, want, filesIn(t, tree.FS(), "."))
	for _, folder := range []string{"resources/gitlabintegrations_old", "data-sources/gitlabintegrations_old"} {
		if _, err := tree.Stat(path.Join("examples", folder)); !os.IsNotExist(err) {
			t.Errorf("the empty folder %s was not removed (error %v)", folder, err)
		}
	}
}

func TestGenerateNeedsItsRoot(t *testing.T) {
	if err := generate(filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Error("no error for a missing root")
	}
}

// The second run must also find all files of the first run and write them again.
func TestGenerateIsRepeatable(t *testing.T) {
	root := t.TempDir()
	want := renderCatalog(t)
	want[schemaFile] = readSchema(t)
	writeFile(t, filepath.Join(root, schemaFile), strings.Replace(string(want[schemaFile]), `"http_url",`, "", 1))
	for range 2 {
		if err := generate(root); err != nil {
			t.Fatal(err)
		}
		compare(t, want, filesIn(t, os.DirFS(root), "."))
	}
}

// TestTreeIsUpToDate fails if the catalog, a template or a generated file has changed
// and "make generate" has not been run since.
func TestTreeIsUpToDate(t *testing.T) {
	tree := os.DirFS(filepath.Join("..", ".."))
	names, err := owned(tree)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, renderCatalog(t), filesIn(t, tree, names...))
	schema := readSchema(t)
	formatted, err := withFormats(schema)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, map[string][]byte{schemaFile: formatted}, map[string][]byte{schemaFile: schema})
}

func TestSchemaNeedsAPlaceForTheFormats(t *testing.T) {
	if _, err := withFormats([]byte("{}")); err == nil {
		t.Error("no error for a schema without formats")
	}
}

func readSchema(t *testing.T) []byte {
	t.Helper()
	schema, err := os.ReadFile(filepath.Join("..", "..", schemaFile))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestDeclarationsAreShort(t *testing.T) {
	files := renderCatalog(t)
	for _, i := range load(t) {
		name := "internal/resources/" + strings.ReplaceAll(i.Slug, "-", "_") + "_gen.go"
		lines := bytes.Count(files[name], []byte("\n"))
		if limit := 20 + 2*len(i.Parameters); lines == 0 || lines >= limit {
			t.Errorf("%s has %d lines, the limit is %d", name, lines, limit)
		}
	}
}

func TestGoNames(t *testing.T) {
	for name, want := range map[string]string{
		"slack":          "Slack",
		"drone-ci":       "DroneCI",
		"squash-tm":      "SquashTM",
		"http_url":       "HTTPURL",
		"trailing_slash": "TrailingSlash",
	} {
		if got := goName(name); got != want {
			t.Errorf("goName(%q) = %q, want %q", name, got, want)
		}
	}
	if got := goVariable("drone-ci"); got != "droneCI" {
		t.Errorf(`goVariable("drone-ci") = %q, want "droneCI"`, got)
	}
}

func TestVariableSaysNoWordTwice(t *testing.T) {
	for _, test := range []struct{ slug, name, want string }{
		{"slack", "webhook", "slack_webhook"},
		{"jenkins-deprecated", "password", "jenkins_deprecated_password"},
		{"apple-app-store", "app_store_private_key", "apple_app_store_private_key"},
		{"diffblue-cover", "diffblue_license_key", "diffblue_license_key"},
	} {
		p := parameter{catalog.Parameter{Name: test.name}, test.slug}
		if got := p.Variable(); got != test.want {
			t.Errorf("%s of %s is %q, want %q", test.name, test.slug, got, test.want)
		}
	}
}

func load(t *testing.T) []catalog.Integration {
	t.Helper()
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	return integrations
}

func renderCatalog(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := render(load(t))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func renderFile(t *testing.T, in string) map[string][]byte {
	t.Helper()
	data, err := os.ReadFile(in)
	if err != nil {
		t.Fatal(err)
	}
	i, err := catalog.Parse(filepath.Base(filepath.Dir(in))+".yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	files, err := render([]catalog.Integration{i})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func writeGolden(t *testing.T, folder string, files map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		writeFile(t, filepath.Join(folder, name), string(content))
	}
}

func writeFile(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// filesIn reads all files with these names, and all files below the folders.
func filesIn(t *testing.T, tree fs.FS, names ...string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, name := range names {
		err := fs.WalkDir(tree, name, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			files[name], err = fs.ReadFile(tree, name)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// compare reports every file that is missing, different or unexpected.
func compare(t *testing.T, want, got map[string][]byte) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		content, found := got[name]
		switch {
		case !found:
			t.Errorf("%s is missing", name)
		case !bytes.Equal(content, want[name]):
			t.Errorf("%s differs; got:\n%s\nwant:\n%s", name, content, want[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, found := want[name]; !found {
			t.Errorf("%s is unexpected", name)
		}
	}
}
