package gitlabfake_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// GitLab returns 404 for an integration that was never set up.
func TestNeverSetUp(t *testing.T) {
	a := newAPI(t)
	a.refused(404, "404 Integration Not Found", "GET", webSlack, nil)
	a.refused(404, "404 Integration Not Found", "DELETE", webSlack, nil)
}

// The response has all keys of the current generation, whatever the integration
// supports, and properties in their own types.
func TestEntity(t *testing.T) {
	a := newAPI(t)
	created := a.put("projects/acme%2Fweb/integrations/irker", object{"recipients": "irc://irc.example.com/#dev", "server_port": 6667})
	for _, key := range []string{
		"id", "title", "slug", "created_at", "updated_at", "active", "inherited", "properties",
		"alert_events", "comment_on_event_enabled", "commit_events", "confidential_issues_events",
		"confidential_note_events", "deployment_events", "incident_events", "issues_events", "job_events",
		"merge_requests_events", "note_events", "pipeline_events", "push_events", "tag_push_events",
		"vulnerability_events", "wiki_page_events",
	} {
		if _, present := created[key]; !present {
			t.Errorf("the response lacks %s", key)
		}
	}
	expect(t, created, object{"slug": "irker", "active": true, "inherited": false, "push_events": true, "deployment_events": false})
	want := object{
		"recipients": "irc://irc.example.com/#dev", "server_port": 6667.0,
		"server_host": nil, "default_irc_uri": nil, "colorize_messages": nil,
	}
	if got := properties(created); !reflect.DeepEqual(got, want) {
		t.Errorf("properties %v, want %v", got, want)
	}
	if read := a.get("projects/acme%2Fweb/integrations/irker"); !reflect.DeepEqual(read, created) {
		t.Errorf("GET returned %v, PUT returned %v", read, created)
	}
}

func TestTimesMoveForward(t *testing.T) {
	a := newAPI(t)
	last := ""
	for range 3 {
		answer := a.put(webSlack, slack)
		updated := answer["updated_at"].(string)
		if _, err := time.Parse("2006-01-02T15:04:05.000Z", updated); err != nil || updated <= last {
			t.Errorf("updated_at %s after %s (%v)", updated, last, err)
		}
		if last != "" && answer["created_at"] == updated {
			t.Error("created_at changed")
		}
		last = updated
	}
}

// GitLab ignores, requires, converts or refuses parameters.
func TestParameters(t *testing.T) {
	const web = "projects/acme%2Fweb/integrations/"
	tests := map[string]struct {
		slug     string
		settings object
		words    string
	}{
		"required by presence": {"bamboo", object{"username": "u"}, "bamboo_url is missing, build_key is missing, password is missing"},
		"in every request":     {"slack", object{"use_inherited_settings": true}, "webhook is missing"},
		"boolean":              {"slack", with(slack, object{"push_events": "maybe"}), "push_events is invalid"},
		"integer":              {"irker", object{"recipients": "#a", "server_port": "many"}, "server_port is invalid"},
		"string":               {"slack", with(slack, object{"channel": []string{"a"}}), "channel is invalid"},
		"list":                 {"jira", with(jira, object{"project_keys": "A"}), "project_keys is invalid"},
		"inheritance":          {"slack", with(slack, object{"use_inherited_settings": "maybe"}), "use_inherited_settings is invalid"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			newAPI(t).refused(400, test.words, "PUT", web+test.slug, test.settings)
		})
	}
}

func TestCoercion(t *testing.T) {
	a := newAPI(t)
	answer := a.put(webSlack, with(slack, object{
		"channel": 12, "username": true, "push_events": "0", "issues_events": 1, "wiki_page_events": "",
		"active": false, "color": "red", "labels_to_be_notified": nil, "push_channel": "",
	}))
	expect(t, answer, object{"active": true, "push_events": false, "issues_events": true, "wiki_page_events": nil})
	expect(t, properties(answer), object{
		"channel": "12", "username": "true", "labels_to_be_notified": nil, "push_channel": "",
	})
	if _, kept := a.stored("slack").Settings["color"]; kept {
		t.Error("an unknown parameter was stored")
	}
	irker := a.put("projects/acme%2Fweb/integrations/irker", object{"recipients": "irc://irc.example.com/#a", "server_port": "6667"})
	expect(t, properties(irker), object{"server_port": 6667.0})
}

