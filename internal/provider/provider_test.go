package provider_test

import (
	"crypto/x509"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// asana is the resource that these tests use.
var asana = asanaOf(settings{"project": "acme/web"})

func asanaOf(attributes settings) string {
	attributes["api_key"] = "example-asana-key"
	return resourceBlock("gitlabintegrations_asana", "web", attributes)
}

func TestProviderReadsTheEnvironment(t *testing.T) {
	for _, suffix := range []string{"", "/", "/api/v4", "/api/v4/"} {
		t.Run("GITLAB_BASE_URL"+suffix, func(t *testing.T) {
			gitlab, url := gitlabfake.Start(t)
			gitlab.AddProject("acme/web")
			t.Setenv("GITLAB_BASE_URL", url+suffix)
			t.Setenv("GITLAB_TOKEN", gitlab.Token)
			unitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps:                    []resource.TestStep{{Config: asana}},
			})
			if got := gitlab.Requests()[0].Path; got != "projects/acme%2Fweb/integrations/asana" {
				t.Errorf("the first request went to %s", got)
			}
		})
	}
}

func TestProviderPrefersItsConfiguration(t *testing.T) {
	gitlab, url := gitlabfake.Start(t)
	gitlab.AddProject("acme/web")
	t.Setenv("GITLAB_BASE_URL", "http://127.0.0.1:1")
	t.Setenv("GITLAB_TOKEN", "wrong")
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps:                    []resource.TestStep{{Config: providerBlock(gitlab, url+"/api/v4/") + asana}},
	})
}

// TestProviderRefusesItsConfiguration checks the error for each invalid configuration,
// and its attribute if it has one.
func TestProviderRefusesItsConfiguration(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		attributes settings
		want       string
	}{
		"no token":                       {settings{}, `Missing GitLab token.*GITLAB_TOKEN`},
		"empty token":                    {settings{"token": ""}, `Missing GitLab token.*GITLAB_TOKEN`},
		"token with a line break":        {settings{"token": "a\nb"}, `Invalid token.*token += "a.*trimspace`},
		"base_url with file scheme":      {settings{"token": "x", "base_url": "file:///x"}, `Invalid base_url.*base_url += "file:///x".*must begin with`},
		"base_url without scheme":        {settings{"token": "x", "base_url": "gitlab.example.com"}, `Invalid base_url.*base_url += "gitlab.example.com".*must begin with`},
		"base_url with password":         {settings{"token": "x", "base_url": "https://a:b@gitlab.example.com"}, `Invalid base_url.*base_url.*must\s+not\s+contain`},
		"missing cacert_file":            {settings{"token": "x", "cacert_file": "missing.pem"}, `Invalid cacert_file.*cacert_file += "missing.pem".*no such\s+file`},
		"client_cert without client_key": {settings{"token": "x", "client_cert": "missing.pem"}, `Invalid client_cert.*client_cert += "missing.pem".*has no effect alone`},
		"negative retries":               {settings{"token": "x", "retries": -1}, `Invalid retries.*retries += -1.*from 0 to 100`},
		"too many retries":               {settings{"token": "x", "retries": 101}, `Invalid retries.*retries += 101.*from 0 to 100`},
		"max_wait without unit":          {settings{"token": "x", "max_wait": "10"}, `Invalid max_wait.*max_wait += "10".*duration\s+with\s+a\s+unit`},
		"unknown refresh":                {settings{"token": "x", "refresh": ""}, "Invalid refresh.*refresh += \"\".*must be one of `each`, `list`"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			unitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{{
					Config:      block(`provider "gitlabintegrations"`, test.attributes) + asana,
					ExpectError: regexp.MustCompile(`(?s)` + test.want),
				}},
			})
		})
	}
}

