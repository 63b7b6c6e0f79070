package examples_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// githubActions is a workflow with the variables of the repository.
type githubActions struct {
	workflow  string
	variables map[string]string
}

// githubJob contains the parts of a job that decide which commands run.
type githubJob struct {
	If          string
	Environment string
	Env         map[string]string
	Strategy    struct{ Matrix struct{ Group []string } }
	Steps       []struct {
		Run, Uses string
		With      struct{ Path string }
	}
}

// eventNames are GitHub's names for the events.
var eventNames = map[string]string{mergeRequest: "pull_request", push: "push", schedule: "schedule"}

// eventCondition matches the conditions of jobs, all of which have this form.
var eventCondition = regexp.MustCompile(`^github\.event_name (==|!=) '(\w+)'$`)

func (g githubActions) jobs(t *testing.T, event string, secrets map[string]secret) []job {
	t.Helper()
	var workflow struct {
		Env  map[string]string
		Jobs map[string]githubJob
	}
	decode(t, g.workflow, &workflow)
	var jobs []job
	for _, name := range slices.Sorted(maps.Keys(workflow.Jobs)) {
		declared := workflow.Jobs[name]
		if !declared.runs(t, event) {
			continue
		}
		for _, group := range declared.groups() {
			values := maps.Clone(workflow.Env)
			maps.Copy(values, declared.Env)
			g.evaluate(t, values, group, visible(secrets, event, declared.Environment))
			jobs = append(jobs, job{name, group, values, "bash", declared.scripts(), nil})
		}
	}
	return jobs
}

func (j githubJob) runs(t *testing.T, event string) bool {
	t.Helper()
	match := eventCondition.FindStringSubmatch(j.If)
	if match == nil {
		t.Fatalf("unknown condition %s", j.If)
	}
	return (match[1] == "==") == (match[2] == eventNames[event])
}

// groups returns the groups of the matrix, or one empty group for a job without a
// matrix.
func (j githubJob) groups() []string {
	if len(j.Strategy.Matrix.Group) == 0 {
		return []string{""}
	}
	return j.Strategy.Matrix.Group
}

// scripts returns the steps that run commands or upload files. The other steps install
// the CLI.
func (j githubJob) scripts() []string {
	var scripts []string
	for _, step := range j.Steps {
		switch {
		case step.Run != "":
			scripts = append(scripts, step.Run)
		case strings.HasPrefix(step.Uses, "actions/upload-artifact@"):
			scripts = append(scripts, "mkdir "+uploads+" && cp "+strings.Join(strings.Fields(step.With.Path), " ")+" "+uploads)
		}
	}
	return scripts
}

// expression matches a value of one of GitHub's contexts.
var expression = regexp.MustCompile(`\$\{\{ (\w+)\.(\w+) \}\}`)

// evaluate replaces the expressions in variables. An unknown secret is empty, as in
// GitHub.
func (g githubActions) evaluate(t *testing.T, variables map[string]string, group string, secrets map[string]string) {
	t.Helper()
	contexts := map[string]map[string]string{"vars": g.variables, "secrets": secrets, "matrix": {"group": group}}
	for name, text := range variables {
		variables[name] = expression.ReplaceAllStringFunc(text, func(found string) string {
			match := expression.FindStringSubmatch(found)
			context, known := contexts[match[1]]
			if !known {
				t.Errorf("unknown context in %s", found)
			}
			return context[match[2]]
		})
	}
}