// GitLab returns numbers as strings if it declares them as strings.
func TestNumbersThatAreText(t *testing.T) {
	a := newAPI(t)
	answer := a.put("projects/acme%2Fweb/integrations/telegram", object{"token": "t", "room": "r", "thread": 7})
	expect(t, properties(answer), object{"thread": "7"})
}

// A partial update keeps the other settings, and always activates the integration.
func TestPartialUpdate(t *testing.T) {
	a := newAPI(t)
	first := a.put(webSlack, with(slack, object{"channel": "#a", "push_events": false}))
	a.Disable("projects/acme/web", "slack")
	second := a.put(webSlack, with(slack, object{"username": "bot"}))
	expect(t, second, object{"id": first["id"], "active": true, "push_events": false})
	expect(t, properties(second), object{"channel": "#a", "username": "bot"})
}

// Only new records get defaults. A DELETE keeps the record and its event flags.
func TestDelete(t *testing.T) {
	a := newAPI(t)
	created := a.put(webSlack, with(slack, object{
		"push_events": false, "channel": "#a", "notify_only_when_pipeline_status_changes": true,
	}))
	expect(t, properties(created), object{"branches_to_be_notified": "default", "notify_only_broken_pipelines": true})
	a.delete(webSlack)

	deleted := a.get(webSlack)
	expect(t, deleted, object{"id": created["id"], "active": false, "push_events": false, "created_at": created["created_at"]})
	expect(t, properties(deleted), object{
		"channel": nil, "branches_to_be_notified": nil, "notify_only_broken_pipelines": nil, "labels_to_be_notified_behavior": nil,
	})
	expect(t, a.stored("slack").Settings, object{
		"webhook": nil, "notify_only_when_pipeline_status_changes": true,
	})
	again := a.put(webSlack, slack)
	expect(t, again, object{"active": true, "push_events": false})
	expect(t, properties(again), object{"branches_to_be_notified": nil, "notify_only_broken_pipelines": nil})
}

// A DELETE resets settings that have a column of their own to the default of the
// column.
func TestDeleteResetsColumns(t *testing.T) {
	a := newAPI(t)
	a.put(webJira, with(jira, object{
		"issues_enabled": true, "project_keys": []string{"A"}, "jira_auth_type": 1, "jira_issue_regex": "A-.*", "commit_events": false,
	}))
	a.delete(webJira)
	deleted := a.get(webJira)
	expect(t, deleted, object{"commit_events": false})
	expect(t, properties(deleted), object{
		"issues_enabled": false, "project_keys": []any{}, "jira_auth_type": 0.0, "jira_issue_regex": nil, "url": nil,
		"jira_allowed_statuses_as_string": "",
	})
}

// GitLab restores the defaults of some settings whenever it loads the record.
func TestDefaultsOfEveryLoad(t *testing.T) {
	tests := map[string]struct {
		settings object
		name     string
		value    any
	}{
		"apple-app-store": {appleAppStore, "app_store_protected_refs", true},
		"google-play":     {googlePlay, "google_play_protected_refs", true},
		"emails-on-push":  {object{"recipients": "a@example.com"}, "branches_to_be_notified", "all"},
	}
	for slug, test := range tests {
		t.Run(slug, func(t *testing.T) {
			a := newAPI(t)
			path := "projects/acme%2Fweb/integrations/" + slug
			a.put(path, test.settings)
			a.delete(path)
			expect(t, properties(a.get(path)), object{test.name: test.value})
		})
	}
}

