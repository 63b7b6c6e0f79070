package integration_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// lamp is an integration with one setting of each kind.
var lamp = integration.Spec{
	Slug: "lamp",
	Parameters: []integration.Parameter{
		{Name: "url", Required: true, Check: noExclamation},
		{Name: "token", Required: true, Secret: true},
		{Name: "key", Secret: true},
		{Name: "color", Default: "white", OneOf: []string{"white", "red"}},
		{Name: "shade", DefaultFrom: "color"},
		{Name: "watts", Type: integration.Integer, Default: 40},
		{Name: "rooms", Type: integration.Strings},
		{Name: "label"},
		{Name: "old", Deprecated: "Use `label`."},
		{Name: "push_events", Type: integration.Bool, Default: true, TopLevel: true},
		{Name: "hidden", Hidden: true, Default: "x"},
	},
	Rules: []integration.Rule{
		{If: integration.Set("label"), Then: integration.Set("rooms"), Because: "A label is for rooms."},
		{If: integration.Is("color", "red"), Then: integration.Set("key"), Because: "Red is locked."},
	},
}

func noExclamation(value string) string {
	if strings.Contains(value, "!") {
		return "must not shout"
	}
	return ""
}

func TestConfigurationOf(t *testing.T) {
	type settings = map[string]any
	token := integration.SecretNames{Plain: "token", WriteOnly: "token_wo"}
	url := integration.Setting{Name: "url", Value: "u"}
	tests := map[string]struct {
		properties, fields settings
		want               integration.Configuration
	}{
		"defaults": {
			settings{"url": "u", "color": "white", "shade": "white", "watts": "40", "rooms": []any{}, "label": nil, "old": ""},
			settings{"push_events": true},
			integration.Configuration{Settings: []integration.Setting{url}, Secrets: []integration.SecretNames{token}},
		},
		"nothing shown": {
			settings{"url": "u"}, nil,
			integration.Configuration{Settings: []integration.Setting{url}, Secrets: []integration.SecretNames{token}},
		},
		"others, and a secret that GitLab shows": {
			settings{"url": "u", "token": "hidden", "color": "red", "shade": "red", "watts": "0", "rooms": "b,a", "label": "l", "old": "o"},
			settings{"push_events": "false"},
			integration.Configuration{
				Settings: []integration.Setting{
					url, {Name: "color", Value: "red"}, {Name: "watts", Value: int64(0)}, {Name: "rooms", Value: []string{"a", "b"}},
					{Name: "label", Value: "l"}, {Name: "old", Value: "o"}, {Name: "push_events", Value: false},
				},
				Secrets: []integration.SecretNames{token, {Plain: "key", WriteOnly: "key_wo"}},
			},
		},
		"inherited": {settings{"url": "u"}, settings{"inherited": true}, integration.Configuration{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := integration.ConfigurationOf(&lamp, &client.Integration{Fields: test.fields, Properties: test.properties})
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

// Settings that the validation rejects are omitted, and so are settings that require
// another one that GitLab does not return. If a required setting is omitted, no
// configuration is valid.
func TestConfigurationOfWhatIsRefused(t *testing.T) {
	tests := map[string]struct {
		properties map[string]any
		refused    []string
		fault      string
	}{
		"value":            {map[string]any{"url": "u", "color": "mauve", "shade": "mauve"}, []string{"color"}, ""},
		"line break":       {map[string]any{"url": "u", "old": "a\nb"}, []string{"old"}, ""},
		"rule":             {map[string]any{"url": "u", "label": "l"}, []string{"label"}, ""},
		"required":         {map[string]any{"url": "u!"}, nil, "`url` must not shout"},
		"required, absent": {map[string]any{"label": "l"}, []string{"label"}, "`url` is required"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := integration.ConfigurationOf(&lamp, &client.Integration{Properties: test.properties})
			var refused []string
			for _, each := range got.Refused {
				refused = append(refused, each.Name)
			}
			if !reflect.DeepEqual(refused, test.refused) {
				t.Errorf("refused are %v, want %v", got.Refused, test.refused)
			}
			if faults := strings.Join(got.Faults, " "); test.fault == "" && faults != "" || !strings.Contains(faults, test.fault) {
				t.Errorf("the faults are %q, want %q", faults, test.fault)
			}
		})
	}
}
