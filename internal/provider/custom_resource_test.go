package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/sample"
)

// customBlock returns a gitlabintegrations_custom block for the project acme/web, unless
// the attributes contain another owner.
func customBlock(attributes settings) string {
	all := settings{"project": "acme/web", "slug": "example-chat"}
	maps.Copy(all, attributes)
	return resourceBlock("gitlabintegrations_custom", "web", all)
}

func expr(format string, values ...any) reference { return reference(fmt.Sprintf(format, values...)) }

// TestCustomLifecycle sets up an integration that is not in the catalog, changes it in
// the configuration and externally, and destroys it.
func TestCustomLifecycle(t *testing.T) {
	t.Parallel()
	l := &customLifecycle{}
	l.cli, l.chat = newChatCLI(t)
	l.create()
	l.update()
	l.changeSecrets()
	l.repair()
	l.enable()
	l.succeed("destroy", "-auto-approve")
	if requests := l.requests(); requests[http.MethodDelete] != 1 || l.chat.stored("active") != false {
		t.Errorf("the destroy sent %v; active: %v", requests, l.chat.stored("active"))
	}
}

// customLifecycle holds the state of TestCustomLifecycle.
type customLifecycle struct {
	*cli
	chat *newerChat
}

// expectUnchanged expects a plan without changes.
func (l *customLifecycle) expectUnchanged() {
	l.t.Helper()
	l.shows(l.succeed("plan", "-detailed-exitcode"), "No changes.")
	l.gitlab.Forget()
}

func (l *customLifecycle) create() {
	l.t.Helper()
	l.configure(customBlock(settings{
		"settings": expr(`{
			channel     = "one"
			thread      = 5
			branches    = ["main", "release"]
			broken_only = null
			push_events = "1"
			job_events  = false
		}`),
		"secrets_wo": expr(`{ token = "first-token", signing_key = "first-key" }`),
	}))
	l.shows(l.succeed("plan"), `id = "projects/acme/web:example-chat"`, "secrets_wo = (write-only attribute)", "secrets_wo_version = 1", "1 to add")
	if requests := l.requests(); len(requests) > 0 {
		l.t.Errorf("the plan sent %v", requests)
	}
	if output := l.apply(); strings.Contains(output, "did not confirm") || strings.Contains(output, "resource of its own") {
		l.t.Errorf("the apply warns: %s", output)
	}
	l.sends(map[string]any{
		"use_inherited_settings": false, "channel": "one", "thread": 5, "branches": []string{"main", "release"},
		"broken_only": nil, "push_events": "1", "job_events": false, "token": "first-token", "signing_key": "first-key",
	})
	l.expectUnchanged()
}

func (l *customLifecycle) update() {
	l.t.Helper()
	l.configureSecond(`{ token = "first-token", signing_key = "first-key" }`)
	l.apply()
	l.sends(map[string]any{
		"use_inherited_settings": false, "channel": "two", "push_events": true, "broken_only": true,
		"thread": nil, "branches": nil, "job_events": nil, "token": "first-token", "signing_key": "first-key",
	})
	l.expectUnchanged()
}

// configureSecond writes the configuration that all steps use from the update on.
func (l *customLifecycle) configureSecond(secrets string) {
	l.t.Helper()
	l.configure(customBlock(settings{
		"settings":   expr(`{ channel = "two", push_events = true, broken_only = true }`),
		"secrets_wo": expr("%s", secrets),
	}))
}

func (l *customLifecycle) changeSecrets() {
	l.t.Helper()
	l.configureSecond(`{ token = "second-token" }`)
	l.shows(l.succeed("plan"), "secrets_wo_version = 1 -> 2")
	l.apply()
	l.sends(map[string]any{
		"use_inherited_settings": false, "channel": "two", "push_events": true, "broken_only": true,
		"token": "second-token", "signing_key": nil,
	})
	l.expectUnchanged()
}

