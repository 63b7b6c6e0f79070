package provider_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
)

// requireIdentity skips a test if the CLI does not support resource identities.
func requireIdentity(t *testing.T) {
	t.Helper()
	clitest.RequireVersion(t, cliPath, 12, "the identity of resources")
}

// expectIdentities compares the identities in the state file by resource address.
func (c *cli) expectIdentities(want map[string]map[string]any) {
	c.t.Helper()
	var state struct {
		Resources []struct {
			Type, Name string
			Instances  []struct{ Identity map[string]any }
		}
	}
	if err := json.Unmarshal([]byte(mustRead(c.t, filepath.Join(c.dir, "terraform.tfstate"))), &state); err != nil {
		c.t.Fatal(err)
	}
	got := map[string]map[string]any{}
	for _, r := range state.Resources {
		got[r.Type+"."+r.Name] = set(r.Instances[0].Identity)
	}
	if !reflect.DeepEqual(got, want) {
		c.t.Errorf("the state has the identities %v, want %v", got, want)
	}
}

const slackWeb, customWeb = "gitlabintegrations_slack.web", "gitlabintegrations_custom.web"

// identityConfig configures Slack with its own resource, and an integration with the
// custom resource, for the same owner.
func identityConfig(owner, value, slug string) string {
	return resourceBlock("gitlabintegrations_slack", "web", settings{owner: value, "webhook": exampleHook}) +
		resourceBlock("gitlabintegrations_custom", "web", settings{owner: value, "slug": slug, "settings": expr(`{ webhook = %q }`, exampleHook)})
}

// TestIdentityInTheState checks the identity after a create, a change of the owner's name
// in place, a replacement, and a read that no longer finds the integration.
func TestIdentityInTheState(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	requireIdentity(t)
	number := fmt.Sprint(c.gitlab.AddProject("acme/web"))
	expect := func(owner map[string]any, slug string) {
		t.Helper()
		custom := settings(owner).with(settings{"slug": slug})
		c.expectIdentities(map[string]map[string]any{slackWeb: owner, customWeb: custom})
	}
	for _, step := range []struct{ kind, owner, slug, says string }{
		{"project", "acme/web", "mattermost", "2 added"},
		{"project", number, "mattermost", "0 added, 2 changed, 0 destroyed"},
		{"project", "ACME/web", "pumble", "1 added, 1 changed, 1 destroyed"},
		{"group", "acme", "pumble", "2 added, 0 changed, 2 destroyed"},
	} {
		c.configure(identityConfig(step.kind, step.owner, step.slug))
		c.shows(c.apply(), step.says)
		expect(map[string]any{step.kind: step.owner}, step.slug)
	}
	c.gitlab.Disable("groups/acme", "slack")
	c.shows(c.apply(), "1 added, 0 changed, 0 destroyed")
	expect(map[string]any{"group": "acme"}, "pumble")
	c.succeed("destroy", "-auto-approve")
}

// TestIdentityThatIsNotKnownWhilePlanning takes the owner from another resource. The CLI
// must be able to show every plan as JSON, and the apply must store the identity.
func TestIdentityThatIsNotKnownWhilePlanning(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	requireIdentity(t)
	c.gitlab.AddProject("acme/api")
	for _, step := range []struct{ owner, says string }{
		{"acme/web", "3 added, 0 changed, 0 destroyed"},
		{"acme/api", "3 added, 0 changed, 3 destroyed"},
	} {
		c.configure(resourceBlock("terraform_data", "owner", settings{"input": step.owner, "triggers_replace": step.owner}) +
			strings.ReplaceAll(identityConfig("project", "OWNER", "pumble"), `"OWNER"`, "terraform_data.owner.output"))
		c.succeed("plan", "-out=plan")
		c.shows(c.succeed("show", "-json", "plan"), `"resource_changes"`)
		c.shows(c.succeed("apply", "plan"), step.says)
		c.expectIdentities(map[string]map[string]any{"terraform_data.owner": nil,
			slackWeb: {"project": step.owner}, customWeb: {"project": step.owner, "slug": "pumble"}})
	}
}

// TestStateWithoutIdentity starts with a state written by an older CLI. The next apply
// must add the identity.
func TestStateWithoutIdentity(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	requireIdentity(t)
	c.configure(resourceWeb("slack", settings{"project": "acme/web", "webhook": exampleHook}))
	c.apply()
	path := filepath.Join(c.dir, "terraform.tfstate")
	var state map[string]any
	if err := json.Unmarshal([]byte(mustRead(t, path)), &state); err != nil {
		t.Fatal(err)
	}
	instance := state["resources"].([]any)[0].(map[string]any)["instances"].([]any)[0].(map[string]any)
	delete(instance, "identity")
	delete(instance, "identity_schema_version")
	if err := os.WriteFile(path, []byte(jsonOf(state)), 0o600); err != nil {
		t.Fatal(err)
	}
	c.expectIdentities(map[string]map[string]any{slackWeb: nil})
	c.succeed("plan", "-detailed-exitcode")
	c.configure(resourceWeb("slack", settings{"project": "acme/web", "webhook": exampleHook, "username": "gitlab"}))
	c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
	c.expectIdentities(map[string]map[string]any{slackWeb: {"project": "acme/web"}})
}

// TestImportBlockWithIdentity imports by identity, and by the URL of the integration's
// web page.
func TestImportBlockWithIdentity(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	requireIdentity(t)
	c.gitlab.SetUp("groups/acme", "slack", settings{"webhook": exampleHook})
	c.gitlab.SetUp("projects/acme/web", "discord", settings{"webhook": "https://discord.com/api/webhooks/1/secret"})
	c.configure(resourceWeb("slack", settings{"group": "acme", "webhook": exampleHook}) +
		block("import", settings{"to": reference(slackWeb), "identity": reference(`{ group = "acme" }`)}) +
		customBlock(settings{"slug": "discord", "settings": expr(`{ push_events = true }`)}) +
		block("import", settings{"to": reference(customWeb), "identity": reference(`{ project = "acme/web", slug = "discord" }`)}))
	c.shows(c.apply(), "2 imported, 0 added, 1 changed, 0 destroyed")
	c.expectIdentities(map[string]map[string]any{slackWeb: {"group": "acme"}, customWeb: {"project": "acme/web", "slug": "discord"}})
}

// Importing by the URL of a web page must also work with CLIs that do not support
// identities.
func TestImportByTheAddressOfAPage(t *testing.T) {
	t.Parallel()
	c := newMovingCLI(t) // GitLab is served under /code.
	c.gitlab.SetUp("projects/acme/web", "slack", settings{"webhook": exampleHook})
	c.configure(resourceWeb("slack", settings{"project": "acme/web", "webhook": exampleHook}))
	c.shows(c.succeed("import", slackWeb, "https://gitlab.example.com/code/acme/web/-/settings/integrations/slack/edit"),
		"The address names another host than base_url", "`gitlab.example.com`", "Import successful!")
	c.shows(c.succeed("show"), `id = "projects/acme/web"`)
}
