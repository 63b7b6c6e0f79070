package integration_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

// settingsObject is the attribute settings as an object.
func settingsObject(settings object) tftypes.Value {
	types, values := map[string]tftypes.Type{}, map[string]tftypes.Value{}
	for name, value := range settings {
		types[name] = tftypes.String
		switch value := value.(type) {
		case bool:
			types[name] = tftypes.Bool
		case int:
			types[name] = tftypes.Number
		case []string:
			types[name] = tftypes.List{ElementType: tftypes.String}
		case tftypes.Value:
			types[name] = value.Type()
		}
		values[name] = encodeAttribute(types[name], value)
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, values)
}

// secretsMap is the attribute secrets_wo.
func secretsMap(secrets object) tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, value := range secrets {
		values[name] = encodeAttribute(tftypes.String, value)
	}
	return tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, values)
}

// validateCustom returns what the validation says about the values of a custom
// integration, apart from its own resource.
func validateCustom(t *testing.T, provider func() *integration.Provider, slug string, settings, secrets object) (found []*tfprotov6.Diagnostic) {
	t.Helper()
	tf := newTerraform(t, integration.NewServer(newInnerServer(nil), resources.All, provider))
	config := object{"project": "1", "slug": slug, "settings": settingsObject(settings)}
	if secrets != nil {
		config["secrets_wo"] = secretsMap(secrets)
	}
	for _, diagnostic := range tf.validate(customType, config) {
		if on(diagnostic) != "slug" {
			found = append(found, diagnostic)
		}
	}
	return found
}

func TestCustomValues(t *testing.T) {
	const (
		inSettings = `AttributeName("settings").ElementKeyString("`
		inSecrets  = `AttributeName("secrets_wo").ElementKeyString("`
		lineBreak  = "must not begin or end with a line break. A file usually ends with one: read it with `trimspace(file(\"…\"))`."
		perhaps    = " begins or ends with a line break. A file usually ends with one. Unless the setting is a text of several lines, read it with `trimspace(file(\"…\"))`."
	)
	tests := map[string]struct {
		slug              string
		settings, secrets object
		path, words       string
		isError           bool
	}{
		"secret from a file":             {"buildkite", nil, object{"token": "hidden\n"}, inSecrets + `token")`, "`token` in `secrets_wo` " + lineBreak, true},
		"secret in settings":             {"asana", object{"api_key": "hidden\r\n"}, nil, inSettings + `api_key")`, "`api_key` in `settings` " + lineBreak, true},
		"null character":                 {"other-chat", object{"note": "hidden\x00"}, nil, inSettings + `note")`, "`note` in `settings` must not contain the null character.", true},
		"byte order mark":                {"other-chat", nil, object{"token": "\ufeffhidden"}, inSecrets + `token")`, "`token` in `secrets_wo` must not begin with a byte order mark", true},
		"byte order mark in a text":      {"pushover", object{"device": "\ufeffhidden"}, nil, inSettings + `device")`, "`device` in `settings` must not begin with a byte order mark", false},
		"line break in a text":           {"jenkins", object{"project_name": "hidden\n"}, nil, inSettings + `project_name")`, "`project_name` in `settings` " + lineBreak, false},
		"project of Jenkins":             {"jenkins", object{"project_name": "hidden project"}, nil, inSettings + `project_name")`, "such as `My%20Project` for `My Project`", false},
		"secret that is empty":           {"squash-tm", nil, object{"token": ""}, inSecrets + `token")`, "`token` in `secrets_wo` must not be empty: leave it out if there is none.", false},
		"address":                        {"bamboo", object{"bamboo_url": "ftp://hidden.example"}, nil, inSettings + `bamboo_url")`, "must begin with `https://` or `http://`", false},
		"enumeration":                    {"matrix", object{"branches_to_be_notified": "hidden"}, nil, inSettings + `branches_to_be_notified")`, "must be one of `all`, `default`", false},
		"number":                         {"telegram", object{"thread": "hidden"}, nil, inSettings + `thread")`, "`thread` in `settings` must be a whole number.", false},
		"whitespace that GitLab removes": {"datadog", object{"datadog_env": " hidden"}, nil, inSettings + `datadog_env")`, "`datadog_env` in `settings` begins or ends with whitespace. If that is not intended, remove it with `trimspace()`.", false},
		"whitespace that GitLab keeps":   {"pushover", object{"device": " hidden"}, nil, inSettings + `device")`, "which GitLab keeps as part of the value", false},
		"element of a list":              {"jira", object{"project_keys": []string{"A", "hidden\n"}}, nil, inSettings + `project_keys")`, "`project_keys` in `settings` has an element that " + lineBreak, false},
		"unknown integration, file":      {"other-chat", nil, object{"token": "hidden\n"}, inSecrets + `token")`, "`token` in `secrets_wo`" + perhaps, false},
		"unknown setting, file":          {"slack", object{"new_setting": "hidden\n"}, nil, inSettings + `new_setting")`, "`new_setting` in `settings`" + perhaps, false},
		"unknown integration, space":     {"other-chat", object{"note": "hidden "}, nil, inSettings + `note")`, "`note` in `settings` begins or ends with whitespace. If that is not intended, remove it with `trimspace()`.", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			provider := configuredWith(newClient(t, "http://gitlab.invalid"))
			found := validateCustom(t, provider, test.slug, test.settings, test.secrets)
			if len(found) != 1 || (found[0].Severity == tfprotov6.DiagnosticSeverityError) != test.isError || found[0].Attribute.String() != test.path {
				t.Fatalf("got %v, want one on %s", found, test.path)
			}
			expectWords(t, found[0], test.words)
			showsNothingHidden(t, found)
			before := validateCustom(t, unconfigured, test.slug, test.settings, test.secrets)
			if (len(before) == 1) != test.isError {
				t.Errorf("before the provider is configured: %v", before)
			}
		})
	}
}

func TestCustomValuesThatAreTaken(t *testing.T) {
	key := "-----BEGIN PRIVATE KEY-----\nhidden\n-----END PRIVATE KEY-----\n"
	null, unknownText := tftypes.NewValue(tftypes.String, nil), tftypes.NewValue(tftypes.String, unknown)
	for name, test := range map[string]struct {
		slug              string
		settings, secrets object
	}{
		"valid values":        {"jenkins", object{"jenkins_url": "https://j.example", "project_name": "My%20Project", "push_events": true}, object{"password": "hidden"}},
		"other spellings":     {"telegram", object{"thread": "12", "push_events": "1", "room": 5}, nil},
		"null and unknown":    {"jenkins", object{"project_name": null, "jenkins_url": unknownText}, object{"password": unknown}},
		"list as text":        {"jira", object{"project_keys": "A,B"}, nil},
		"empty list":          {"jira", object{"project_keys": []string{}}, nil},
		"text of lines":       {"datadog", object{"datadog_tags": "a:1\nb:2\n"}, nil},
		"key":                 {"apple-app-store", nil, object{"app_store_private_key": key}},
		"unknown integration": {"other-chat", object{"note": "a b", "list": []string{"a"}, "text": "a\nb\n", "empty": "", "on": false, "number": 1}, object{"key": key}},
	} {
		t.Run(name, func(t *testing.T) {
			expectNothing(t, validateCustom(t, configuredWith(newClient(t, "http://gitlab.invalid")), test.slug, test.settings, test.secrets))
		})
	}
}