// TestProviderIsValidated covers the checks that do not need files, the environment or
// unknown values.
func TestProviderIsValidated(t *testing.T) {
	t.Parallel()
	der, _ := newCertificate(t, x509.Certificate{NotAfter: farFuture})
	certificate := certificatePEM(der)
	input := block(`variable "x"`, settings{"type": reference("string"), "default": reference("null")})
	tests := map[string]struct {
		attributes settings
		want       string
	}{
		"no token":              {settings{}, ""},
		"all":                   {settings{"token": "x", "base_url": "https://gitlab.example.com", "retries": 100, "max_wait": "1h30m", "refresh": "list"}, ""},
		"files":                 {settings{"cacert_file": "missing.pem", "client_cert": "missing.pem", "client_key": "missing.pem"}, ""},
		"unknown values":        {settings{"token": reference("var.x"), "base_url": reference("var.x"), "refresh": reference("var.x"), "retries": reference("var.x"), "max_wait": reference("var.x")}, ""},
		"unknown cacert":        {settings{"cacert": reference("var.x"), "cacert_file": "missing.pem", "token_type": reference("var.x")}, ""},
		"unknown cacert_file":   {settings{"cacert": certificate, "cacert_file": reference("var.x")}, ""},
		"nulls":                 {settings{"cacert": reference("null"), "cacert_file": reference("null"), "token_type": reference("null")}, ""},
		"empty cacert":          {settings{"cacert": ""}, "`cacert` is empty"},
		"text and file":         {settings{"cacert": certificate, "cacert_file": "missing.pem"}, "`cacert` cannot be set together with `cacert_file`"},
		"type of token":         {settings{"token_type": "oauth"}, "`token_type` must be one of `private`, `bearer`."},
		"unknown client_key":    {settings{"client_cert": "missing.pem", "client_key": reference("var.x")}, ""},
		"unknown header":        {settings{"headers": reference(`{ "X-Key" = var.x }`)}, ""},
		"unknown headers":       {settings{"headers": reference(`var.x == null ? null : { "X-Key" = "x" }`)}, ""},
		"null header":           {settings{"headers": reference(`{ "X-Key" = null }`)}, ""},
		"base_url":              {settings{"base_url": "gitlab.example.com"}, "`base_url` must begin with"},
		"port":                  {settings{"base_url": "https://gitlab.example.com:99999"}, "`base_url` must have a port from 1 to 65535"},
		"token":                 {settings{"token": "a\nb"}, "`token` contains a line break"},
		"invalid header name":   {settings{"headers": reference(`{ "X Key" = var.x }`)}, "`headers` must have names"},
		"client_cert":           {settings{"client_cert": "missing.pem"}, "has no effect alone"},
		"client_key":            {settings{"client_key": "missing.pem"}, "has no effect alone"},
		"with an unknown value": {settings{"token": reference("var.x"), "base_url": "file:///x"}, "`base_url` must begin with"},
		"refresh":               {settings{"refresh": "all"}, "`refresh` must be one of `each`, `list`"},
		"fractional retries":    {settings{"retries": 1.5}, "`retries` must be a whole number from 0 to 100"},
		"invalid duration":      {settings{"max_wait": "long"}, "`max_wait` must be a duration with a unit, such as `10m` or `1h30m`; it is \"long\""},
		"zero wait":             {settings{"max_wait": "0s"}, "`max_wait` must be longer than zero, such as `10m`; it is \"0s\""},
		"negative wait":         {settings{"max_wait": "-5m"}, "`max_wait` must be longer than zero, such as `10m`; it is \"-5m\""},
		"second error":          {settings{"base_url": "nowhere", "retries": 101}, "`retries` must be a whole number from 0 to 100"},
	}
	c := newCLI(t)
	c.env = append(c.env, "GITLAB_BASE_URL=nowhere", "GITLAB_TOKEN=")
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			each := &cli{t: t, gitlab: c.gitlab, dir: t.TempDir(), env: c.env}
			each.configure(input + block(`provider "gitlabintegrations"`, test.attributes) + asana)
			if output, valid := each.try("validate"); valid != (test.want == "") || !strings.Contains(output, test.want) {
				t.Errorf("the configuration is valid: %t, want %q: %s", valid, test.want, output)
			}
		})
	}
}

