package integration_test

import (
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

const ruledType = "gitlabintegrations_ruled"

// ruled has a rule of every kind.
var ruled = integration.Spec{
	Slug: "ruled", Title: "Ruled",
	Parameters: []integration.Parameter{
		{Name: "method", Type: integration.Integer, Default: 0, OneOf: []string{"0", "1"}},
		{Name: "username"},
		{Name: "password", Secret: true},
		{Name: "visible", Type: integration.Bool, Default: false},
		{Name: "archive", Type: integration.Bool, Default: false},
		{Name: "copied_events", Type: integration.Bool, TopLevel: true, DefaultFrom: "visible"},
		{Name: "site", Default: "example.com"},
		{Name: "address"},
		{Name: "automatic", Type: integration.Bool, Default: false},
		{Name: "steps"},
		{Name: "keys", Type: integration.Strings},
		{Name: "enabled", Type: integration.Bool, Default: true},
	},
	Rules: []integration.Rule{
		{If: integration.Is("method", 1), Then: integration.Set("username"), Because: "Method 1 needs a name."},
		{If: integration.Set("username"), Then: integration.Set("password"), Because: "A name alone does not sign in."},
		{If: integration.Set("password"), Then: integration.Set("username"), Because: "A password belongs to a name."},
		{If: integration.Is("archive", true), Then: integration.Is("visible", true), Because: "There is nothing else to archive."},
		{If: integration.Unset("address"), Then: integration.Set("site"), Because: "It has to be somewhere."},
		{If: integration.Is("automatic", true), Then: integration.Unset("steps"), Because: "Automatic needs no steps."},
		{If: integration.Set("keys"), Then: integration.Is("enabled", true), Because: "Nobody reads the keys otherwise."},
	},
	Validate: validateName,
}

// validateName rejects a name that is equal to the address.
func validateName(planned integration.Planned) (setting, fault string) {
	name, known := planned("username")
	if address, _ := planned("address"); !known || name == nil || name != address {
		return "", ""
	}
	return "username", "must not be the address"
}

func validateRuled(t *testing.T) *terraform {
	t.Helper()
	return newTerraform(t, integration.NewServer(newInnerServer(nil), []integration.Spec{ruled}, unconfigured))
}

func TestRulesThatAreKept(t *testing.T) {
	tests := map[string]object{
		"nothing configured":              {},
		"name and password":               {"method": 1, "username": "bot", "password": "x"},
		"name and write-only":             {"method": 1, "username": "bot", "password_wo": "x"},
		"both conditions":                 {"archive": true, "visible": true},
		"address instead of site":         {"site": "", "address": "https://example.com"},
		"blank name":                      {"username": " "},
		"steps alone":                     {"steps": "1"},
		"automatic with no steps":         {"automatic": true, "steps": ""},
		"copy equal to the original":      {"visible": true, "copied_events": true},
		"copied from the default":         {"copied_events": false},
		"keys that are read":              {"keys": []string{"A"}},
		"empty keys":                      {"keys": []string{}, "enabled": false},
		"unknown condition":               {"method": unknown},
		"unknown required setting":        {"method": 1, "username": unknown, "password": unknown},
		"unknown write-only secret":       {"username": "bot", "password_wo": unknown},
		"unknown original":                {"visible": unknown, "copied_events": true},
		"unknown copy":                    {"visible": true, "copied_events": unknown},
		"unknown inheritance":             {"use_inherited_settings": unknown, "archive": true},
		"name of an imported integration": {"username": "bot"},
		"unknown for the function":        {"username": unknown, "password": "x", "address": unknown},
		"inherited":                       {"use_inherited_settings": true},
	}
	for name, config := range tests {
		t.Run(name, func(t *testing.T) {
			expectNothing(t, validateRuled(t).validate(ruledType, config.with(object{"project": "acme/web"})))
		})
	}
}

func TestRulesThatAreBroken(t *testing.T) {
	tests := map[string]struct {
		config    object
		attribute string
		words     string
	}{
		"missing":                    {object{"method": 1}, "username", "`username` must be set if `method` is `1`.\n\nMethod 1 needs a name."},
		"missing, but empty":         {object{"method": 1, "username": ""}, "username", "`username` must be set if `method` is `1`"},
		"missing, but whitespace":    {object{"method": 1, "username": " \u00a0"}, "username", "`username` must be set if `method` is `1`"},
		"secret of whitespace":       {object{"username": "bot", "password_wo": " "}, "password", "must be set if `username` is set"},
		"empty secret":               {object{"username": "bot", "password_wo": ""}, "password", "must be set if `username` is set"},
		"secret alone":               {object{"password_wo": "x"}, "username", "`username` must be set if `password` is set"},
		"default of another":         {object{"archive": true}, "visible", "`visible` must be `true` if `archive` is `true`"},
		"other value":                {object{"archive": true, "visible": false}, "visible", "`visible` must be `true`"},
		"no default left":            {object{"site": ""}, "site", "`site` must be set if `address` is not set"},
		"setting that must be unset": {object{"automatic": true, "steps": "1"}, "steps", "`steps` must not be set if `automatic` is `true`"},
		"list":                       {object{"keys": []string{"A"}, "enabled": false}, "enabled", "`enabled` must be `true` if `keys` is set"},
		"copy":                       {object{"visible": true, "copied_events": false}, "copied_events", "GitLab sets `copied_events` to the value of `visible`"},
		"function":                   {object{"username": "x", "address": "x", "password": "y"}, "username", "`username` must not be the address."},
		"copy of a default":          {object{"copied_events": true}, "copied_events", "GitLab sets `copied_events` to the value of `visible`"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := validateRuled(t).validate(ruledType, test.config.with(object{"project": "acme/web"}))
			expectError(t, found, test.attribute, test.words)
		})
	}
}
