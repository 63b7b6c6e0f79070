package integration_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

func TestValidConfigurations(t *testing.T) {
	tests := map[string]object{
		"minimal":                         minimal,
		"full":                            full,
		"group":                           minimal.with(object{"project": nil, "group": "acme/sub"}),
		"number of a project":             minimal.with(object{"project": "42"}),
		"inherited":                       {"project": "acme/web", "use_inherited_settings": true},
		"not inherited":                   minimal.with(object{"use_inherited_settings": false}),
		"unknown project":                 minimal.with(object{"project": unknown}),
		"unknown group and project":       minimal.with(object{"group": unknown}),
		"unknown project and group":       minimal.with(object{"project": unknown, "group": unknown}),
		"unknown inheritance":             {"project": "acme/web", "use_inherited_settings": unknown},
		"unknown inheritance, settings":   minimal.with(object{"use_inherited_settings": unknown, "username": "bot"}),
		"unknown setting and inheritance": {"project": "acme/web", "use_inherited_settings": true, "webhook": unknown, "labels": unknown},
		"unknown settings":                minimal.with(object{"webhook": unknown, "server_url": unknown, "branches": unknown, "priority": unknown, "labels": unknown, "pattern": unknown}),
		"empty set":                       minimal.with(object{"labels": []string{}}),
		"partly unknown set":              minimal.with(object{"labels": set(tftypes.NewValue(tftypes.String, tftypes.UnknownValue))}),
		"secret of an imported one":       {"project": "acme/web", "server_url": "https://chat.example"},
		"empty text":                      minimal.with(object{"username": "", "signing_key": "", "audience": "", "statuses": "", "pattern": ""}),
	}
	for name, config := range tests {
		t.Run(name, func(t *testing.T) { expectNothing(t, offline(t).validate(chatType, config)) })
	}
}

func set(elements ...tftypes.Value) tftypes.Value {
	return tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, elements)
}

func TestInvalidConfigurations(t *testing.T) {
	half := tftypes.NewValue(tftypes.Number, big.NewFloat(1.5))
	huge := tftypes.NewValue(tftypes.Number, big.NewFloat(1e30))
	tests := map[string]struct {
		config    object
		attribute string
		words     string
	}{
		"no owner":                         {minimal.with(object{"project": nil}), "", "Set `project` to the ID or full path of a project, or `group` to that of a group."},
		"both owners":                      {minimal.with(object{"group": "acme"}), "group", "Remove `project` or `group`"},
		"empty project":                    {minimal.with(object{"project": ""}), "project", `it is ""`},
		"slash before a project":           {minimal.with(object{"project": "/acme/web"}), "project", `it is "/acme/web"`},
		"slash after a project":            {minimal.with(object{"project": "acme/web/"}), "project", `it is "acme/web/"`},
		"space around a project":           {minimal.with(object{"project": " 42"}), "project", `it is " 42"`},
		"escaped project":                  {minimal.with(object{"project": "acme%2Fweb"}), "project", `it is "acme%2Fweb"`},
		"empty group":                      {minimal.with(object{"project": nil, "group": ""}), "group", `it is ""`},
		"missing setting":                  {minimal.with(object{"server_url": nil}), "server_url", "`server_url` is required"},
		"empty secret":                     {minimal.with(object{"webhook": ""}), "webhook", "`webhook` must not be empty"},
		"empty, though required":           {minimal.with(object{"server_url": ""}), "server_url", "`server_url` must not be empty"},
		"missing, and not inherited":       {minimal.with(object{"server_url": nil, "use_inherited_settings": false}), "server_url", "`server_url` is required"},
		"setting and inheritance":          {object{"project": "1", "use_inherited_settings": true, "username": "bot"}, "username", "has no effect while `use_inherited_settings` is `true`"},
		"required setting and inheritance": {object{"project": "1", "use_inherited_settings": true, "webhook": "x"}, "webhook", "has no effect"},
		"not one of":                       {minimal.with(object{"branches": "none"}), "branches", "`branches` must be one of `all`, `default`, `protected`."},
		"capital letter in one of":         {minimal.with(object{"branches": "All"}), "branches", "`protected`; it differs from one of them only in capital letters or spaces."},
		"spaces around one of":             {minimal.with(object{"branches": " all"}), "branches", "`protected`; it differs from one of them only in capital letters or spaces."},
		"number that is not one of":        {minimal.with(object{"priority": 3}), "priority", "must be one of `0`, `1`, `2`."},
		"half a number":                    {minimal.with(object{"thread": half}), "thread", "`thread` must be a whole number"},
		"half a number, one of":            {minimal.with(object{"priority": half}), "priority", "must be a whole number"},
		"huge number":                      {minimal.with(object{"thread": huge}), "thread", "must be a whole number"},
		"null in a set":                    {minimal.with(object{"labels": set(tftypes.NewValue(tftypes.String, nil))}), "labels", "must not contain null"},
		"not a URL":                        {minimal.with(object{"server_url": "chat.example"}), "server_url", "must begin with `https://` or `http://`"},
		"secret that is not a URL":         {minimal.with(object{"webhook": "ftp://hidden"}), "webhook", "must begin with `https://` or `http://`"},
		"not a regular expression":         {minimal.with(object{"pattern": "("}), "pattern", "must be a regular expression in RE2 syntax"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := offline(t).validate(chatType, test.config)
			expectError(t, found, test.attribute, test.words)
			if len(found) == 1 && strings.Contains(describe(found[0]), "hidden") {
				t.Errorf("the diagnostic shows a secret: %s", describe(found[0]))
			}
		})
	}
}