// repair checks that an apply reverts external changes of configured settings only.
func (l *customLifecycle) repair() {
	l.t.Helper()
	l.chat.change(map[string]any{"channel": "elsewhere", "thread": 7, "broken_only": "0"})
	l.shows(l.succeed("plan"), `channel = "elsewhere" -> "two"`, "broken_only = false -> true")
	l.gitlab.Forget()
	l.apply()
	l.sends(map[string]any{"use_inherited_settings": false, "channel": "two", "push_events": true, "broken_only": true, "token": "second-token"})
	if thread := l.chat.stored("thread"); fmt.Sprint(thread) != "7" {
		l.t.Errorf("a setting that is not configured was changed to %v", thread)
	}
}

// enable checks that an apply sets up an integration again that was disabled in GitLab.
func (l *customLifecycle) enable() {
	l.t.Helper()
	l.chat.change(map[string]any{"active": false})
	l.shows(l.succeed("plan"), "1 to add, 0 to change, 0 to destroy")
	l.apply()
	l.expectUnchanged()
}

// TestCustomNoDifference checks that a plan shows no change for spellings that GitLab
// treats as equal, and that the state keeps the configured spelling.
func TestCustomNoDifference(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		settings reference
		answered map[string]any
		state    string
	}{
		"boolean as number":            {`{ broken_only = true }`, map[string]any{"broken_only": "1"}, "broken_only = true"},
		"boolean as string":            {`{ broken_only = "true" }`, map[string]any{"broken_only": true}, `broken_only = "true"`},
		"boolean configured as number": {`{ broken_only = 1 }`, map[string]any{"broken_only": true}, `broken_only = 1`},
		"false and null":               {`{ broken_only = false }`, map[string]any{"broken_only": nil}, "broken_only = false"},
		"number":                       {`{ thread = 5 }`, map[string]any{"thread": "5"}, "thread = 5"},
		"fraction":                     {`{ thread = 1.5 }`, map[string]any{"thread": "1.5"}, "thread = 1.5"},
		"number as string":             {`{ thread = "5" }`, map[string]any{"thread": 5}, `thread = "5"`},
		"empty":                        {`{ channel = "" }`, map[string]any{"channel": nil}, `channel = ""`},
		"null":                         {`{ channel = null }`, map[string]any{"channel": ""}, "channel = null"},
		"null in a map":                {`tomap({ channel = "a", thread = null })`, map[string]any{"thread": ""}, `channel = "a"`},
		"order":                        {`{ branches = ["b", "a"] }`, map[string]any{"branches": []string{"a", "b"}}, `branches = [ "b", "a", ]`},
		"set":                          {`{ branches = toset(["b", "a"]) }`, map[string]any{"branches": []string{"b", "a"}}, `branches = [ "a", "b", ]`},
		"list":                         {`{ branches = tolist(["b", "a"]) }`, map[string]any{"branches": "a,b"}, `branches = [ "b", "a", ]`},
		"empty list":                   {`{ branches = [] }`, map[string]any{"branches": nil}, `branches = []`},
		"not shown":                    {`{ hidden = "x" }`, nil, `hidden = "x"`},
		"nothing":                      {`{}`, map[string]any{"channel": "somewhere"}, `settings = {}`},
		"no settings":                  {`null`, map[string]any{"channel": "somewhere"}, `id = "projects/acme/web:example-chat"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, chat := newChatCLI(t)
			c.configure(customBlock(settings{"settings": test.settings, "secrets_wo": expr(`{ token = "t" }`)}))
			c.apply()
			chat.change(test.answered)
			c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
			c.succeed("apply", "-auto-approve", "-refresh-only")
			c.shows(c.succeed("show"), test.state)
		})
	}
}

// TestCustomDrift checks for each type of setting that an apply reverts an external
// change, and that the state has the configured spelling afterwards.
func TestCustomDrift(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		settings reference
		answered map[string]any
		planned  string
	}{
		"string":          {`{ channel = "one" }`, map[string]any{"channel": "two"}, `channel = "two" -> "one"`},
		"cleared":         {`{ channel = "one" }`, map[string]any{"channel": nil}, `channel = null -> "one"`},
		"set":             {`{ channel = null }`, map[string]any{"channel": "two"}, `channel = "two" -> null`},
		"boolean":         {`{ broken_only = true }`, map[string]any{"broken_only": "0"}, "broken_only = false -> true"},
		"number":          {`{ thread = 5 }`, map[string]any{"thread": "6"}, "thread = 6 -> 5"},
		"tuple":           {`{ branches = ["a"] }`, map[string]any{"branches": []string{"a", "b"}}, `- "b"`},
		"list":            {`{ branches = tolist(["a"]) }`, map[string]any{"branches": []string{"a", "b"}}, `- "b"`},
		"set of text":     {`{ branches = toset(["a"]) }`, map[string]any{"branches": "a,b"}, `- "b"`},
		"top level":       {`{ push_events = true }`, map[string]any{"push_events": false}, "push_events = false -> true"},
		"map":             {`tomap({ channel = "one", thread = "5" })`, map[string]any{"thread": 6}, `thread = "6" -> "5"`},
		"mixed shapes":    {`tomap({ channel = "one" })`, map[string]any{"channel": []string{"a"}}, `channel = [`},
		"unexpected type": {`{ channel = "one" }`, map[string]any{"channel": map[string]any{"a": 1}}, `-> "one"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, chat := newChatCLI(t)
			c.configure(customBlock(settings{"settings": test.settings, "secrets_wo": expr(`{ token = "t" }`)}))
			c.apply()
			chat.change(test.answered)
			c.shows(c.succeed("plan"), test.planned, "1 to change")
			c.apply()
			c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
		})
	}
}