// TestProviderNamesTheEnvironment checks that an error about a value from an environment
// variable names the variable.
func TestProviderNamesTheEnvironment(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ environment, summary, explanation string }{
		"address": {"GITLAB_BASE_URL=gitlab.example.com", "Error: Invalid GITLAB_BASE_URL", "The environment variable `GITLAB_BASE_URL` must begin with `https://`"},
		"token":   {"GITLAB_TOKEN=x\n", "Error: Invalid GITLAB_TOKEN", "The environment variable `GITLAB_TOKEN` contains a line break"},
		"job":     {"GITLAB_TOKEN=glcbt-64_x", "Error: Invalid GITLAB_TOKEN", "The environment variable `GITLAB_TOKEN` is the token of a CI job (`CI_JOB_TOKEN`)"},
		"type":    {"GITLAB_TOKEN_TYPE=oauth", "Error: Invalid GITLAB_TOKEN_TYPE", "The environment variable `GITLAB_TOKEN_TYPE` must be one of `private`, `bearer`."},
		"text":    {"GITLAB_CACERT=ca.pem", "Error: Invalid GITLAB_CACERT", "The environment variable `GITLAB_CACERT` must contain certificates in PEM format"},
		"file":    {"GITLAB_CACERT_FILE=missing.pem", "Error: Invalid GITLAB_CACERT_FILE", "The environment variable `GITLAB_CACERT_FILE` must name a file that can be read"},
		"proxy":   {"HTTP_PROXY=http://user:x#y@proxy", "Error: Invalid HTTP_PROXY", "The environment variable `HTTP_PROXY` must be the address of a proxy"},
	}
	c := newCLI(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			each := &cli{t: t, gitlab: c.gitlab, dir: t.TempDir(), env: append(slices.Clone(c.env), "GITLAB_BASE_URL=http://gitlab.example.com", test.environment)}
			each.configure(asana)
			output, _ := each.try("plan")
			each.shows(output, test.summary, test.explanation)
		})
	}
}

// TestProviderNotKnownWhilePlanning configures the provider with an address from another
// resource, which is unknown in the plan.
func TestProviderNotKnownWhilePlanning(t *testing.T) {
	t.Parallel()
	gitlab, url := gitlabfake.Start(t)
	gitlab.AddProject("acme/web")
	address := func(url string) string {
		return resourceBlock("terraform_data", "url", settings{"input": url}) +
			block(`provider "gitlabintegrations"`, settings{"base_url": reference("terraform_data.url.output"), "token": gitlab.Token})
	}
	config := address(url)
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config:      config + block(`data "gitlabintegrations_active" "web"`, settings{"project": "acme/web"}),
				ExpectError: regexp.MustCompile(`The provider is not configured yet`),
			},
			{
				Config:      config + block(`data "gitlabintegrations_asana" "web"`, settings{"project": "acme/web"}),
				ExpectError: regexp.MustCompile(`The provider is not configured yet`),
			},
			{
				Config: config + asana,
				Check:  resource.TestCheckResourceAttr("gitlabintegrations_asana.web", "push_events", "true"),
			},
			{
				Config: address(url+"/") + asanaOf(settings{"project": "acme/web", "push_events": false}),
				Check:  resource.TestCheckResourceAttr("gitlabintegrations_asana.web", "push_events", "false"),
			},
		},
	})
}

func TestEarlyAuthCheck(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		attributes settings
		want       []string
	}{
		"enabled":  {settings{"early_auth_check": true}, []string{"GET user"}},
		"disabled": {settings{"early_auth_check": false}, nil},
		"default":  {settings{}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.configure(block(`provider "gitlabintegrations"`, test.attributes) + asana)
			c.succeed("plan")
			var got []string
			for _, request := range c.gitlab.Requests() {
				got = append(got, request.Method+" "+request.Path)
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("the plan sent the requests %v, want %v", got, test.want)
			}
		})
	}
}

