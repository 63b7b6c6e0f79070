package examples_test

import (
	"archive/zip"
	"io"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/stateserver"
)

// These are the credentials of the pipelines.
const (
	readToken      = "glpat-reads"
	apiToken       = "glpat-writes"
	stateReadToken = "state-reads"
	stateToken     = "state-writes"
	webhook        = "https://hooks.example.com/first"
	rotatedWebhook = "https://hooks.example.com/second"
	jiraPassword   = "jira-password"
)

// repository is the repository of examples/gitops, with a GitLab and the stored states.
type repository struct {
	*testing.T
	service service
	cli     string
	gitlab  *gitlabfake.GitLab
	states  *stateserver.Server
	// statePath is the path of the states on the server, without the group.
	statePath string
	secrets   map[string]secret
	// changed contains the files that differ from the example.
	changed map[string]string
}

// newRepository starts GitLab and the state server. newService gets the addresses of
// both.
func newRepository(t *testing.T, cli, statePath string, newService func(gitlab, states string) service) *repository {
	t.Helper()
	requireShell(t)
	gitlab, url := gitlabfake.Start(t)
	for _, project := range []string{"acme/web", "acme/api", "acme/docs", "globex/shop"} {
		gitlab.AddProject(project)
	}
	owner := map[string]gitlabfake.Role{"groups/acme": gitlabfake.Owner, "groups/globex": gitlabfake.Owner}
	gitlab.AddUser(gitlabfake.User{Token: readToken, Scopes: []string{"read_api"}, Roles: owner})
	gitlab.AddUser(gitlabfake.User{Token: apiToken, Scopes: []string{"api"}, Roles: owner})
	states := stateserver.New()
	states.Access = map[string]stateserver.Access{stateReadToken: stateserver.Read, stateToken: stateserver.Write}
	server := httptest.NewServer(states)
	t.Cleanup(server.Close)
	return &repository{
		T: t, service: newService(url, server.URL), cli: cli, gitlab: gitlab, states: states, statePath: statePath,
		secrets: map[string]secret{
			"GITLAB_READ_TOKEN":       {value: readToken},
			"GITLAB_STATE_READ_TOKEN": {value: stateReadToken},
			"GITLAB_API_TOKEN":        {value: apiToken, production: true},
			"GITLAB_STATE_TOKEN":      {value: stateToken, production: true},
			"SLACK_WEBHOOK":           {value: webhook, production: true},
			"JIRA_PASSWORD":           {value: jiraPassword, production: true},
		},
		changed: map[string]string{},
	}
}

// set changes the value of a production secret.
func (r *repository) set(name, value string) { r.secrets[name] = secret{value, true} }

// replace replaces a text in a file of the repository.
func (r *repository) replace(file, old, text string) {
	r.Helper()
	content, err := os.ReadFile(filepath.Join(examples, "gitops", file))
	if err != nil || !strings.Contains(string(content), old) {
		r.Fatalf("%s does not contain %q (%v)", file, old, err)
	}
	r.changed[file] = strings.Replace(string(content), old, text, 1)
}

// pipeline runs the jobs of an event, and returns their results by name and group.
func (r *repository) pipeline(event string) map[string]result {
	r.Helper()
	results := map[string]result{}
	for _, job := range r.service.jobs(r.T, event, r.secrets) {
		result := job.run(r.T, r.checkout(), r.cli)
		r.leaksNothing(result)
		results[strings.TrimSpace(job.name+" "+job.group)] = result
	}
	return results
}

// checkout copies the repository with its changes.
func (r *repository) checkout() (folder string) {
	r.Helper()
	folder = checkout(r.T, "gitops")
	for file, content := range r.changed {
		if err := os.WriteFile(filepath.Join(folder, file), []byte(content), 0o600); err != nil {
			r.Fatal(err)
		}
	}
	return folder
}

