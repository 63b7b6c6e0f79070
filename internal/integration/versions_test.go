package integration_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// dated, retired and recent are integrations that only some versions of GitLab have, in
// full or in part.
var dated = integration.Spec{Slug: "dated", Title: "Dated", Parameters: []integration.Parameter{
	{Name: "name"},
	{Name: "newer", Type: integration.Bool, Default: false, Versions: integration.Versions{Since: "18.9"}},
	{Name: "older", Versions: integration.Versions{Until: "13.12"}},
	{Name: "between", Versions: integration.Versions{Since: "15.0", Until: "17.3"}},
	{Name: "key", Secret: true, Versions: integration.Versions{Since: "16.0"}},
}}

var (
	retired = integration.Spec{Slug: "retired", Title: "Retired", Versions: integration.Versions{Until: "14.5"}, Parameters: []integration.Parameter{{Name: "name"}}}
	recent  = integration.Spec{Slug: "recent", Title: "Recent", Versions: integration.Versions{Since: "18.3"}, Parameters: []integration.Parameter{{Name: "name"}}}
)

// ofVersion returns a GitLab that stores settings and returns its version. It refuses to
// return the version if that is "".
func ofVersion(t *testing.T, version string) (*gitlab, *terraform) {
	t.Helper()
	keep := keeping(&dated)
	g := newGitLab(t, func(asked request) reply {
		switch {
		case asked.path != "/api/v4/metadata" && asked.path != "/api/v4/version":
			return keep(asked)
		case version == "":
			return reply{status: http.StatusForbidden, body: `{"message":"403 Forbidden"}`}
		default:
			return reply{status: http.StatusOK, body: object{"version": version}}
		}
	})
	specs := []integration.Spec{dated, retired, recent}
	return g, newTerraform(t, integration.NewServer(newInnerServer(nil), specs, configuredWith(newClient(t, g.address))))
}

func TestSettingsThatThisGitLabDoesNotHave(t *testing.T) {
	tests := map[string]struct {
		version, typeName string
		config            object
		attribute, words  string
	}{
		"too new":           {"17.11.2-ee", "dated", object{"newer": true}, "newer", "`newer` needs GitLab 18.9; this is 17.11"},
		"its default":       {"17.11.2-ee", "dated", object{"newer": false}, "newer", "`newer` needs GitLab 18.9; this is 17.11"},
		"too old":           {"18.9.0", "dated", object{"older": "x"}, "older", "`older` exists up to GitLab 13.12; this is 18.9"},
		"unknown":           {"18.9.0", "dated", object{"older": unknown}, "older", "exists up to GitLab 13.12"},
		"before":            {"14.10.5", "dated", object{"between": "x"}, "between", "needs GitLab 15.0; this is 14.10"},
		"after":             {"17.4.0", "dated", object{"between": "x"}, "between", "exists up to GitLab 17.3; this is 17.4"},
		"secret":            {"15.11.0", "dated", object{"key": "x"}, "key", "`key` needs GitLab 16.0"},
		"write-only secret": {"15.11.0", "dated", object{"key_wo": "x"}, "key_wo", "`key_wo` needs GitLab 16.0"},
		"inheritance":       {"16.11.0", "dated", object{"use_inherited_settings": true}, "use_inherited_settings", "`use_inherited_settings` needs GitLab 17.2; this is 16.11"},
		"retired":           {"18.9.0", "retired", object{"name": "x"}, "", "Retired exists up to GitLab 14.5; this is 18.9"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g, tf := ofVersion(t, test.version)
			plan := tf.plan("gitlabintegrations_"+test.typeName, nil, test.config.with(object{"project": "acme/web"}))
			expectError(t, plan.diagnostics, test.attribute, test.words)
			expectRequests(t, g, "GET metadata")
		})
	}
}

func TestSettingsThatThisGitLabHas(t *testing.T) {
	tests := map[string]struct {
		version string
		config  object
		asked   []string
	}{
		"nothing bounded":      {"10.8.0", object{"name": "x"}, nil},
		"default bounded":      {"10.8.0", object{}, nil},
		"not inherited":        {"10.8.0", object{"use_inherited_settings": false}, nil},
		"first version":        {"18.9.0-pre", object{"newer": true}, []string{"GET metadata"}},
		"last version":         {"13.12.15", object{"older": "x"}, []string{"GET metadata"}},
		"between":              {"17.3.9", object{"between": "x"}, []string{"GET metadata"}},
		"version not returned": {"", object{"older": "x", "newer": true}, []string{"GET metadata", "GET version"}},
		"inherited":            {"17.2.0", object{"use_inherited_settings": true}, []string{"GET metadata"}},
		"unknown inheritance":  {"10.8.0", object{"use_inherited_settings": unknown}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g, tf := ofVersion(t, test.version)
			expectNothing(t, tf.plan("gitlabintegrations_dated", nil, test.config.with(object{"project": "acme/web"})).diagnostics)
			expectRequests(t, g, test.asked...)
		})
	}
}

