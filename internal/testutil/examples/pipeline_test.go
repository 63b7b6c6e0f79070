package examples_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

// These events start a pipeline. The last two run on the default branch, which is
// protected.
const (
	mergeRequest = "merge request"
	push         = "push"
	schedule     = "schedule"
)

// secret is a CI/CD variable in GitLab or a secret in GitHub.
type secret struct {
	value string
	// production secrets are available only to jobs in the environment production, on
	// protected branches.
	production bool
}

// visible returns the secrets that are available to a job.
func visible(secrets map[string]secret, event, environment string) map[string]string {
	values := map[string]string{}
	for name, s := range secrets {
		if !s.production || event != mergeRequest && environment == "production" {
			values[name] = s.value
		}
	}
	return values
}

// service runs pipelines as GitLab or GitHub does.
type service interface {
	// jobs returns the jobs that an event starts, with the secrets available to each.
	// Each job also has the predefined variables of the service, such as the address of
	// GitLab.
	jobs(t *testing.T, event string, secrets map[string]secret) []job
}

// job is a job of a pipeline that is ready to run.
type job struct {
	name, group string
	variables   map[string]string
	shell       string
	// scripts run one after another, each in its own shell.
	scripts []string
	// kept are the files that the service keeps even if the job fails.
	kept []string
}

// result is the result of a job.
type result struct {
	job
	folder, output string
	exitCode       int
	// artifacts are the files that the service has kept, by name.
	artifacts map[string]string
}

// run runs the job in a folder. The given CLI replaces the one in the scripts.
func (j job) run(t *testing.T, folder, cli string) result {
	t.Helper()
	r := result{job: j, folder: folder}
	environment := clitest.Environment(t, "TF_CLI_ARGS=-no-color")
	for _, name := range slices.Sorted(maps.Keys(j.variables)) {
		environment = append(environment, name+"="+j.variables[name])
	}
	environment = append(environment, "CLI="+cli)
	for _, script := range j.scripts {
		output, exitCode := clitest.Run(t.Context(), folder, environment, j.shell, "-e", "-c", script)
		r.output += output
		if r.exitCode = exitCode; exitCode != 0 {
			break
		}
	}
	r.artifacts = artifacts(t, folder, j.kept)
	return r
}

// uploads is the folder for the files that a step of a job uploads.
const uploads = "uploads"

// artifacts returns the files that a job has uploaded, and those that are kept after it
// ends.
func artifacts(t *testing.T, folder string, kept []string) map[string]string {
	t.Helper()
	found := map[string]string{}
	uploaded, err := filepath.Glob(filepath.Join(folder, uploads, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range kept {
		if path := filepath.Join(folder, name); fileExists(path) {
			uploaded = append(uploaded, path)
		}
	}
	for _, path := range uploaded {
		found[filepath.Base(path)] = mustRead(t, path)
	}
	return found
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// gitlabCI is the .gitlab-ci.yml of a repository, with the variables that GitLab
// predefines.
type gitlabCI struct {
	repository string
	predefined map[string]string
	// groups replace the groups of each matrix, unless they are nil.
	groups []string
}

// gitlabJob contains the parts of a job that decide which commands run.
type gitlabJob struct {
	Environment string
	Variables   map[string]string
	Rules       []struct{ If string }
	Parallel    struct{ Matrix []map[string][]string }
	Script      []string
	Artifacts   struct {
		When  string
		Paths []string
	}
}

// kept returns the artifacts that GitLab keeps whether or not the job fails.
func (j gitlabJob) kept() []string {
	if j.Artifacts.When == "always" {
		return j.Artifacts.Paths
	}
	return nil
}

// conditions maps the conditions of rules to the event in which each is true.
var conditions = map[string]string{
	`$CI_PIPELINE_SOURCE == "merge_request_event"`:                             mergeRequest,
	`$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH`: push,
	`$CI_PIPELINE_SOURCE == "schedule"`:                                        schedule,
}

func (g gitlabCI) jobs(t *testing.T, event string, secrets map[string]secret) []job {
	t.Helper()
	var file map[string]yaml.Node
	decode(t, g.repository+"/.gitlab-ci.yml", &file)
	variables := map[string]string{}
	decodeNode(t, file["variables"], &variables)
	var jobs []job
	for _, name := range slices.Sorted(maps.Keys(file)) {
		if slices.Contains([]string{"stages", "variables", "default"}, name) {
			continue
		}
		var declared gitlabJob
		decodeNode(t, file[name], &declared)
		if !declared.runs(t, event) {
			continue
		}
		for _, group := range declared.inMatrix(g.groups) {
			values := maps.Clone(variables)
			maps.Copy(values, declared.Variables)
			values["GROUP"] = group
			maps.Copy(values, g.predefined)
			maps.Copy(values, visible(secrets, event, declared.Environment))
			values["CI_JOB_TOKEN"] = jobToken(event)
			expand(values)
			jobs = append(jobs, job{name, group, values, "sh", []string{strings.Join(declared.Script, "\n")}, declared.kept()})
		}
	}
	return jobs
}

// jobToken returns the token of a job. It has the permissions of the user who started
// the pipeline: a Maintainer for a push to the default branch, and a Developer
// otherwise.
func jobToken(event string) string {
	if event == push {
		return stateToken
	}
	return stateReadToken
}

func (j gitlabJob) runs(t *testing.T, event string) bool {
	t.Helper()
	matches := false
	for _, rule := range j.Rules {
		of, known := conditions[rule.If]
		if !known {
			t.Fatalf("unknown condition %s", rule.If)
		}
		matches = matches || of == event
	}
	return matches
}

// inMatrix returns the groups of the matrix, or their replacement. A job without a
// matrix has one empty group.
func (j gitlabJob) inMatrix(instead []string) []string {
	switch {
	case len(j.Parallel.Matrix) == 0:
		return []string{""}
	case instead != nil:
		return instead
	}
	return j.Parallel.Matrix[0]["GROUP"]
}

// expand replaces references to variables in the values of variables. An unknown
// variable is empty.
func expand(variables map[string]string) {
	var value func(name string) string
	value = func(name string) string { return os.Expand(variables[name], value) }
	expanded := map[string]string{}
	for name := range variables {
		expanded[name] = value(name)
	}
	maps.Copy(variables, expanded)
}

func decode(t *testing.T, file string, into any) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(examples, file))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(content, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func decodeNode(t *testing.T, node yaml.Node, into any) {
	t.Helper()
	if err := node.Decode(into); err != nil {
		t.Fatal(err)
	}
}

// requireShell skips the test if there is no shell.
func requireShell(t *testing.T) {
	t.Helper()
	for _, shell := range []string{"sh", "bash"} {
		if _, err := exec.LookPath(shell); err != nil {
			t.Skip(err)
		}
	}
}
