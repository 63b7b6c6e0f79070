// Package release_test checks everything around the code: the workflows, the release,
// and the files for people and bots.
package release_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// root is the folder of the repository.
const root = "../../.."

// uses matches the actions in a workflow, with the comment after each.
var uses = regexp.MustCompile(`(?m)^ *(?:- )?uses: (\S+)(.*)$`)

// pinned matches an action that is pinned to a digest, with its version in a comment.
var pinned = regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)

func TestActionsArePinnedByDigest(t *testing.T) {
	digests := map[string]string{}
	files := slices.Concat(glob(t, ".github/workflows/*.yml"), glob(t, ".github/actions/*/*.yml"), glob(t, "examples/*/.github/workflows/*.yml"))
	for _, file := range files {
		for _, match := range uses.FindAllStringSubmatch(read(t, file), -1) {
			action := match[1] + match[2]
			if strings.HasPrefix(action, "./") {
				continue
			}
			if !pinned.MatchString(action) {
				t.Errorf("%s uses %q, which is not a digest with the version as a comment", file, action)
			}
			name, digest, _ := strings.Cut(action, "@")
			if known, found := digests[name]; found && known != digest {
				t.Errorf("%s is used as %q and as %q", name, known, digest)
			}
			digests[name] = digest
		}
	}
	if len(digests) == 0 {
		t.Error("no action was found")
	}
}

// workflow contains the parts of a workflow that the tests read.
type workflow struct {
	Jobs map[string]job
}

type job struct {
	Uses  string
	Needs stringOrList
	Steps []struct{ Run string }
}

// stringOrList is a list, which YAML may contain as a single string.
type stringOrList []string

// UnmarshalYAML accepts both forms.
func (l *stringOrList) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*l = stringOrList{node.Value}
		return nil
	}
	return node.Decode((*[]string)(l))
}

// The workflow for pull requests runs the same checks as .ci/run and no others.
func TestWorkflowRunsTheChecks(t *testing.T) {
	var commands []string
	for _, job := range readWorkflow(t, "test.yml").Jobs {
		for _, step := range job.Steps {
			if step.Run != "" && !strings.HasPrefix(step.Run, "make --silent versions") {
				commands = append(commands, step.Run)
			}
		}
	}
	slices.Sort(commands)
	want := []string{".ci/run", ".ci/run acceptance", `CLI="$(command -v tofu)" .ci/run acceptance`}
	if !slices.Equal(commands, want) {
		t.Errorf("the workflow runs %q instead of %q", commands, want)
	}
}

func TestReleaseNeedsTheChecks(t *testing.T) {
	jobs := readWorkflow(t, "release.yml").Jobs
	if jobs["checks"].Uses != "./.github/workflows/test.yml" {
		t.Errorf("the job checks uses %q", jobs["checks"].Uses)
	}
	for name, job := range jobs {
		if name != "checks" && !slices.Contains(job.Needs, "checks") {
			t.Errorf("the job %s does not need the checks", name)
		}
	}
}

// Dependabot updates the actions and every Go module.
func TestDependabotKnowsEveryModule(t *testing.T) {
	var dependabot struct {
		Updates []struct {
			Ecosystem   string `yaml:"package-ecosystem"`
			Directory   string
			Directories []string
		}
	}
	decode(t, ".github/dependabot.yml", &dependabot)
	known := map[string]bool{}
	for _, update := range dependabot.Updates {
		for _, directory := range append(update.Directories, update.Directory) {
			known[update.Ecosystem+" "+directory] = true
		}
	}
	want := []string{"gomod /", "github-actions /"}
	for _, file := range glob(t, "tools/*/go.mod") {
		want = append(want, "gomod /"+filepath.Dir(file))
	}
	for _, file := range glob(t, ".github/actions/*/action.yml") {
		want = append(want, "github-actions /"+filepath.Dir(file))
	}
	for _, folder := range glob(t, "examples/*/.github/workflows") {
		want = append(want, "github-actions /"+folder)
	}
	for _, update := range want {
		if !known[update] {
			t.Errorf("nothing updates %s", update)
		}
	}
}

// glob returns the files that match a pattern below the root. There must be at least
// one.
func glob(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, pattern))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s matches %q, error %v", pattern, paths, err)
	}
	for i, path := range paths {
		paths[i], _ = filepath.Rel(root, path)
	}
	return paths
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func decode(t *testing.T, file string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, file)), into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func readWorkflow(t *testing.T, name string) (w workflow) {
	t.Helper()
	decode(t, filepath.Join(".github/workflows", name), &w)
	return w
}
