package examples_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPipelinesNameEveryGroup checks that the pipelines contain every file in groups/.
func TestPipelinesNameEveryGroup(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(examples, "gitops/groups/*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("found the groups %v (%v)", files, err)
	}
	var want []string
	for _, file := range files {
		want = append(want, strings.TrimSuffix(filepath.Base(file), ".yaml"))
	}
	for name, got := range map[string][]string{
		"GitLab":   groupsOf(gitlabCI{repository: "gitops"}.jobs(t, push, nil), "apply"),
		"GitHub":   groupsOf(githubActions{workflow: "gitops/.github/workflows/integrations.yml"}.jobs(t, push, nil), "apply"),
		"Atlantis": atlantisProjects(t),
	} {
		if !slices.Equal(got, want) {
			t.Errorf("%s contains the groups %v instead of %v", name, got, want)
		}
	}
}

func groupsOf(jobs []job, name string) (groups []string) {
	for _, job := range jobs {
		if job.name == name {
			groups = append(groups, job.group)
		}
	}
	return groups
}

func atlantisProjects(t *testing.T) (names []string) {
	t.Helper()
	var file struct{ Projects []struct{ Name string } }
	decode(t, "gitops/atlantis/atlantis.yaml", &file)
	for _, project := range file.Projects {
		names = append(names, project.Name)
	}
	return names
}