// TestCustomNotKnownWhilePlanning plans with unknown values: one setting, a list, all
// settings, the secrets and the owner.
func TestCustomNotKnownWhilePlanning(t *testing.T) {
	t.Parallel()
	tests := map[string]settings{
		"setting":     {"settings": expr(`{ channel = terraform_data.x.output.text, thread = 5 }`)},
		"element":     {"settings": expr(`{ channel = "one", branches = [terraform_data.x.output.text, "b"] }`)},
		"list":        {"settings": expr(`{ channel = "one", branches = terraform_data.x.output.list }`)},
		"settings":    {"settings": expr(`terraform_data.x.output.object`)},
		"secret":      {"settings": expr(`{ channel = "one" }`), "secrets_wo": expr(`{ token = terraform_data.x.output.text }`)},
		"secrets":     {"settings": expr(`{ channel = "one" }`), "secrets_wo": expr(`terraform_data.x.output.secrets`)},
		"owner":       {"project": expr(`terraform_data.x.output.project`)},
		"slug":        {"slug": expr(`terraform_data.x.output.slug`)},
		"inheritance": {"use_inherited_settings": expr(`terraform_data.x.output.no`), "settings": expr(`{ channel = "one" }`)},
	}
	for name, attributes := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, chat := newChatCLI(t)
			all := settings{"secrets_wo": expr(`{ token = "known" }`)}
			maps.Copy(all, attributes)
			c.configure(resourceBlock("terraform_data", "x", settings{"input": expr(
				`{ text = "known", list = ["a", "b"], no = false, project = "acme/web", slug = "example-chat", object = { channel = "one" }, secrets = { token = "known" } }`)}) +
				customBlock(all))
			c.shows(c.succeed("plan"), "(known after apply)")
			c.apply()
			if token := chat.stored("token"); token != "known" {
				t.Errorf("GitLab has the token %v", token)
			}
			c.shows(c.succeed("plan", "-detailed-exitcode"), "No changes.")
		})
	}
}

// TestCustomProviderNotKnownWhilePlanning checks that the plan keeps the state while the
// address of GitLab is unknown.
func TestCustomProviderNotKnownWhilePlanning(t *testing.T) {
	t.Parallel()
	c, chat := newChatCLI(t)
	config := func(token, channel string) string {
		return resourceBlock("terraform_data", "token", settings{"input": token}) +
			block(`provider "gitlabintegrations"`, settings{"headers": reference(`{ x-note = terraform_data.token.output }`)}) +
			customBlock(settings{"settings": expr(`{ channel = %q }`, channel), "secrets_wo": expr(`{ token = "t" }`)})
	}
	c.configure(config("one", "one"))
	c.apply()
	c.configure(config("two", "two"))
	c.apply()
	if channel := chat.stored("channel"); channel != "two" {
		t.Errorf("GitLab has the channel %v", channel)
	}
}