func TestEarlyAuthCheckWithAWrongToken(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(block(`provider "gitlabintegrations"`, settings{"early_auth_check": true, "token": "wrong-token"}) + asana)
	output, succeeded := c.try("plan")
	c.shows(output, "Cannot sign in to GitLab", "401", "Check the `token`")
	if succeeded || strings.Contains(output, "wrong-token") {
		t.Errorf("the plan succeeded, or its output shows the token: %s", output)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	gitlab, url := gitlabfake.Start(t)
	gitlab.AddProject("acme/web")
	config := block(`provider "gitlabintegrations"`, settings{
		"base_url": url, "token": gitlab.Token, "headers": reference(`{ "X-Proxy-Key" = "abc", "X-Unset" = null }`),
	})
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps:                    []resource.TestStep{{Config: config + asana}},
	})
	for _, request := range gitlab.Requests() {
		if sent, exists := request.Header["X-Unset"]; exists {
			t.Errorf("%s %s has a header whose value is null: %q", request.Method, request.Path, sent)
		}
		for name, want := range map[string]string{
			"X-Proxy-Key":   "abc",
			"Private-Token": gitlab.Token,
			"User-Agent":    "terraform-provider-gitlabintegrations/test",
		} {
			if got := request.Header.Get(name); got != want {
				t.Errorf("%s %s has %s: %q instead of %q", request.Method, request.Path, name, got, want)
			}
		}
	}
}

// TestSettingNotKnownWhilePlanning takes settings of all types, and the owner, from
// another resource.
func TestSettingNotKnownWhilePlanning(t *testing.T) {
	t.Parallel()
	gitlab, url := gitlabfake.Start(t)
	gitlab.AddProject("acme/web")
	values := resourceBlock("terraform_data", "values", settings{"input": reference(
		`{ project = "acme/web", url = "https://jira.example.com", password = "example-jira-password", keys = ["WEB", "ACME"], enabled = true, type = 1 }`)})
	jira := resourceBlock("gitlabintegrations_jira", "web", settings{
		"project":        reference("terraform_data.values.output.project"),
		"url":            reference("terraform_data.values.output.url"),
		"username":       "gitlab@example.com",
		"password":       reference("terraform_data.values.output.password"),
		"jira_auth_type": reference("terraform_data.values.output.type"),
		"issues_enabled": reference("terraform_data.values.output.enabled"),
		"project_keys":   reference("terraform_data.values.output.keys"),
	})
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: providerBlock(gitlab, url) + values + jira,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("gitlabintegrations_jira.web", plancheck.ResourceActionCreate),
			}},
			Check: resource.TestCheckResourceAttr("gitlabintegrations_jira.web", "id", "projects/acme/web"),
		}},
	})
	stored, _ := gitlab.Stored("projects/acme/web", "jira")
	requests := gitlab.Requests()
	put := requests[slices.IndexFunc(requests, func(r gitlabfake.Request) bool { return r.Method == http.MethodPut })]
	if put.Body["password"] != "example-jira-password" || !reflect.DeepEqual(put.Body["project_keys"], []any{"ACME", "WEB"}) ||
		put.Body["jira_auth_type"] != 1.0 || put.Body["issues_enabled"] != true || stored.Active {
		t.Errorf("%s %s sent %v; active at the end: %t", put.Method, put.Path, put.Body, stored.Active)
	}
}

