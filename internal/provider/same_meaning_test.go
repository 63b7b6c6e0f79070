package provider_test

import (
	"net/http"
	"strings"
	"testing"
)

// datadogOfEitherKind configures Datadog with its own resource and with
// gitlabintegrations_custom, with the same settings.
var datadogOfEitherKind = map[string]func(all settings) string{
	"generated": func(all settings) string {
		all["api_key_wo"] = "0123456789abcdef0123456789abcdef"
		all["project"] = "acme/web"
		return resourceBlock("gitlabintegrations_datadog", "web", all)
	},
	"custom": func(all settings) string {
		return customBlock(settings{"slug": "datadog", "settings": reference(block("", all)),
			"secrets_wo": expr(`{ api_key = "0123456789abcdef0123456789abcdef" }`)})
	},
}

// TestSavedInTheWebPage saves an integration on its web page. The page sends text areas
// with CR LF line endings, and unset settings as empty strings.
func TestSavedInTheWebPage(t *testing.T) {
	t.Parallel()
	for kind, config := range datadogOfEitherKind {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.configure(config(settings{"datadog_site": "datadoghq.com", "datadog_tags": "team:a\nenv:b\n", "datadog_env": "production"}))
			c.apply()
			c.gitlab.Change("projects/acme/web", "datadog", settings{"datadog_tags": "team:a\r\nenv:b", "datadog_service": ""})
			c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
			c.configure(config(settings{"datadog_site": "datadoghq.com", "datadog_tags": "team:a\r\nenv:b", "datadog_env": "production"}))
			c.expectNoPut()
			c.gitlab.Change("projects/acme/web", "datadog", settings{"datadog_tags": "team:a\r\nenv:c"})
			c.shows(c.succeed("plan"), "1 to change")
			c.apply()
			if stored, _ := c.gitlab.Stored("projects/acme/web", "datadog"); stored.Settings["datadog_tags"] != "team:a\r\nenv:b" {
				t.Errorf("GitLab has %q", stored.Settings["datadog_tags"])
			}
		})
	}
}

// expectNoPut expects an update in place that sends no PUT, and an empty plan afterwards.
func (c *cli) expectNoPut() {
	c.t.Helper()
	c.requests()
	c.shows(c.apply(), "0 added, 1 changed, 0 destroyed")
	if requests := c.requests(); requests[http.MethodPut] != 0 {
		c.t.Errorf("the apply sent %v", requests)
	}
	c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
}

// TestEmptyStringIsNoChange adds an empty string and removes it again.
func TestEmptyStringIsNoChange(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	slack := settings{"project": "acme/web", "webhook_wo": "https://hooks.example.com/x"}
	c.configure(resourceBlock("gitlabintegrations_slack", "web", slack))
	c.apply()
	slack["channel"] = ""
	c.configure(resourceBlock("gitlabintegrations_slack", "web", slack))
	c.expectNoPut()
	delete(slack, "channel")
	c.configure(resourceBlock("gitlabintegrations_slack", "web", slack))
	c.expectNoPut()
}

// TestCustomSendsNothingThatIsTheSame changes the spelling of settings, and then makes
// changes that only look like different spellings.
func TestCustomSendsNothingThatIsTheSame(t *testing.T) {
	t.Parallel()
	c, chat := newChatCLI(t)
	configure := func(all string) {
		c.configure(customBlock(settings{"settings": expr("%s", all), "secrets_wo": expr(`{ token = "t" }`), "secrets_wo_version": 1}))
	}
	configure(`{ channel = "", thread = 5, branches = ["a", "b"], broken_only = true }`)
	c.apply()
	for _, all := range []string{
		`{ thread = 5, branches = ["a", "b"], broken_only = true }`,
		`{ thread = "5", branches = ["b", "a"], broken_only = "1" }`,
	} {
		configure(all)
		c.expectNoPut()
	}
	chat.change(map[string]any{"channel": "theirs"})
	configure(`{ channel = "", thread = 5, branches = ["b", "a"], broken_only = true }`)
	c.apply()
	if len(c.bodies()) != 1 || chat.stored("channel") != "" {
		t.Errorf("the setting that was not in the state is not cleared: %v", chat.stored("channel"))
	}
	configure(`{ channel = "", thread = 5, branches = ["b", "a"], broken_only = true, hidden = null }`)
	c.apply()
	configure(`{ channel = "", thread = 5, branches = ["b", "a"], broken_only = true, hidden = false }`)
	c.apply()
	if bodies := c.bodies(); len(bodies) != 2 || bodies[1]["hidden"] != false {
		t.Errorf("the CLI sent %v", bodies)
	}
}

// TestCustomFollowsTheCatalog configures values that GitLab normalizes, for an
// integration in the catalog. The apply must not warn.
func TestCustomFollowsTheCatalog(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	config := func(url string) string {
		return customBlock(settings{"slug": "jira", "settings": expr(`{ url = %q, username = "gitlab", project_keys = [" WEB", "ACME "] }`, url), "secrets_wo": expr(`{ password = "p" }`)})
	}
	c.configure(config("https://jira.example.com/"))
	if output := c.apply(); strings.Contains(output, "did not confirm") {
		t.Errorf("the apply warns: %s", output)
	}
	c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
	c.configure(config("https://jira.example.com"))
	c.expectNoPut()
	c.gitlab.Change("projects/acme/web", "jira", settings{"url": "https://other.example.com"})
	c.shows(c.succeed("plan"), `"https://other.example.com" -> "https://jira.example.com"`)
}

// TestCustomShowsWhatGitLabHas configures a value that GitLab normalizes, for an
// integration that is not in the catalog. The warning must contain the value to
// configure.
func TestCustomShowsWhatGitLabHas(t *testing.T) {
	t.Parallel()
	c, chat := newChatCLI(t)
	chat.trims = true
	config := func(channel string) string {
		return customBlock(settings{"settings": expr("{ channel = %q }", channel), "secrets_wo": expr(`{ token = "t" }`)})
	}
	c.configure(config(" one "))
	c.shows(c.apply(), "did not confirm", "`channel` (GitLab has `\"one\"`)", "write it as GitLab has it")
	c.configure(config("one"))
	c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
}