// TestCustomValidation covers the errors that need no request to GitLab.
func TestCustomValidation(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		attributes settings
		want       []string
	}{
		"no owner":                 {settings{"project": nil}, []string{"Missing project or group"}},
		"two owners":               {settings{"group": "acme"}, []string{"Both project and group"}},
		"slash":                    {settings{"project": "acme/web/"}, []string{"Invalid project", "without slashes or spaces around it"}},
		"escaped":                  {settings{"project": "acme%2Fweb"}, []string{"Invalid project"}},
		"slug":                     {settings{"slug": "Example_Chat"}, []string{"must be lower-case words with dashes between them"}},
		"slug with a path":         {settings{"slug": "a/b"}, []string{"must be lower-case words with dashes between them"}},
		"text":                     {settings{"settings": "x"}, []string{"`settings` must be an object"}},
		"list":                     {settings{"settings": expr(`["x"]`)}, []string{"`settings` must be an object"}},
		"object":                   {settings{"settings": expr(`{ a = { b = "c" } }`)}, []string{"`a` in `settings` must be a string, a boolean, a number, a list of strings, or null"}},
		"nested list":              {settings{"settings": expr(`{ a = [["b"]] }`)}, []string{"`a` in `settings` must be a string"}},
		"list of numbers":          {settings{"settings": expr(`{ a = [1] }`)}, []string{"`a` in `settings` must be a string"}},
		"null in a list":           {settings{"settings": expr(`{ a = ["b", null] }`)}, []string{"`a` in `settings` must be a string"}},
		"active":                   {settings{"settings": expr(`{ active = false }`)}, []string{"`active` cannot be in `settings`", "remove the resource"}},
		"id":                       {settings{"settings": expr(`{ id = 5 }`)}, []string{"`id` cannot be in `settings`", "Set `project` or `group`"}},
		"slug in settings":         {settings{"settings": expr(`{ slug = "x" }`)}, []string{"`slug` cannot be in `settings`", "Set it beside `settings`"}},
		"inheritance":              {settings{"settings": expr(`{ use_inherited_settings = true }`)}, []string{"`use_inherited_settings` cannot be in `settings`", "Set it beside `settings`"}},
		"secrets in settings":      {settings{"settings": expr(`{ secrets_wo = "x" }`)}, []string{"`secrets_wo` cannot be in `settings`"}},
		"invalid name":             {settings{"settings": expr(`{ "a-b" = "x" }`)}, []string{"`a-b` cannot be in `settings`", "only letters, digits and underscores"}},
		"reserved secret":          {settings{"secrets_wo": expr(`{ active = "x" }`)}, []string{"`active` cannot be in `secrets_wo`"}},
		"in settings and secrets":  {settings{"settings": expr(`{ token = "x" }`), "secrets_wo": expr(`{ token = "x" }`)}, []string{"`token` is in `settings` and in `secrets_wo`"}},
		"version without secrets":  {settings{"secrets_wo_version": 1}, []string{"Invalid secrets_wo_version"}},
		"negative version":         {settings{"secrets_wo": expr(`{ a = "x" }`), "secrets_wo_version": -1}, []string{"must be a whole number, 0 or above"}},
		"fractional version":       {settings{"secrets_wo": expr(`{ a = "x" }`), "secrets_wo_version": 1.5}, []string{"must be a whole number, 0 or above"}},
		"while inheriting":         {settings{"use_inherited_settings": true, "settings": expr(`{ a = "x", b = null }`)}, []string{"`a` has no effect while", "set it to null"}},
		"secrets while inheriting": {settings{"use_inherited_settings": true, "secrets_wo": expr(`{ a = "x" }`)}, []string{"`secrets_wo` has no effect while"}},
	}
	c := newCLI(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			each := &cli{t: t, gitlab: c.gitlab, dir: t.TempDir(), env: c.env}
			each.configure(customBlock(test.attributes))
			output, succeeded := each.try("validate")
			if succeeded {
				t.Fatalf("the configuration is valid: %s", output)
			}
			each.shows(output, test.want...)
		})
	}
}