// Drone and TeamCity do not store the default of this setting.
func TestVerificationThatIsComputed(t *testing.T) {
	tests := map[string]struct {
		slug     string
		settings object
		want     bool
	}{
		"drone":               {"drone-ci", object{"drone_url": "https://drone.example.com", "token": "t"}, false},
		"drone by its vendor": {"drone-ci", object{"drone_url": "https://cloud.drone.io", "token": "t"}, true},
		"teamcity": {"teamcity", object{
			"teamcity_url": "https://ci.example.com", "build_type": "b", "username": "u", "password": "p",
		}, false},
		"teamcity, explicit": {"teamcity", object{
			"teamcity_url": "https://ci.example.com", "build_type": "b", "username": "u", "password": "p", "enable_ssl_verification": true,
		}, true},
		"bamboo stores it": {"bamboo", object{
			"bamboo_url": "https://ci.example.com", "build_key": "b", "username": "u", "password": "p",
		}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			answer := a.put("projects/acme%2Fweb/integrations/"+test.slug, test.settings)
			expect(t, properties(answer), object{"enable_ssl_verification": test.want})
		})
	}
}

func TestBuildkiteIgnoresVerification(t *testing.T) {
	const buildkite = "projects/acme%2Fweb/integrations/buildkite"
	a := newAPI(t)
	answer := a.put(buildkite, object{
		"project_url": "https://buildkite.com/a/b", "token": "t", "enable_ssl_verification": false,
	})
	expect(t, properties(answer), object{"enable_ssl_verification": true})
	a.delete(buildkite)
	expect(t, properties(a.get(buildkite)), object{"enable_ssl_verification": true})
}

// Responses do not contain secrets, except those that GitLab does not protect.
func TestSecretsAreNotAnswered(t *testing.T) {
	a := newAPI(t)
	slackAnswer := properties(a.put(webSlack, slack))
	discord := properties(a.put("projects/acme%2Fweb/integrations/discord", with(slack, object{
		"webhook": "https://discord.com/api/1", "push_channel": "https://discord.com/api/2",
	})))
	for name, answer := range map[string]object{"webhook": slackAnswer, "push_channel": discord} {
		if value, shown := answer[name]; shown {
			t.Errorf("the response contains %s: %v", name, value)
		}
	}
	if _, shown := slackAnswer["notify_only_when_pipeline_status_changes"]; shown {
		t.Error("the response contains a setting behind a feature flag")
	}
	google := a.put("projects/acme%2Fweb/integrations/google-play", googlePlay)
	expect(t, properties(google), object{"service_account_key": googlePlay["service_account_key"]})
	expect(t, a.stored("slack").Settings, slack)
}

// GitLab normalises some values before it returns them.
func TestNormalizedAnswers(t *testing.T) {
	a := newAPI(t)
	answer := properties(a.put(webJira, with(jira, object{
		"url": "https://jira.example.com//", "api_url": "https://api.example.com/",
		"project_keys": []string{" A", "", "B", "A"}, "jira_allowed_statuses_as_string": "Done, ,Open,Done",
	})))
	expect(t, answer, object{
		"url": "https://jira.example.com/", "api_url": "https://api.example.com",
		"project_keys": []any{"A", "B"}, "jira_allowed_statuses_as_string": "Done,Open",
	})
	answer = properties(a.put(webJira, with(jira, object{"project_keys": nil, "jira_allowed_statuses_as_string": nil})))
	expect(t, answer, object{"project_keys": []any{}, "jira_allowed_statuses_as_string": ""})

	channels := properties(a.put(webSlack, with(slack, object{"issue_channel": "#i", "note_channel": "#n", "confidential_note_channel": "#c"})))
	expect(t, channels, object{"confidential_issue_channel": "#i", "confidential_note_channel": "#c"})
}

// If an address changes, GitLab clears the passwords that the request does not contain.
func TestSecretReset(t *testing.T) {
	login := with(jenkins, object{"username": "bot", "password": "secret"})
	moved := object{"jenkins_url": "https://new.example.com", "project_name": "web"}
	tests := map[string]struct {
		settings, password any
	}{
		"unchanged address":                {jenkins, "secret"},
		"password sent again":              {with(moved, object{"password": "secret"}), "secret"},
		"changed address without password": {with(moved, object{"username": nil}), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			a.put(webJenkins, login)
			a.want(200, "PUT", webJenkins, test.settings)
			expect(t, a.stored("jenkins").Settings, object{"password": test.password})
		})
	}
	t.Run("refused if the password is required", func(t *testing.T) {
		a := newAPI(t)
		a.put(webJenkins, login)
		a.refused(400, `Failed to update integration. {:password=>["can't be blank"]}`, "PUT", webJenkins, moved)
		expect(t, a.stored("jenkins").Settings, login)
	})
}