// GitLab's own error is clear enough for these cases, so the provider does not request
// the version for them. If it knows the version anyway, the plan fails.
func TestBoundsThatAreNotWorthAQuestion(t *testing.T) {
	tests := map[string]struct {
		typeName         string
		config           object
		attribute, words string
	}{
		"integration": {"gitlabintegrations_recent", object{"project": "acme/web"}, "", "Recent needs GitLab 18.3; this is 17.1"},
		"group":       {"gitlabintegrations_dated", object{"group": "acme"}, "group", "`group` needs GitLab 17.9; this is 17.1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g, tf := ofVersion(t, "17.1.0")
			expectNothing(t, tf.plan(test.typeName, nil, test.config).diagnostics)
			expectRequests(t, g)
			tf.plan("gitlabintegrations_dated", nil, object{"project": "acme/web", "between": "x"})
			expectError(t, tf.plan(test.typeName, nil, test.config).diagnostics, test.attribute, test.words)
			expectRequests(t, g, "GET metadata")
		})
	}
}

// A default is omitted if this version of GitLab is known not to have the setting. If the
// version is unknown, the default is sent, which is harmless.
func TestDefaultsThatThisGitLabDoesNotHave(t *testing.T) {
	g, tf := ofVersion(t, "17.11.0")
	_, found := tf.change("gitlabintegrations_dated", nil, object{"project": "acme/web"})
	expectNothing(t, found)
	if _, sent := g.sent()["newer"]; !sent {
		t.Errorf("the PUT lacks the default, although the version is unknown: %v", g.sent())
	}
	prior := object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": false, "newer": false}
	state, found := tf.change("gitlabintegrations_dated", prior, object{"project": "acme/web", "key": "x"})
	expectNothing(t, found)
	if body := g.sent(); body["newer"] != nil || body["key"] != "x" {
		t.Errorf("the PUT has the body %v", body)
	}
	if _, sent := g.sent()["newer"]; sent {
		t.Error("the PUT has a default for a setting that this GitLab does not have")
	}
	expectObject(t, state, prior.with(object{"key": "x"}))
	if n := len(slices.DeleteFunc(g.asked(), func(line string) bool { return line != "GET metadata" })); n != 1 {
		t.Errorf("the version was requested %d times, want once", n)
	}
}

// The version need not be requested for a setting in the state, because GitLab has
// accepted it before. The exception is a setting that a newer version has removed.
func TestSettingsThatTheStateHasAreNotAskedAbout(t *testing.T) {
	owner := object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": false, "newer": false}
	tests := map[string]struct {
		prior, config object
		asked         []string
	}{
		"the same":                  {object{"newer": true}, object{"newer": true}, nil},
		"another value":             {object{}, object{"newer": true}, []string{"GET metadata"}},
		"unknown":                   {object{"newer": true}, object{"newer": unknown}, []string{"GET metadata"}},
		"the same, removed later":   {object{"between": "x"}, object{"between": "x"}, []string{"GET metadata"}},
		"secret":                    {object{"key": "x"}, object{"key": "x"}, nil},
		"new secret":                {object{}, object{"key": "x"}, []string{"GET metadata"}},
		"write-only secret":         {object{"key_wo_version": 1}, object{"key_wo": "x"}, nil},
		"new write-only secret":     {object{}, object{"key_wo": "x"}, []string{"GET metadata"}},
		"inherits as before":        {object{"use_inherited_settings": true, "newer": nil}, object{"use_inherited_settings": true}, nil},
		"inherits from now on":      {object{}, object{"use_inherited_settings": true}, []string{"GET metadata"}},
		"something else is changed": {object{"newer": true, "name": "x"}, object{"newer": true, "name": "y"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g, tf := ofVersion(t, "17.3.0")
			tf.plan("gitlabintegrations_dated", owner.with(test.prior), test.config.with(object{"project": "acme/web"}))
			expectRequests(t, g, test.asked...)
		})
	}
}

func TestDestroyNeedsNoVersion(t *testing.T) {
	g, tf := ofVersion(t, "18.9.0")
	prior := object{"id": "projects/acme/web", "project": "acme/web", "use_inherited_settings": false}
	plan := tf.planPrivate("gitlabintegrations_retired", prior, nil, []byte(knownRow))
	for _, diagnostic := range plan.diagnostics {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
			t.Error(describe(diagnostic))
		}
	}
	expectRequests(t, g)
}

// A setting that only older versions have is sent if it is configured, and once as null
// when it is removed from the configuration.
func TestSettingsOfOlderGitLabsAreSentOnlyIfConfigured(t *testing.T) {
	g, tf := ofVersion(t, "")
	owner := object{"project": "acme/web"}
	created, found := tf.change("gitlabintegrations_dated", nil, owner)
	expectNothing(t, found)
	for _, test := range []struct {
		config object
		want   any
		sent   bool
	}{{object{"older": "x"}, "x", true}, {owner, nil, true}, {object{"name": "y"}, nil, false}} {
		created, found = tf.change("gitlabintegrations_dated", created, test.config.with(owner))
		expectNothing(t, found)
		if value, sent := g.sent()["older"]; sent != test.sent || value != test.want {
			t.Errorf("with %v: sent %t, as %v", test.config, sent, value)
		}
	}
}