// TestCustomRefusals covers settings that GitLab rejects. No message may show a secret.
func TestCustomRefusals(t *testing.T) {
	t.Parallel()
	secret := `s3cret "q" \ #{x}`
	quoting := func(gitlab *gitlabfake.GitLab) {
		gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != http.MethodPut {
				return false
			}
			answerJSON(w, http.StatusBadRequest, map[string]any{"message": fmt.Sprintf("Failed to update integration. {:token=>[%q], :channel=>[\"is odd\"]}", "is invalid: "+secret)})
			return true
		})
	}
	tests := map[string]struct {
		attributes settings
		prepare    func(*gitlabfake.GitLab)
		want       []string
	}{
		"unknown slug":   {settings{"slug": "example-tracker"}, nil, []string{"Cannot set up example-tracker in project acme/web", `slug = "example-tracker"`, "This GitLab has no integration"}},
		"no project":     {settings{"project": "acme/none", "slug": "slack"}, nil, []string{"Cannot set up slack in project acme/none", "404 Project Not Found"}},
		"missing":        {settings{"slug": "slack"}, nil, []string{"Cannot set up slack in project acme/web", "GitLab refuses `webhook`, which is not configured: \"is missing\"", "Set it in `settings`, or in `secrets_wo`"}},
		"invalid":        {settings{"slug": "slack", "settings": expr(`{ webhook = "nowhere" }`)}, nil, []string{"GitLab refuses `webhook`", "It must be a URL", `webhook = "nowhere"`}},
		"not installed":  {settings{"slug": "jira-cloud-app"}, nil, []string{"You cannot create the GitLab for Jira Cloud app integration", "install that first"}},
		"not available":  {settings{"slug": "zentao", "settings": expr(`{ url = "https://z.example.com", zentao_product_xid = "1" }`), "secrets_wo": expr(`{ api_token = "example" }`)}, nil, []string{"Cannot set up zentao in project acme/web", "400 Integration not available"}},
		"quoted secrets": {settings{"settings": expr(`{ channel = "x" }`), "secrets_wo": expr(`{ token = %s }`, sample.Literal(secret))}, quoting, []string{"(sensitive)", "secrets_wo = {", `settings = { channel = "x" }`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			if test.prepare != nil {
				test.prepare(c.gitlab)
			}
			c.configure(customBlock(test.attributes))
			output, succeeded := c.try("apply", "-auto-approve")
			if succeeded {
				t.Fatalf("the apply succeeded: %s", output)
			}
			_, said, _ := strings.Cut(output, "Error:")
			if c.shows(output, test.want...); strings.Contains(strings.ReplaceAll(said, sample.Literal(secret), ""), "s3cret") {
				t.Errorf("the error shows the secret: %s", output)
			}
			if state := c.succeed("show"); strings.Contains(state, "gitlabintegrations_") {
				t.Errorf("the rejected resource is in the state: %s", state)
			}
		})
	}
}

// TestCustomStaysOff covers a PUT that GitLab accepts without enabling the integration.
// The apply must fail.
func TestCustomStaysOff(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.SetUp("projects/acme/web", "jira-cloud-app", nil)
	c.gitlab.Disable("projects/acme/web", "jira-cloud-app")
	c.configure(customBlock(settings{"slug": "jira-cloud-app"}))
	c.fail("GitLab accepted the settings, but the integration is not active", "apply", "-auto-approve")
}

// TestCustomUndeletable checks the advice for an integration that GitLab cannot disable.
func TestCustomUndeletable(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.SetUp("projects/acme/web", "jira-cloud-app", nil)
	c.configure(customBlock(settings{"slug": "jira-cloud-app"}))
	c.apply()
	output, succeeded := c.try("destroy", "-auto-approve")
	if succeeded {
		t.Fatalf("the destroy succeeded: %s", output)
	}
	c.shows(output, "Cannot disable jira-cloud-app in project acme/web", "You cannot disable the GitLab for Jira Cloud app", "terraform state rm", "`destroy = false`")
}

