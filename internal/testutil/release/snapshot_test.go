package release_test

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const project = "terraform-provider-gitlabintegrations"

// hosts are the default registries of Terraform and OpenTofu.
var hosts = []string{"registry.terraform.io", "registry.opentofu.org"}

// platforms are the platforms of a release: those of HashiCorp's scaffolding, and
// s390x.
var platforms = []string{
	"darwin_amd64", "darwin_arm64",
	"freebsd_386", "freebsd_amd64", "freebsd_arm", "freebsd_arm64",
	"linux_386", "linux_amd64", "linux_arm", "linux_arm64", "linux_s390x",
	"windows_386", "windows_amd64", "windows_arm64",
}

func TestReleaseIsBuiltForAllPlatforms(t *testing.T) {
	var config struct {
		Builds []struct {
			ID      string
			Targets []string
		}
	}
	decode(t, ".goreleaser.yml", &config)
	if len(config.Builds) != 3 {
		t.Errorf("there are %d builds", len(config.Builds))
	}
	for _, build := range config.Builds {
		if !slices.Equal(build.Targets, platforms) {
			t.Errorf("%s is built for %q instead of %q", build.ID, build.Targets, platforms)
		}
	}
}

// snapshot is the result of `make snapshot`.
type snapshot struct {
	*testing.T
	dist, mirror, version string
}

// newSnapshot skips the test unless `make test-snapshot` runs it.
func newSnapshot(t *testing.T) *snapshot {
	t.Helper()
	dir := os.Getenv("SNAPSHOT")
	if dir == "" {
		t.Skip("only make test-snapshot runs this test, because it needs a snapshot")
	}
	s := &snapshot{T: t, dist: filepath.Join(dir, "dist"), mirror: filepath.Join(dir, "bin/mirror")}
	data, err := os.ReadFile(filepath.Join(s.dist, "metadata.json"))
	if err != nil {
		t.Fatal(err)
	}
	var metadata struct{ Version string }
	if err := json.Unmarshal(data, &metadata); err != nil {
		t.Fatal(err)
	}
	s.version = metadata.Version
	return s
}

// archives returns the names of a command's archives for all platforms that were built.
func (s *snapshot) archives(command string) []string {
	s.Helper()
	paths, err := filepath.Glob(filepath.Join(s.dist, command+"_"+s.version+"_*.zip"))
	if err != nil || len(paths) == 0 {
		s.Fatalf("%s has the archives %q, error %v", command, paths, err)
	}
	for i, path := range paths {
		paths[i] = filepath.Base(path)
	}
	return paths
}

// contents returns the names of the files in an archive.
func (s *snapshot) contents(archive string) []string {
	s.Helper()
	reader, err := zip.OpenReader(filepath.Join(s.dist, archive))
	if err != nil {
		s.Fatal(err)
	}
	defer reader.Close()
	var names []string
	for _, file := range reader.File {
		names = append(names, file.Name)
	}
	slices.Sort(names)
	return names
}

// Every binary has its own archives, and the provider's archives contain nothing else.
func TestSnapshotArchives(t *testing.T) {
	s := newSnapshot(t)
	for command, files := range map[string][]string{
		project:                     {project + "_v" + s.version},
		"gitlabfake":                {"LICENSE", "gitlabfake"},
		"gitlabintegrations-export": {"LICENSE", "gitlabintegrations-export"},
	} {
		for _, archive := range s.archives(command) {
			want := slices.Clone(files)
			if strings.Contains(archive, "_windows_") {
				want[len(want)-1] += ".exe"
			}
			if got := s.contents(archive); !slices.Equal(got, want) {
				t.Errorf("%s contains %q instead of %q", archive, got, want)
			}
		}
	}
}

// Terraform's registry refuses checksums of files other than the provider's archives
// and the manifest.
func TestSnapshotChecksums(t *testing.T) {
	s := newSnapshot(t)
	content, err := os.ReadFile(filepath.Join(s.dist, project+"_"+s.version+"_SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(content)) {
		got = append(got, strings.Fields(line)[1])
	}
	want := append(s.archives(project), project+"_"+s.version+"_manifest.json")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the checksums are for %q instead of %q", got, want)
	}
}

