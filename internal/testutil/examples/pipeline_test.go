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

// Events that start a pipeline. The last two run on the default branch, which is
// protected.
const (
	mergeRequest = "merge request"
	push         = "push"
	schedule     = "schedule"
)

// secret is a CI/CD variable of GitLab, or a secret of GitHub.
type secret struct {
	value string
	// production secrets are for jobs on protected branches, in the environment
	// production.
	production bool
}

// visible are the secrets that a job has.
func visible(secrets map[string]secret, event, environment string) map[string]string {
	values := map[string]string{}
	for name, s := range secrets {
		if !s.production || event != mergeRequest && environment == "production" {
			values[name] = s.value
		}
	}
	return values
}

// service runs pipelines, as GitLab and GitHub do.
type service interface {
	// jobs are the jobs that an event starts, with the secrets at hand. The
	// variables are those that the service knows, such as the address of GitLab.
	jobs(t *testing.T, event string, secrets map[string]secret) []job
}

// job is a job of a pipeline, ready to run.
type job struct {
	name, group string
	variables   map[string]string
	shell       string
	// scripts run one after the other, each in a shell of its own.
	scripts []string
	// kept are the files that the service keeps, also if the job fails.
	kept []string
}

// result is how a job ended.
type result struct {
	job
	folder, output string
	exitCode       int
	// artifacts are the files that the service has kept, by name.
	artifacts map[string]string
}

// run runs the job in a folder, with the CLI in place of the one it names.
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

// uploads is the folder of the files that a step of a job has uploaded.
const uploads = "uploads"

// artifacts are the files that a job has uploaded, and those that are kept at its end.
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
	// groups replace those of each matrix, unless they are nil.
	groups []string
}

// gitlabJob is the part of a job that decides what runs.
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

// kept are the artifacts that do not depend on how the job ends.
func (j gitlabJob) kept() []string {
	if j.Artifacts.When == "always" {
		return j.Artifacts.Paths
	}
	return nil
}

// conditions are the conditions of rules, and the event in which each holds.
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

// jobToken is the token of a job, which may do what the user may who started the
// pipeline: somebody with the role Developer, or with the role Maintainer for those
// who can merge.
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
			t.Fatalf("the test does not know the condition %s", rule.If)
		}
		matches = matches || of == event
	}
	return matches
}

// inMatrix are the groups of the matrix, or those in their place; nothing once for
// a job without a matrix.
func (j gitlabJob) inMatrix(instead []string) []string {
	switch {
	case len(j.Parallel.Matrix) == 0:
		return []string{""}
	case instead != nil:
		return instead
	}
	return j.Parallel.Matrix[0]["GROUP"]
}

// expand replaces variables in variables. An unknown one is empty.
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

// requireShell skips the test where there is no shell.
func requireShell(t *testing.T) {
	t.Helper()
	for _, shell := range []string{"sh", "bash"} {
		if _, err := exec.LookPath(shell); err != nil {
			t.Skip(err)
		}
	}
}