// The models refuse invalid values.
func TestValidation(t *testing.T) {
	const web = "projects/acme%2Fweb/integrations/"
	tests := map[string]struct {
		slug     string
		settings object
		reasons  string
	}{
		"null":         {"slack", object{"webhook": nil}, `:webhook=>["can't be blank", "must be a valid URL"]`},
		"blank":        {"slack", object{"webhook": " "}, `:webhook=>["can't be blank", "must be a valid URL"]`},
		"several":      {"jira", object{"url": "", "password": nil}, `:url=>["must be a valid URL", "can't be blank"], :username=>["can't be blank"], :password=>["can't be blank"]`},
		"no user":      {"jira", object{"url": "https://jira.example.com", "password": "p", "jira_auth_type": 0}, `:username=>["can't be blank"]`},
		"no URL":       {"slack", object{"webhook": "http://%"}, `:webhook=>["is blocked: Hostname or IP address invalid"]`},
		"no scheme":    {"slack", object{"webhook": "hooks"}, `:webhook=>["is blocked: Only allowed schemes are http, https"]`},
		"other scheme": {"slack", object{"webhook": "ftp://x"}, `:webhook=>["is blocked: Only allowed schemes are http, https"]`},
		"datadog site": {"datadog", object{"api_key": "k", "datadog_site": nil}, `:datadog_site=>["can't be blank"], :api_url=>["can't be blank"]`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			a.refused(400, "Failed to update integration. {"+test.reasons+"}", "PUT", web+test.slug, test.settings)
			a.refused(404, "404 Integration Not Found", "GET", web+test.slug, nil)
		})
	}
}

func TestJiraNeedsNoUsernameForAToken(t *testing.T) {
	newAPI(t).put(webJira, object{"url": "https://jira.example.com", "password": "p", "jira_auth_type": 1})
}

// A project can have only one active integration of each of these kinds.
func TestExclusiveKinds(t *testing.T) {
	a := newAPI(t)
	const clickup = "/integrations/clickup"
	tracker := object{"project_url": "https://example.com", "issues_url": "https://example.com/:id"}
	a.put(webJira, jira)
	a.refused(400, `Failed to update integration. {:base=>["Another issue tracker is already in use. `+
		`Only one issue tracker service can be active at a time"]}`, "PUT", "projects/acme%2Fweb"+clickup, tracker)
	a.put("projects/acme%2Fapi"+clickup, tracker)
	a.put(webJira, jira)
	a.delete(webJira)
	a.put("projects/acme%2Fweb"+clickup, tracker)

	a.put("groups/acme/integrations/jira", jira)
	a.put("groups/acme"+clickup, tracker)
}

// GitLab names the other tracker before the settings that it refuses, but after texts that
// are too long for the separate table.
func TestOtherTrackerIsNamedFirst(t *testing.T) {
	a := newAPI(t)
	a.put(webJira, jira)
	tracker := object{"project_url": "https://example.com/" + strings.Repeat("x", 2048), "issues_url": ""}
	a.refused(400, `Failed to update integration. {:"issue_tracker_data.project_url"=>["is too long (maximum is 2048 characters)"], `+
		`:base=>["Another issue tracker is already in use. Only one issue tracker service can be active at a time"], `+
		`:issues_url=>["can't be blank", "must be a valid URL"]}`, "PUT", "projects/acme%2Fweb/integrations/clickup", tracker)
}

// GitLab declares these parameters but cannot store them.
func TestUnusableEvents(t *testing.T) {
	a := newAPI(t)
	a.refused(500, "500 Internal Server Error", "PUT", webSlack, with(slack, object{"work_item_events": true}))
	a.refused(404, "404 Integration Not Found", "GET", webSlack, nil)
}