// TestInheritanceNotKnownWhilePlanning has an unknown use_inherited_settings, so the plan
// cannot tell whether the defaults apply.
func TestInheritanceNotKnownWhilePlanning(t *testing.T) {
	t.Parallel()
	gitlab, url := gitlabfake.Start(t)
	gitlab.AddProject("acme/web")
	gitlab.SetUp("groups/acme", "asana", settings{"api_key": "example-group-key"})
	config := func(inherits bool) string {
		return providerBlock(gitlab, url) +
			resourceBlock("terraform_data", "inherits", settings{"input": inherits}) +
			resourceBlock("gitlabintegrations_asana", "web", settings{
				"project":                "acme/web",
				"use_inherited_settings": reference("terraform_data.inherits.output"),
				"api_key":                reference(`terraform_data.inherits.output ? null : "example-asana-key"`),
			})
	}
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config(true), Check: resource.TestCheckNoResourceAttr("gitlabintegrations_asana.web", "push_events")},
			{Config: config(false), Check: resource.TestCheckResourceAttr("gitlabintegrations_asana.web", "push_events", "true")},
		},
	})
}

// Terraform itself reports these errors, from the schema.
func TestOwnersOfOneKind(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(resourceBlock("gitlabintegrations_jenkins", "of_group", settings{"group": "acme"}) +
		resourceBlock("gitlabintegrations_zentao", "of_project", settings{"project": "acme/web"}))
	c.fail(`An argument named "group" is not expected here`, "validate")
	c.fail(`An argument named "project" is not expected here`, "validate")
	c.configure(resourceBlock("gitlabintegrations_jenkins", "of_nothing", settings{}) +
		resourceBlock("gitlabintegrations_zentao", "of_nothing", settings{}))
	c.fail(`The argument "project" is required`, "validate")
	c.fail(`The argument "group" is required`, "validate")
}

func TestGroupOfAnOldGitLab(t *testing.T) {
	t.Parallel()
	gitlab, url := startOld(t)
	c := newCLIOn(t, gitlab, url)
	c.configure(asanaOf(settings{"group": "acme"}))
	c.fail("This GitLab has no integrations of groups", "apply", "-auto-approve")
}

// Reading a disabled integration must not be an error.
func TestDataSourceOfADisabledIntegration(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.SetUp("projects/acme/web", "asana", settings{"restrict_to_branch": "main"})
	c.gitlab.Disable("projects/acme/web", "asana")
	c.configure(block(`data "gitlabintegrations_asana" "web"`, settings{"project": "acme/web"}))
	c.apply()
	c.shows(c.succeed("show"), "active = false", `restrict_to_branch = "main"`)
}

// TestRemovedProject checks that the refresh removes the resource from the state, and
// that the apply fails because it cannot create it again.
func TestRemovedProject(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(asana)
	c.apply()
	c.gitlab.RemoveProject("acme/web")
	c.shows(c.succeed("plan"), "Project acme/web is gone", "1 to add, 0 to change, 0 to destroy")
	c.fail("404 Project Not Found", "apply", "-auto-approve")
	c.shows(c.succeed("destroy", "-auto-approve"), "0 destroyed")
}

func TestDestroyOfWhatIsGone(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(asana)
	c.apply()
	c.gitlab.RemoveProject("acme/web")
	c.shows(c.succeed("destroy", "-auto-approve", "-refresh=false"), "1 destroyed")
}

// A setting that is missing in the response must stay in the state, with a warning.
func TestUnconfirmedSetting(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.configure(asanaOf(settings{"project": "acme/web", "restrict_to_branch": "main"}))
	c.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut {
			return false
		}
		c.gitlab.Intercept(nil)
		c.gitlab.ServeHTTP(httptest.NewRecorder(), r)
		answering(http.StatusOK, jsonType, `{"id":1,"active":true,"properties":{}}`)(w, r)
		return true
	})
	c.shows(c.apply(), "This GitLab did not confirm every setting", "`restrict_to_branch`.")
	c.succeed("plan", "-detailed-exitcode")
}