// ends checks which jobs a pipeline ran, and their exit codes.
func (r *repository) ends(results map[string]result, want map[string]int) {
	r.Helper()
	for name, result := range results {
		if exitCode, expected := want[name]; !expected || exitCode != result.exitCode {
			r.Errorf("the job %s ended with %d instead of %d (expected: %t):\n%s", name, result.exitCode, exitCode, expected, result.output)
		}
	}
	if len(results) != len(want) {
		r.Errorf("there are %d jobs instead of %d", len(results), len(want))
	}
	if r.Failed() {
		r.FailNow()
	}
}

// says checks that the output of a job contains these words.
func (r *repository) says(result result, words ...string) {
	r.Helper()
	text := strings.Join(strings.Fields(strings.NewReplacer("│", "", "╷", "", "╵", "").Replace(result.output)), " ")
	for _, phrase := range words {
		if !strings.Contains(text, phrase) {
			r.Errorf("the output of the job %s lacks %q:\n%s", result.name, phrase, result.output)
		}
	}
}

// leaksNothing searches for credentials in everything that a job leaves behind: its
// output, all its files and the state.
func (r *repository) leaksNothing(result result) {
	r.Helper()
	texts := filesIn(r.T, result.folder)
	texts["output"] = result.output
	texts["state"] = string(r.states.State(r.statePath + result.group))
	for name, text := range texts {
		for variable, secret := range r.secrets {
			if strings.Contains(text, secret.value) && secret.value != "" {
				r.Errorf("after the job %s, %s contains %s", result.name, name, variable)
			}
		}
	}
}

// filesIn returns the files in a folder, and those in its plan files. It leaves out the
// provider.
func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || strings.HasPrefix(entry.Name(), "terraform-provider-") {
			return err
		}
		if filepath.Ext(path) == ".tfplan" {
			return readPlan(path, texts)
		}
		content, err := os.ReadFile(path)
		texts[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// readPlan reads the files in a plan file, which is a zip archive.
func readPlan(path string, texts map[string]string) error {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer archive.Close()
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			return err
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			return err
		}
		texts[path+": "+file.Name] = string(content)
	}
	return nil
}

// stored checks a setting of an integration, which must be active in GitLab.
func (r *repository) stored(owner, slug, name string, want any) {
	r.Helper()
	record, found := r.gitlab.Stored(owner, slug)
	if !found || !record.Active || record.Settings[name] != want {
		r.Errorf("%s of %s of %s is %v (active: %t), want %v", name, slug, owner, record.Settings[name], record.Active, want)
	}
}

// writes returns the number of requests that changed GitLab, and forgets all requests.
func (r *repository) writes() int {
	count := 0
	for _, request := range r.gitlab.Requests() {
		if request.Method != "GET" {
			count++
		}
	}
	r.gitlab.Forget()
	return count
}

func TestGitLabCI(t *testing.T) {
	t.Parallel()
	clitest.Each(t, func(t *testing.T, cli string) {
		t.Parallel()
		r := newRepository(t, cli, "/projects/42/terraform/state/", func(gitlab, states string) service {
			return gitlabCI{repository: "gitops", predefined: predefined(gitlab, states)}
		})
		r.plansWithoutSecrets()
		r.appliesWithThem()
		r.findsDrift()
		r.rotatesASecret()
		r.needsSecrets()
		r.locksTheState()
	})
}

// predefined returns the variables that GitLab predefines for a job.
func predefined(gitlab, states string) map[string]string {
	return map[string]string{"CI_SERVER_URL": gitlab, "CI_API_V4_URL": states, "CI_PROJECT_ID": "42"}
}

func TestGitHubActions(t *testing.T) {
	t.Parallel()
	clitest.Each(t, func(t *testing.T, cli string) {
		t.Parallel()
		r := newRepository(t, cli, "/states/", func(gitlab, states string) service {
			return githubActions{"gitops/.github/workflows/integrations.yml", map[string]string{
				"GITLAB_BASE_URL": gitlab, "STATES_URL": states + "/states", "STATE_USERNAME": "bot",
			}}
		})
		r.plansWithoutSecrets()
		r.appliesWithThem()
		r.findsDrift()
	})
}