// Every binary has a bill of materials that lists its dependencies.
func TestSnapshotBillsOfMaterials(t *testing.T) {
	s := newSnapshot(t)
	for binary, dependency := range map[string]string{
		project + "_v" + s.version:  "github.com/hashicorp/terraform-plugin-go",
		"gitlabfake":                "go.yaml.in/yaml/v3",
		"gitlabintegrations-export": "github.com/hashicorp/hcl/v2",
	} {
		name := fmt.Sprintf("%s_%s_%s.cdx.json", binary, runtime.GOOS, runtime.GOARCH)
		content, err := os.ReadFile(filepath.Join(s.dist, name))
		if err != nil {
			t.Error(err)
			continue
		}
		var bom struct {
			Metadata   struct{ Component struct{ Version string } }
			Components []struct{ Name string }
		}
		if err := json.Unmarshal(content, &bom); err != nil {
			t.Fatal(err)
		}
		named := slices.ContainsFunc(bom.Components, func(c struct{ Name string }) bool { return c.Name == dependency })
		if bom.Metadata.Component.Version != s.version || !named {
			t.Errorf("%s is not for %s or does not contain %s: %.300s", name, s.version, dependency, content)
		}
	}
}

// installed matches the version that `init` has installed.
var installed = regexp.MustCompile(`Installed (?:registry\.[\w.]+/)?gitlab-integrations/gitlabintegrations v(\S+)`)

// A CLI whose configuration contains only the mirror installs the provider from it,
// under the address in its own default registry and under that in the other one.
func TestSnapshotInstalls(t *testing.T) {
	s := newSnapshot(t)
	clis := strings.Fields(os.Getenv("SNAPSHOT_CLIS"))
	if len(clis) == 0 {
		t.Fatal("SNAPSHOT_CLIS is empty")
	}
	sources := []string{"gitlab-integrations/gitlabintegrations"}
	for _, host := range hosts {
		sources = append(sources, host+"/gitlab-integrations/gitlabintegrations")
	}
	for _, cli := range clis {
		for _, source := range sources {
			t.Run(filepath.Base(cli)+"/"+source, func(t *testing.T) { s.installs(t, cli, source) })
		}
	}
}

// installs installs the provider and requests its schema.
func (s *snapshot) installs(t *testing.T, cli, source string) {
	dir := t.TempDir()
	write := func(name, format string, values ...any) {
		if err := os.WriteFile(filepath.Join(dir, name), fmt.Appendf(nil, format, values...), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("cli.tfrc", "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", s.mirror)
	write("main.tf", "terraform {\n  required_providers {\n    gitlabintegrations = {\n      source = %q\n    }\n  }\n}\n", source)
	run := func(arguments ...string) string {
		command := exec.Command(cli, arguments...)
		command.Dir = dir
		command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"), "CHECKPOINT_DISABLE=1")
		output, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", arguments, err, output)
		}
		return string(output)
	}
	match := installed.FindStringSubmatch(run("init", "-no-color"))
	if match == nil || match[1] != s.version {
		t.Errorf("init has installed %q instead of %s", match, s.version)
	}
	if schema := run("providers", "schema", "-json"); !strings.Contains(schema, `"gitlabintegrations_slack"`) {
		t.Errorf("the provider has no gitlabintegrations_slack: %.200s", schema)
	}
}

// The commands in the archives can be executed.
func TestSnapshotOfCommandsStart(t *testing.T) {
	for command, flag := range map[string]string{"gitlabfake": "-gitlab-version", "gitlabintegrations-export": "-dry-run"} {
		t.Run(command, func(t *testing.T) { newSnapshot(t).starts(command, flag) })
	}
}

// starts checks that the help of a command describes a flag.
func (s *snapshot) starts(command, flag string) {
	dir := s.TempDir()
	reader, err := zip.OpenReader(filepath.Join(s.dist, fmt.Sprintf("%s_%s_%s_%s.zip", command, s.version, runtime.GOOS, runtime.GOARCH)))
	if err != nil {
		s.Fatal(err)
	}
	defer reader.Close()
	if err := os.CopyFS(dir, reader); err != nil {
		s.Fatal(err)
	}
	output, err := exec.Command(filepath.Join(dir, command), "-help").CombinedOutput()
	if err != nil || !strings.Contains(string(output), flag) {
		s.Errorf("%s -help: %v\n%s", command, err, output)
	}
}