func TestValidateFindsEveryFault(t *testing.T) {
	found := offline(t).validate(chatType, object{"branches": "none", "pattern": "("})
	var got []string
	for _, diagnostic := range found {
		got = append(got, diagnostic.Summary)
	}
	want := []string{"Missing project or group", "Missing server_url", "Invalid branches", "Invalid pattern"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A sensitive value can be in any setting, and the provider cannot see that it is
// sensitive.
func TestValidateNeverShowsAValue(t *testing.T) {
	for _, setting := range []string{"server_url", "branches", "pattern", "username", "statuses"} {
		for _, value := range []string{"(hidden", "hidden\n", " hidden", "hidden\x00", "\ufeffhidden"} {
			for _, diagnostic := range offline(t).validate(chatType, minimal.with(object{setting: value})) {
				if strings.Contains(describe(diagnostic), "hidden") {
					t.Errorf("the diagnostic shows the value: %s", describe(diagnostic))
				}
			}
		}
	}
}

func TestValidateNeverShowsASecret(t *testing.T) {
	spec := integration.Spec{Slug: "vault", Title: "Vault", Parameters: []integration.Parameter{
		{Name: "key", Secret: true, OneOf: []string{"one", "two"}},
	}}
	tf := newTerraform(t, integration.NewServer(newInnerServer(nil), []integration.Spec{spec}, unconfigured))
	found := tf.validate("gitlabintegrations_vault", object{"project": "1", "key": "hidden"})
	expectError(t, found, "key", "must be one of `one`, `two`")
	if strings.Contains(fmt.Sprint(found[0].Summary, found[0].Detail), "hidden") {
		t.Errorf("the diagnostic shows the secret: %s", describe(found[0]))
	}
}

// If a type has only one kind of owner, the schema requires it, and Terraform itself
// checks that.
func TestValidateOfTypesWithOneKindOfOwner(t *testing.T) {
	tf := offline(t)
	expectNothing(t, tf.validate(storeType, object{"project": "1", "key_id": "a"}))
	expectNothing(t, tf.validate(trackerType, object{"group": "1", "url": "a"}))
	expectError(t, tf.validate(trackerType, object{"group": "/", "url": "a"}), "group", `it is "/"`)
}

func TestValidateDataSource(t *testing.T) {
	tests := map[string]struct {
		config           object
		attribute, words string
	}{
		"project":     {object{"project": "acme/web"}, "", ""},
		"group":       {object{"group": "acme"}, "", ""},
		"unknown":     {object{"group": unknown}, "", ""},
		"no owner":    {object{}, "", "Set `project` to the ID or full path of a project, or `group` to that of a group."},
		"both owners": {object{"project": "1", "group": "2"}, "group", "Remove `project` or `group`"},
		"empty":       {object{"project": ""}, "project", `it is ""`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			tf := offline(t)
			resp, err := tf.server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
				TypeName: chatType, Config: encode(t, tf.schemas.DataSourceSchemas[chatType], test.config)})
			tf.noError(err)
			if test.words == "" {
				expectNothing(t, resp.Diagnostics)
			} else {
				expectError(t, resp.Diagnostics, test.attribute, test.words)
			}
		})
	}
}