// A plan must show no change for values that GitLab treats as equal.
func TestNoDifference(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		slug     string
		settings settings // In addition to the required settings.
		changed  settings // The external change.
	}{
		"order of a list":       {"jira", settings{"issues_enabled": true, "project_keys": []string{"ACME", "WEB"}}, settings{"project_keys": []string{"WEB", "ACME"}}},
		"configured order":      {"jira", settings{"issues_enabled": true, "project_keys": []string{"WEB", "ACME"}}, nil},
		"empty list":            {"jira", settings{"project_keys": []string{}}, nil},
		"slash":                 {"jira", settings{"url": "https://jira.example.com/", "api_url": "https://jira.example.com/api/"}, nil},
		"spaces in a list":      {"jira", settings{"jira_allowed_statuses_as_string": "Ready, Done,, Ready"}, nil},
		"trailing line break":   {"datadog", settings{"datadog_tags": "team:web\ncost:1\n"}, nil},
		"empty string":          {"asana", settings{"restrict_to_branch": ""}, nil},
		"emptied string":        {"asana", settings{}, settings{"restrict_to_branch": ""}},
		"string cleared twice":  {"asana", settings{"restrict_to_branch": ""}, settings{"restrict_to_branch": nil}},
		"no and false":          {"emails-on-push", settings{}, settings{"send_from_committer_email": false}},
		"false and no":          {"emails-on-push", settings{"send_from_committer_email": false}, settings{"send_from_committer_email": nil}},
		"fallback channel":      {"slack", settings{"issue_channel": "acme", "confidential_issue_channel": "acme"}, settings{"confidential_issue_channel": nil}},
		"flag of another event": {"asana", settings{}, settings{"wiki_page_events": false}},
		"disabled feature flag": {"slack", settings{"notify_only_when_pipeline_status_changes": true}, settings{"notify_only_when_pipeline_status_changes": false}},
		"braces":                {"slack", settings{"channel": "${a} %{b} \"c\" \\\tä"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			i := find(t, test.slug)
			configured := withOwner(minimal(i), "project", "acme/web")
			maps.Copy(configured, test.settings)
			c.configure(resourceBlock(i.TypeName(), "web", configured))
			if output := c.apply(); strings.Contains(output, "did not confirm") {
				t.Errorf("the apply warns: %s", output)
			}
			if test.changed != nil {
				c.gitlab.Change("projects/acme/web", i.Slug, test.changed)
			}
			c.succeed("plan", "-detailed-exitcode")
		})
	}
}

// TestTakeOver sets up an integration in a project that inherited it from a group. No
// setting or secret of the group may remain.
func TestTakeOver(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	discord := find(t, "discord")
	c.gitlab.SetUp("groups/acme", "discord", full(discord))
	c.configure(resourceBlock("gitlabintegrations_discord", "web", withOwner(minimal(discord), "project", "acme/web")))
	c.apply()
	stored, _ := c.gitlab.Stored("projects/acme/web", "discord")
	want := complete(discord, minimal(discord))
	for _, p := range discord.Parameters {
		if got := stored.Settings[p.Name]; !reflect.DeepEqual(got, want[p.Name]) {
			t.Errorf("GitLab has %s = %v instead of %v", p.Name, got, want[p.Name])
		}
	}
	if stored.Inherited {
		t.Error("the integration still inherits")
	}
}

// The warning must appear before Terraform removes the integration from the state.
func TestUndeletable(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.SetUp("projects/acme/web", "jira-cloud-app", nil)
	c.configure(resourceBlock("gitlabintegrations_jira_cloud_app", "web", settings{"project": "acme/web"}))
	c.apply()
	c.shows(c.succeed("plan", "-destroy"), "GitLab for Jira Cloud app stays active in project acme/web")
	c.shows(c.succeed("destroy", "-auto-approve"), "GitLab for Jira Cloud app stays active in project acme/web", "1 destroyed")
	if requests := c.requests(); requests[http.MethodDelete] != 0 {
		t.Errorf("the provider sent a DELETE: %v", requests)
	}
}