// The events of Datadog depend on its visibility setting.
func TestDatadogForcesItsEvents(t *testing.T) {
	a := newAPI(t)
	const datadog = "projects/acme%2Fweb/integrations/datadog"
	answer := a.put(datadog, object{"api_key": "k", "pipeline_events": true})
	expect(t, answer, object{"pipeline_events": false, "job_events": false})
	expect(t, properties(answer), object{"datadog_site": "datadoghq.com", "datadog_ci_visibility": false, "archive_trace_events": false})
	answer = a.put(datadog, object{"api_key": "k", "datadog_ci_visibility": true, "pipeline_events": false, "archive_trace_events": true})
	expect(t, answer, object{"pipeline_events": true, "job_events": true})
	a.delete(datadog)
	expect(t, properties(a.get(datadog)), object{"datadog_site": "datadoghq.com", "datadog_ci_visibility": false, "archive_trace_events": false})
}

// These integrations are created by the installation of an app.
func TestInstalledApps(t *testing.T) {
	tests := map[string]struct {
		slug, title  string
		deleteStatus int
	}{
		"slack app": {"gitlab-slack-application", "GitLab for Slack app", 204},
		"jira app":  {"jira-cloud-app", "GitLab for Jira Cloud app", 422},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			path := "projects/acme%2Fweb/integrations/" + test.slug
			a.refused(422, "You cannot create the "+test.title+" integration from the API", "PUT", path, object{})
			a.refused(404, "404 Integration Not Found", "DELETE", path, nil)
			a.SetUp("projects/acme/web", test.slug, nil)
			expect(t, a.put(path, object{}), object{"active": true})
			a.Disable("projects/acme/web", test.slug)
			expect(t, a.put(path, object{}), object{"active": false})
			a.want(test.deleteStatus, "DELETE", path, nil)
		})
	}
}

func TestSlackAppShowsNothingWhileInactive(t *testing.T) {
	a := newAPI(t)
	const path = "projects/acme%2Fweb/integrations/gitlab-slack-application"
	a.SetUp("projects/acme/web", "gitlab-slack-application", object{"channel": "#a"})
	expect(t, properties(a.get(path)), object{"channel": "#a"})
	a.delete(path)
	expect(t, a.get(path), object{"active": false, "properties": object{}})
}

// Some integrations are for projects only, others for groups only.
func TestScopes(t *testing.T) {
	a := newAPI(t)
	zentao := object{"url": "https://z.example.com", "api_token": "t", "zentao_product_xid": "1"}
	const onProject, onGroup = "projects/acme%2Fweb/integrations/zentao", "groups/acme/integrations/zentao"
	a.refused(400, "400 Integration not available", "PUT", onProject, zentao)
	a.refused(404, "404 Integration Not Found", "GET", onProject, nil)
	a.refused(404, "404 Integration Not Found", "DELETE", onProject, nil)
	a.put(onGroup, zentao)
	a.refused(404, "404 Integration Not Found", "GET", onProject, nil)
	for _, method := range []string{"PUT", "GET", "DELETE"} {
		a.refused(400, "400 Integration not available", method, "groups/acme/integrations/jenkins", jenkins)
	}
}

// The list contains only active integrations.
func TestList(t *testing.T) {
	a := newAPI(t)
	a.put(webSlack, slack)
	a.put(webJenkins, jenkins)
	a.put(webJira, jira)
	a.delete(webJenkins)
	for _, path := range []string{"projects/acme%2Fweb/integrations", "projects/acme%2Fweb/services"} {
		status, text := a.raw("GET", path, nil)
		var list []object
		if err := json.Unmarshal([]byte(text), &list); err != nil || status != 200 {
			t.Fatalf("%d %s: %v", status, text, err)
		}
		slugs := []string{}
		for _, entity := range list {
			slugs = append(slugs, entity["slug"].(string))
			if _, shown := entity["properties"]; shown {
				t.Errorf("the list contains properties of %s", entity["slug"])
			}
			expect(t, entity, object{"active": true, "inherited": false, "push_events": true})
		}
		if !slices.Equal(slugs, []string{"slack", "jira"}) {
			t.Errorf("%s lists %v", path, slugs)
		}
	}
	if _, text := a.raw("GET", "projects/acme%2Fapi/integrations", nil); text != "[]\n" {
		t.Errorf("empty list: %s", text)
	}
}