// TestCustomGone covers a project that has moved, and one that was removed.
func TestCustomGone(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	config := customBlock(settings{"slug": "asana", "secrets_wo": expr(`{ api_key = "k" }`)})
	c.configure(config)
	c.apply()
	c.gitlab.MoveProject("acme/web", "acme/site")
	c.shows(c.succeed("plan", "-detailed-exitcode"), "Project acme/web has moved", "No changes.")
	c.gitlab.MoveProject("acme/site", "acme/web")
	c.succeed("plan", "-detailed-exitcode")
	c.gitlab.RemoveProject("acme/web")
	c.shows(c.succeed("plan"), "Project acme/web is gone", "1 to add, 0 to change, 0 to destroy")
	c.shows(c.succeed("destroy", "-auto-approve", "-refresh=false"), "1 destroyed")
}

// TestCustomReplacement changes the owner, and the slug.
func TestCustomReplacement(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.AddProject("acme/api")
	for _, attributes := range []settings{{"slug": "asana"}, {"slug": "asana", "project": "acme/api"}, {"slug": "asana", "project": nil, "group": "acme"}, {"slug": "packagist"}} {
		attributes["secrets_wo"] = expr(`{ api_key = "k", token = "t" }`)
		attributes["settings"] = expr(`{ username = "u" }`)
		c.configure(customBlock(attributes))
		c.shows(c.apply(), "1 added")
		c.succeed("plan", "-detailed-exitcode")
	}
	for owner, active := range map[string]bool{"projects/acme/web": false, "projects/acme/api": false, "groups/acme": false} {
		if stored, _ := c.gitlab.Stored(owner, "asana"); stored.Active != active {
			t.Errorf("%s is active: %t", owner, stored.Active)
		}
	}
}

// TestCustomInheritance enables and disables inheritance, also after an external change
// has enabled it.
func TestCustomInheritance(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.SetUp("groups/acme", "slack", settings{"webhook": "https://hooks.example.com/group", "channel": "group"})
	inherits := settings{"slug": "slack", "use_inherited_settings": true, "settings": expr(`{ webhook = null }`)}
	own := settings{"slug": "slack", "settings": expr(`{ channel = "own" }`), "secrets_wo": expr(`{ webhook = "https://hooks.example.com/own" }`)}
	c.configure(customBlock(inherits))
	c.apply()
	c.sends(map[string]any{"use_inherited_settings": true, "webhook": nil})
	c.succeed("plan", "-detailed-exitcode")
	c.configure(customBlock(own))
	c.apply()
	c.sends(map[string]any{"use_inherited_settings": false, "webhook": "https://hooks.example.com/own", "channel": "own"})
	c.succeed("plan", "-detailed-exitcode")
	c.gitlab.Inherit("projects/acme/web", "slack")
	c.shows(c.succeed("plan"), "use_inherited_settings = true -> false", "1 to change")
	c.gitlab.Forget()
	c.apply()
	c.sends(map[string]any{"use_inherited_settings": false, "webhook": "https://hooks.example.com/own", "channel": "own"})
	c.succeed("plan", "-detailed-exitcode")
}

// TestCustomWarnings covers configurations that work, but that the user may not have
// intended.
func TestCustomWarnings(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(customBlock(settings{
		"slug": "slack", "settings": expr(`{ chanel = "x", channel = "y", nothing = null }`), "secrets_wo": expr(`{ webhook = "https://hooks.example.com/x" }`),
	}))
	c.shows(c.succeed("validate"), "Slack notifications has a resource of its own", "`gitlabintegrations_slack`")
	c.shows(c.succeed("plan"), "Slack notifications has a resource of its own")
	c.shows(c.apply(), "This GitLab did not confirm every setting of slack", "settings of slack in project acme/web as they are configured: `chanel`. ", "check the spelling")
	c.succeed("plan", "-detailed-exitcode")
}

// TestCustomInAnOldGitLab covers a version that has only the older API route.
func TestCustomInAnOldGitLab(t *testing.T) {
	t.Parallel()
	gitlab, url := startOld(t)
	c := newCLIOn(t, gitlab, url)
	c.configure(customBlock(settings{"slug": "hipchat", "settings": expr(`{ room = "one", notify = "1" }`), "secrets_wo": expr(`{ token = "t" }`)}))
	c.apply()
	c.succeed("plan", "-detailed-exitcode")
	c.succeed("destroy", "-auto-approve")
	if stored, _ := gitlab.Stored("projects/acme/web", "hipchat"); stored.Active {
		t.Error("the integration is still active")
	}
}