// TestReplacement changes the owner. GitLab must have the integration disabled in the old
// owner and enabled in the new one.
func TestReplacement(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.gitlab.AddProject("acme/api")
	c.configure(asana)
	c.apply()
	c.configure(asanaOf(settings{"project": "acme/api"}))
	c.shows(c.apply(), "1 added, 0 changed, 1 destroyed")
	c.configure(asanaOf(settings{"group": "acme"}))
	c.shows(c.apply(), "1 added, 0 changed, 1 destroyed")
	for owner, active := range map[string]bool{"projects/acme/web": false, "projects/acme/api": false, "groups/acme": true} {
		if stored, _ := c.gitlab.Stored(owner, "asana"); stored.Active != active {
			t.Errorf("%s is active: %t", owner, stored.Active)
		}
	}
}

// TestImport runs the import command with every form of an ID.
func TestImport(t *testing.T) {
	t.Parallel()
	gitlab, url := gitlabfake.Start(t)
	project := gitlab.AddProject("acme/sub.group/web.app")
	group := gitlab.AddGroup("acme/sub.group")
	slack := func(name, kind, id string) string {
		return resourceBlock("gitlabintegrations_slack", name, settings{kind: id, "webhook": "https://hooks.slack.com/services/example", "channel": "acme", "push_events": false})
	}
	config := providerBlock(gitlab, url) +
		slack("path", "project", "acme/sub.group/web.app") +
		slack("group", "group", "acme/sub.group") +
		resourceBlock("gitlabintegrations_zentao", "group", withOwner(minimal(find(t, "zentao")), "group", "acme"))
	step := func(address, id string, ignored ...string) resource.TestStep {
		return resource.TestStep{
			ResourceName: "gitlabintegrations_" + address, ImportState: true, ImportStateId: id,
			ImportStateVerify: true, ImportStateVerifyIgnore: ignored,
		}
	}
	// After an import by number, the state has no resource to compare with.
	byNumber := func(address, id, want string) resource.TestStep {
		return resource.TestStep{
			ResourceName: "gitlabintegrations_" + address, ImportState: true, ImportStateId: id,
			ImportStateCheck: func(states []*terraform.InstanceState) error {
				got := states[0].Attributes
				if len(states) != 1 || got["id"] != want || got["channel"] != "acme" || got["push_events"] != "false" || got["webhook"] != "" {
					return fmt.Errorf("imported %d resources, the first with %v", len(states), got)
				}
				return nil
			},
		}
	}
	refused := func(address, id, words string) resource.TestStep {
		return resource.TestStep{ResourceName: "gitlabintegrations_" + address, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile(words)}
	}
	hidden := []string{"webhook", "notify_only_when_pipeline_status_changes"}
	unitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config},
			step("slack.path", "acme/sub.group/web.app", hidden...),
			step("slack.path", "projects/acme/sub.group/web.app", hidden...),
			byNumber("slack.path", fmt.Sprint(project), fmt.Sprint("projects/", project)),
			byNumber("slack.path", fmt.Sprint("projects/", project), fmt.Sprint("projects/", project)),
			step("slack.group", "groups/acme/sub.group", hidden...),
			byNumber("slack.group", fmt.Sprint("groups/", group), fmt.Sprint("groups/", group)),
			step("zentao.group", "acme", "api_token"),
			step("zentao.group", "groups/acme", "api_token"),
			refused("zentao.group", "projects/acme/web", "ZenTao does not exist on projects"),
			refused("slack.path", "acme/other", "Cannot import Slack notifications in project acme/other"),
			refused("slack.path", "projects/", "The import ID must\\s+be"),
			{
				PreConfig:    func() { gitlab.Disable("projects/acme/sub.group/web.app", "slack") },
				ResourceName: "gitlabintegrations_slack.path", ImportState: true, ImportStateId: "acme/sub.group/web.app",
				ExpectError: regexp.MustCompile(`it\s+is\s+disabled`),
			},
		},
	})
}

func withOwner(configured settings, kind, id string) settings {
	configured[kind] = id
	return configured
}
