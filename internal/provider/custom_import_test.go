package provider_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestCustomImport checks that an imported resource manages only the configured settings.
func TestCustomImport(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	id := c.gitlab.AddProject("acme/web")
	c.gitlab.SetUp("projects/acme/web", "jira", settings{"url": "https://jira.example.com", "username": "gitlab", "password": "theirs",
		"project_keys": []string{"ACME", "WEB"}, "jira_issue_prefix": "AB", "jira_issue_regex": "x", "commit_events": false})
	config := func(more string) string {
		return customBlock(settings{"slug": "jira", "settings": expr(`{ url = "https://jira.example.com", username = "gitlab", project_keys = ["WEB", "ACME"], commit_events = "false"%s }`, more)})
	}
	for _, importID := range []string{"projects/acme/web:jira", fmt.Sprintf("projects/%d:jira", id), "acme/web:jira"} {
		c.configure(strings.ReplaceAll(config(""), `"acme/web"`, fmt.Sprintf("%q", strings.TrimSuffix(strings.TrimPrefix(importID, "projects/"), ":jira"))))
		c.succeed("import", "gitlabintegrations_custom.web", importID)
		c.shows(c.succeed("show"), `jira_issue_prefix = "AB"`, "commit_events = false")
		c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
		c.gitlab.Forget()
		if importID != "acme/web:jira" {
			c.succeed("state", "rm", "gitlabintegrations_custom.web")
		}
	}
	c.gitlab.Change("projects/acme/web", "jira", settings{"jira_issue_prefix": "CD", "username": "other"})
	c.shows(c.succeed("plan"), "1 to change", `username = "other" -> "gitlab"`, "Some imported settings are not configured", "`jira_issue_prefix`, ")
	c.gitlab.Change("projects/acme/web", "jira", settings{"username": "gitlab"})
	c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")

	c.configure(strings.ReplaceAll(config(", jira_issue_regex = null"), "slug =", "secrets_wo = { password = \"ours\" }\n slug ="))
	c.gitlab.Forget()
	c.apply()
	c.sends(map[string]any{"use_inherited_settings": false, "url": "https://jira.example.com", "username": "gitlab",
		"project_keys": []string{"WEB", "ACME"}, "commit_events": "false", "jira_issue_regex": nil, "password": "ours"})
	stored, _ := c.gitlab.Stored("projects/acme/web", "jira")
	if stored.Settings["jira_issue_prefix"] != "CD" || stored.Settings["jira_issue_regex"] != nil || stored.Settings["password"] != "ours" {
		t.Errorf("GitLab has %v", stored.Settings)
	}
	c.succeed("plan", "-detailed-exitcode")
	if state := c.succeed("show"); strings.Contains(state, "jira_issue_prefix") {
		t.Errorf("settings that are not configured are still in the state: %s", state)
	}
}

// TestCustomImportRefused imports integrations that do not exist.
func TestCustomImportRefused(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(customBlock(settings{"slug": "asana"}))
	c.gitlab.SetUp("projects/acme/web", "matrix", nil)
	c.gitlab.Disable("projects/acme/web", "matrix")
	for id, want := range map[string]string{
		"acme/web":                 "The import ID must be",
		"acme/web:":                "The import ID must be",
		":asana":                   "The import ID must be",
		"projects/:asana":          "The import ID must be",
		"/acme/web:asana":          "The import ID must be",
		"acme%2Fweb:asana":         "The import ID must be",
		"acme/web:Asana":           "The import ID must be",
		"acme/web:asana":           "Cannot import asana in project acme/web",
		"groups/acme:asana":        "Cannot import asana in group acme",
		"acme/none:asana":          "Check the spelling of `project`",
		"acme/web:example-tracker": "This GitLab has no integration",
		"acme/web:matrix":          "it is disabled",
	} {
		c.fail(want, "import", "gitlabintegrations_custom.web", id)
	}
}

// TestCustomImportKeepsSecretsOut imports an integration whose secret the API of GitLab
// returns.
func TestCustomImportKeepsSecretsOut(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.SetUp("projects/acme/web", "apple-app-store", settings{"app_store_private_key": "s3cret", "app_store_issuer_id": "issuer"})
	c.configure(block("import", settings{"to": reference("gitlabintegrations_custom.web"), "id": "acme/web:apple-app-store"}))
	c.succeed("plan", "-generate-config-out=generated.tf")
	generated := mustRead(t, filepath.Join(c.dir, "generated.tf"))
	c.shows(strings.Join(strings.Fields(generated), " "), `app_store_issuer_id = "issuer"`)
	c.apply()
	c.succeed("plan", "-detailed-exitcode")
	state := mustRead(t, filepath.Join(c.dir, "terraform.tfstate"))
	if strings.Contains(state+generated, "s3cret") || !strings.Contains(state, "issuer") {
		t.Errorf("the state is %s, the configuration %s", state, generated)
	}
}