var (
	planned = map[string]int{"validate": 0, "plan acme": 0, "plan globex": 0}
	applied = map[string]int{"validate": 0, "apply acme": 0, "apply globex": 0}
)

func (r *repository) plansWithoutSecrets() {
	r.Helper()
	results := r.pipeline(mergeRequest)
	r.ends(results, planned)
	r.says(results["plan acme"], "Plan: 4 to add, 0 to change, 0 to destroy.")
	r.says(results["plan globex"], "Plan: 2 to add, 0 to change, 0 to destroy.")
	if writes := r.writes(); writes != 0 || r.states.State(r.statePath+"acme") != nil {
		r.Errorf("the plans sent %d writes, or wrote a state", writes)
	}
}

func (r *repository) appliesWithThem() {
	r.Helper()
	r.ends(r.pipeline(push), applied)
	if writes := r.writes(); writes != 6 {
		r.Errorf("the applies sent %d writes", writes)
	}
	r.stored("projects/acme/web", "slack", "webhook", webhook)
	r.stored("projects/globex/shop", "slack", "webhook", webhook)
	r.stored("groups/acme", "jira", "password", jiraPassword)
	// The configuration does not contain this project.
	r.stored("projects/acme/docs", "jira", "url", "https://jira.example.com")

	// The plan is empty, although the secrets are placeholders.
	results := r.pipeline(mergeRequest)
	r.ends(results, planned)
	r.says(results["plan acme"], "No changes.")
	r.says(results["plan globex"], "No changes.")
}

func (r *repository) findsDrift() {
	r.Helper()
	r.ends(r.pipeline(schedule), map[string]int{"drift acme": 0, "drift globex": 0})
	r.gitlab.Change("projects/globex/shop", "slack", map[string]any{"channel": "elsewhere"})
	r.ends(r.pipeline(schedule), map[string]int{"drift acme": 0, "drift globex": 2})
}

// rotatesASecret checks that a run with a new secret also corrects external changes.
func (r *repository) rotatesASecret() {
	r.Helper()
	r.writes()
	r.set("SLACK_WEBHOOK", rotatedWebhook)
	r.replace("groups/acme.yaml", "slack_webhook: 1", "slack_webhook: 2")
	results := r.pipeline(mergeRequest)
	r.ends(results, planned)
	r.says(results["plan acme"], "webhook_wo_version = 1 -> 2", "Plan: 0 to add, 2 to change, 0 to destroy.")
	r.ends(r.pipeline(push), applied)
	if writes := r.writes(); writes != 3 {
		r.Errorf("the applies sent %d writes", writes)
	}
	r.stored("projects/acme/web", "slack", "webhook", rotatedWebhook)
	r.stored("projects/acme/api", "slack", "webhook", rotatedWebhook)
	r.stored("projects/globex/shop", "slack", "channel", "globex-shop")
}

// needsSecrets checks that an apply without a secret does not change GitLab.
func (r *repository) needsSecrets() {
	r.Helper()
	r.set("SLACK_WEBHOOK", "")
	r.replace("groups/acme.yaml", "slack_webhook: 1", "slack_webhook: 3")
	results := r.pipeline(push)
	if results["apply acme"].exitCode != 1 || r.writes() != 0 {
		r.Errorf("an apply without its secret ended with %d", results["apply acme"].exitCode)
	}
	r.says(results["apply acme"], "webhook_wo")
	r.stored("projects/acme/web", "slack", "webhook", rotatedWebhook)
	r.set("SLACK_WEBHOOK", rotatedWebhook)
}

// locksTheState checks a run while another process holds the lock of the state.
func (r *repository) locksTheState() {
	r.Helper()
	if r.states.Locked(r.statePath + "acme") {
		r.Error("the state of acme is still locked")
	}
	r.states.Lock(r.statePath + "acme")
	results := r.pipeline(push)
	r.ends(results, map[string]int{"validate": 0, "apply acme": 1, "apply globex": 0})
	r.says(results["apply acme"], "Error acquiring the state lock")
	r.ends(r.pipeline(mergeRequest), planned)
}
