package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestExistingIntegrationIsAnErrorIfWanted follows the error message: it imports the
// integration that was set up manually, and changes it afterwards.
func TestExistingIntegrationIsAnErrorIfWanted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ typeName, id, config string }{
		"asana": {"gitlabintegrations_asana", "projects/acme/web", resourceBlock("gitlabintegrations_asana", "web", goodAsana)},
		"custom": {"gitlabintegrations_custom", "projects/acme/web:asana",
			customBlock(settings{"project": "acme/web", "slug": "asana", "settings": expr(`{ api_key = "example-asana-key" }`)})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.gitlab.SetUp("projects/acme/web", "asana", nil)
			config := block(`provider "gitlabintegrations"`, settings{"existing_integration": "error"}) + test.config
			c.configure(config)
			c.fail("already active", "plan")
			output, _ := c.try("apply", "-auto-approve")
			c.shows(output, "already active", "import {", test.id, "moved {")
			if sent := c.requests(); sent[http.MethodPut] != 0 {
				t.Errorf("the CLI sent %v", sent)
			}
			address, _, _ := strings.Cut(strings.TrimPrefix(test.config, `resource "`), `" {`)
			address = strings.ReplaceAll(address, `" "`, ".")
			c.configure(config + "\nimport {\n  to = " + address + "\n  id = \"" + test.id + "\"\n}\n")
			c.apply()
			c.configure(config)
			c.succeed("apply", "-auto-approve", "-replace="+address)
			c.succeed("taint", address)
			c.apply()
		})
	}
}

// protectingProvider configures a provider that must not overwrite existing integrations.
var protectingProvider = block(`provider "gitlabintegrations"`, settings{"existing_integration": "error"})

func TestExistingIntegrationsAreNoFlood(t *testing.T) {
	t.Parallel()
	c := newFlood(t)
	c.configure("")
	c.succeed("state", "rm", "gitlabintegrations_asana.many")
	c.configure(protectingProvider + manyAsanas())
	c.expectFlood(floodSize, "An integration is already active", "plan")
}

// TestCreateBeforeDestroyOfAnExistingIntegration checks that the apply fails without
// losing the integration. The CLI keeps the old object as deposed, and the message
// contains the next steps.
func TestCreateBeforeDestroyOfAnExistingIntegration(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	config := func(existing string, first bool) string {
		return block(`provider "gitlabintegrations"`, settings{"existing_integration": existing}) +
			fmt.Sprintf("resource \"gitlabintegrations_asana\" \"web\" {\n  project = \"acme/web\"\n  api_key = \"key\"\n"+
				"  lifecycle {\n    create_before_destroy = %t\n  }\n}\n", first)
	}
	c.configure(config("error", true))
	c.apply()
	c.fail("remove that setting", "apply", "-auto-approve", "-replace=gitlabintegrations_asana.web")
	c.expectActive("acme/web", true)
	for range 3 {
		c.try("apply", "-auto-approve")
		c.expectActive("acme/web", true)
	}
	c.configure(config("replace", false))
	c.apply()
	c.expectActive("acme/web", true)
	c.configure(config("error", false))
	c.succeed("plan", "-detailed-exitcode")
	c.succeed("apply", "-auto-approve", "-replace=gitlabintegrations_asana.web")
	c.expectActive("acme/web", true)
}

// TestRenameOfAnExistingIntegration renames a resource without a `moved` block. The
// result depends on the order of the operations, but the integration is never lost. With
// the `moved` block that the message suggests, the apply sends nothing.
func TestRenameOfAnExistingIntegration(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	named := func(name string) string {
		return protectingProvider + resourceBlock("gitlabintegrations_asana", name, goodAsana)
	}
	c.configure(named("old"))
	c.apply()
	c.configure(named("new"))
	for range 5 {
		if output, succeeded := c.try("apply", "-auto-approve"); !succeeded {
			c.shows(output, "An integration is already active", "moved {", "from = gitlabintegrations_asana.<old name>")
			c.shows(c.succeed("state", "list"), "gitlabintegrations_asana.old")
		}
		c.expectActive("acme/web", true)
	}
	current := strings.TrimPrefix(strings.TrimSpace(c.succeed("state", "list")), "gitlabintegrations_asana.")
	c.configure(named("moved") + movedBlock("gitlabintegrations_asana."+current, "gitlabintegrations_asana.moved"))
	c.gitlab.Forget()
	c.shows(c.apply(), "0 added, 0 changed, 0 destroyed")
	if sent := c.requests(); sent[http.MethodPut]+sent[http.MethodDelete] != 0 {
		t.Errorf("the CLI sent %v", sent)
	}
}
