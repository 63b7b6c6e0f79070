package integration_test

import (
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/check"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

const (
	chatType      = "gitlabintegrations_team_chat"
	storeType     = "gitlabintegrations_app_store"
	trackerType   = "gitlabintegrations_tracker"
	installedType = "gitlabintegrations_installed_app"
	personalType  = "gitlabintegrations_personal_app"
)

// chat has every type of setting and every kind of rule.
var chat = integration.Spec{
	Slug: "team-chat", Title: "Team chat", Summary: "Posts to a chat.",
	Parameters: []integration.Parameter{
		{Name: "webhook", Required: true, Secret: true, Check: check.OfFormat("http_url")},
		{Name: "signing_key", Secret: true},
		{Name: "relay_token", Secret: true, Presence: true},
		{Name: "server_url", Required: true, Check: check.OfFormat("http_url"), Normalize: integration.TrailingSlash},
		{Name: "audience", Presence: true},
		{Name: "username"},
		{Name: "branches", Default: "default", OneOf: []string{"all", "default", "protected"}},
		{Name: "priority", Type: integration.Integer, Default: 0, OneOf: []string{"0", "1", "2"}},
		{Name: "thread", Type: integration.Integer},
		{Name: "labels", Type: integration.Strings, Default: []string{}, Normalize: integration.Trim},
		{Name: "only_broken", Type: integration.Bool, Default: true},
		{Name: "old_flag", Type: integration.Bool},
		{Name: "push_events", Type: integration.Bool, TopLevel: true, Default: true},
		{Name: "job_events", Type: integration.Bool, TopLevel: true, DefaultFrom: "only_broken"},
		{Name: "hidden_flag", Type: integration.Bool, Hidden: true, Default: false},
		{Name: "issue_channel"},
		{Name: "confidential_issue_channel", FallsBackTo: "issue_channel"},
		{Name: "verify_tls", Type: integration.Bool, Default: true, AlwaysAnswered: true},
		{Name: "statuses", Normalize: integration.CommaList},
		{Name: "pattern", Check: check.OfFormat("regexp")},
	},
	MainProvider: integration.MainProvider{Names: []string{"chat", "old_chat"}, Translated: []integration.Translation{
		{From: "push_event", To: "push_events"},
		{From: "only_default", To: "branches", Values: map[string]string{"true": "default", "false": "all"}},
	}},
}

// personal is an integration that only a person can install.
var personal = integration.Spec{
	Slug: "personal-app", Title: "Personal app", Install: "Have a person install it.",
	Parameters: []integration.Parameter{{Name: "channel"}},
}

var specs = []integration.Spec{
	chat,
	{Slug: "app-store", Title: "App store", Scope: integration.ProjectOnly,
		Parameters: []integration.Parameter{{Name: "key_id", Required: true}}},
	{Slug: "tracker", Title: "Tracker", Scope: integration.GroupOnly,
		Parameters: []integration.Parameter{{Name: "url", Required: true}, {Name: "title", Hidden: true}}},
	{Slug: "installed-app", Title: "Installed app", Undeletable: true,
		Install:    "Install it on the page of the app.",
		Parameters: []integration.Parameter{{Name: "channel"}, {Name: "push_events", Type: integration.Bool, TopLevel: true, Default: true}}},
	personal,
}

// minimal and full are configurations of chat. full sets every attribute.
var (
	minimal = object{"project": "acme/web", "webhook": "https://chat.example/hook", "server_url": "https://chat.example"}
	full    = object{
		"project": "acme/web", "webhook": "https://chat.example/hook", "signing_key": "sign", "relay_token": "relay",
		"server_url": "https://chat.example/", "audience": "staff", "username": "bot", "branches": "all", "priority": 2,
		"thread": 123, "labels": []string{"b", "a"}, "only_broken": false, "old_flag": true, "push_events": false,
		"job_events": false, "hidden_flag": true, "issue_channel": "general", "confidential_issue_channel": "staff",
		"verify_tls": false, "statuses": "open, closed", "pattern": "^A-[0-9]+$",
	}
	// defaults are the attributes that a plan adds to minimal.
	defaults = object{
		"id": "projects/acme/web", "use_inherited_settings": false, "branches": "default", "priority": 0,
		"labels": []string{}, "only_broken": true, "push_events": true, "job_events": true, "hidden_flag": false, "verify_tls": true,
	}
)

// lostSecret is in the state instead of a secret that GitLab may no longer have.
const lostSecret = "\ufeffunknown"

// storedPrivate is a private state with everything that an apply stores.
const storedPrivate = `{"salt":"c2FsdA==","secrets":{"signing_key":{"version":1,"mac":"bWFj"}}}`

func TestFullLeavesNothingOut(t *testing.T) {
	for _, name := range names(&chat) {
		if _, given := full[name]; !given {
			t.Errorf("full lacks %s", name)
		}
	}
}
