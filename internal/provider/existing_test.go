package provider_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestExistingIntegrationIsAnErrorIfWanted imports what was set up by hand, as the
// message says, and replaces it afterwards.
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
				t.Errorf("sent was %v", sent)
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
