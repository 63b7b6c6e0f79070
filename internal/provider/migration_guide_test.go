package provider_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// fenced matches the fenced code blocks of a guide.
var fenced = regexp.MustCompile("(?s)```(\\w+)\n(.*?)```")

// blocksOf returns the code blocks in a language, in order.
func blocksOf(guide, language string) (blocks []string) {
	for _, found := range fenced.FindAllStringSubmatch(guide, -1) {
		if found[1] == language {
			blocks = append(blocks, found[2])
		}
	}
	return blocks
}

// says expects each line of an output that a guide shows in the output of a command.
func (c *cli) says(shown string, arguments ...string) {
	c.t.Helper()
	output := strings.ReplaceAll(c.succeed(arguments...), "OpenTofu", "Terraform")
	for line := range strings.Lines(shown) {
		c.shows(output, strings.Join(strings.Fields(line), " "))
	}
}

// TestMigrationGuide applies the configurations of the guide and expects the outputs that
// it shows.
func TestMigrationGuide(t *testing.T) {
	t.Parallel()
	guide := mustRead(t, "../../templates/guides/migrate.md")
	configs, outputs := blocksOf(guide, "terraform"), blocksOf(guide, "console")
	if len(configs) != 2 || len(outputs) != 5 {
		t.Fatalf("the guide has %d configurations and %d outputs", len(configs), len(outputs))
	}
	c := newMigration(t)
	c.env = append(c.env, "TF_VAR_slack_webhook="+exampleHook)
	jenkins := settings{"jenkins_url": "https://jenkins.example.com", "project_name": "web", "enable_ssl_verification": true,
		"push_events": true, "tag_push_events": false}
	c.gitlab.SetUp("projects/acme/web", "slack", settings{"webhook": exampleHook})
	c.gitlab.SetUp("projects/acme/web", "jenkins", jenkins.with(settings{"merge_requests_events": true}))
	c.writeState("registry.terraform.io/gitlabhq/gitlab",
		resourceState{"gitlab_integration_slack", "web", settings{"id": "acme/web", "project": "acme/web", "webhook": exampleHook}, ""},
		resourceState{"gitlab_project_integration_jenkins", "web", jenkins.with(settings{"id": "acme/web", "project": "acme/web", "merge_request_events": true}), ""})
	c.configure(configs[0])
	c.gitlab.Forget()
	c.says(outputs[0], "plan")
	c.gitlab.Change("projects/acme/web", "slack", settings{"incident_events": true})
	c.says(outputs[2], "plan")
	c.gitlab.Change("projects/acme/web", "slack", settings{"incident_events": false})
	c.says(outputs[1], "apply", "-auto-approve")
	if requests := c.requests(); requests[http.MethodPut] > 0 {
		t.Errorf("got requests %v", requests)
	}
	c.configure(withoutMoves(configs[0]))
	c.says(outputs[3], "plan", "-detailed-exitcode")
	c.configure(configs[1])
	c.says(outputs[4], "plan")
	c.apply()
	if state := mustRead(t, filepath.Join(c.dir, "terraform.tfstate")); strings.Contains(state, exampleHook) {
		t.Error("the secret is still in the state")
	}
	c.succeed("plan", "-detailed-exitcode")
}

var moves = regexp.MustCompile(`(?s)moved \{.*?\n\}\n`)

func withoutMoves(config string) string { return moves.ReplaceAllString(config, "") }

// TestMoveOfACustomIntegrationWithItsSecret follows the last section of the guide. A
// write-only secret with a version that the user sets must not be sent again.
func TestMoveOfACustomIntegrationWithItsSecret(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(customBlock(settings{"slug": "slack", "settings": expr(`{ username = "gitlab" }`),
		"secrets_wo": expr(`{ webhook = %q }`, exampleHook), "secrets_wo_version": 3}))
	c.apply()
	c.gitlab.Forget()
	c.configure(resourceWeb("slack", settings{"project": "acme/web", "username": "gitlab", "webhook_wo": exampleHook, "webhook_wo_version": 3}) +
		movedBlock("gitlabintegrations_custom.web", "gitlabintegrations_slack.web"))
	c.shows(c.apply(), "0 added, 0 changed, 0 destroyed")
	if requests := c.requests(); requests[http.MethodPut]+requests[http.MethodDelete] > 0 {
		t.Errorf("got requests %v", requests)
	}
	c.succeed("plan", "-detailed-exitcode")
}

// TestMoveOfInstances moves all instances of a resource with one `moved` block.
func TestMoveOfInstances(t *testing.T) {
	t.Parallel()
	c := newMigration(t)
	c.gitlab.SetUp("projects/acme/web", "external-wiki", settings{"external_wiki_url": "https://wiki.example.com"})
	c.writeState("registry.terraform.io/gitlabhq/gitlab", resourceState{"gitlab_project_integration_external_wiki", "wiki",
		settings{"id": "acme/web", "project": "acme/web", "external_wiki_url": "https://wiki.example.com"}, ""})
	path := filepath.Join(c.dir, "terraform.tfstate")
	state := strings.Replace(mustRead(t, path), `"instances":[{`, `"instances":[{"index_key":"acme/web",`, 1)
	if err := os.WriteFile(path, []byte(state), 0o600); err != nil {
		t.Fatal(err)
	}
	c.configure(resourceBlock("gitlabintegrations_external_wiki", "wiki", settings{"for_each": expr(`toset(["acme/web"])`),
		"project": expr("each.key"), "external_wiki_url": "https://wiki.example.com"}) +
		movedBlock("gitlab_project_integration_external_wiki.wiki", "gitlabintegrations_external_wiki.wiki"))
	c.shows(c.apply(), "0 added, 0 changed, 0 destroyed")
	c.succeed("plan", "-detailed-exitcode")
}
