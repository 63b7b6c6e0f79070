package provider_test

import (
	"strings"
	"testing"
)

// TestInheritanceWarnings checks that the CLI prints the warnings about inheritance once
// for each plan, and once for each destroy.
func TestInheritanceWarnings(t *testing.T) {
	t.Parallel()
	const hook = "https://pumble.example.com/hidden-secret"
	kinds := map[string]func(settings) string{
		"generated": func(owner settings) string {
			return resourceBlock("gitlabintegrations_pumble", "it", owner.with(whenOwn(owner, settings{"webhook": hook})))
		},
		"custom": func(owner settings) string {
			own := whenOwn(owner, settings{"settings": expr("{ webhook = %q }", hook)})
			if own == nil {
				own = settings{"settings": expr("{ webhook = null }")}
			}
			return resourceBlock("gitlabintegrations_custom", "it", settings{"slug": "pumble"}.with(owner).with(own))
		},
	}
	tests := map[string]struct {
		owner              settings
		planned, destroyed string // Parts of the details. Empty expects no warning.
	}{
		"group":              {settings{"group": "acme/shop"}, "", "stays active where it is inherited from group acme/shop"},
		"inheriting group":   {settings{"group": "acme/shop", "use_inherited_settings": true}, "in group acme/shop inherits the settings only after the next change above", "in group acme/shop can become active again"},
		"inheriting project": {settings{"project": "acme/shop/web", "use_inherited_settings": true}, "", "in project acme/shop/web can become active again"},
		"project":            {settings{"project": "acme/shop/web"}, "", ""},
	}
	for kind, write := range kinds {
		for name, test := range tests {
			t.Run(kind+" "+name, func(t *testing.T) {
				t.Parallel()
				c := newCLI(t)
				c.gitlab.AddGroup("acme/shop")
				c.gitlab.AddProject("acme/shop/web")
				c.gitlab.SetUp("groups/acme", "pumble", settings{"webhook": hook})
				c.configure(write(test.owner))
				c.expectInheritanceWarning(test.planned, "plan")
				c.apply()
				c.expectInheritanceWarning("", "plan")
				c.expectInheritanceWarning(test.destroyed, "destroy", "-auto-approve")
			})
		}
	}
}

// whenOwn returns the settings of an owner that does not inherit.
func whenOwn(owner, own settings) settings {
	if owner["use_inherited_settings"] == true {
		return nil
	}
	return own
}

// expectInheritanceWarning runs a command and expects exactly one warning about
// inheritance, or none if want is empty.
func (c *cli) expectInheritanceWarning(want string, arguments ...string) {
	c.t.Helper()
	var said []string
	for _, m := range c.messages(arguments...) {
		if !strings.Contains(m.Summary, "has a resource of its own") {
			said = append(said, m.Severity+": "+m.Detail)
		}
	}
	switch {
	case want == "" && len(said) > 0, want != "" && (len(said) != 1 || !strings.Contains(said[0], want) || !strings.HasPrefix(said[0], "warning")):
		c.t.Errorf("%s prints the warning %q, want %q", arguments[0], said, want)
	}
}
