package gitlabfake_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// newAPIOf is like newAPI, for a release of GitLab.
func newAPIOf(t *testing.T, version string) api {
	t.Helper()
	a := newAPI(t)
	a.Version = version
	return a
}

const (
	service = "projects/acme%2Fweb/services/"
	none    = "404 Not Found"
)

// Each generation has its own routes. All other paths have the response of a missing
// route.
func TestRoutesOfGenerations(t *testing.T) {
	const list, oldList = "projects/acme%2Fweb/integrations", "projects/acme%2Fweb/services"
	tests := map[string]struct{ there, missing []string }{
		"10.8":  {[]string{"version"}, []string{oldList, list, webSlack, acmeSlack, "groups/acme/services/slack", "metadata"}},
		"12.6":  {[]string{"version"}, []string{oldList, list, webSlack, acmeSlack, "metadata"}},
		"12.7":  {[]string{"version", oldList}, []string{list, webSlack, acmeSlack, "metadata"}},
		"14.3":  {[]string{"version", oldList}, []string{list, webSlack, acmeSlack, "metadata"}},
		"14.4":  {[]string{"version", oldList, list}, []string{acmeSlack, "metadata"}},
		"15.2":  {[]string{"version", oldList, list, "metadata"}, []string{acmeSlack}},
		"17.8":  {[]string{"version", oldList, list, "metadata"}, []string{acmeSlack}},
		"17.9":  {[]string{"version", oldList, list, "metadata", "groups/acme/integrations"}, []string{"groups/acme/services"}},
		"19.1":  {[]string{"version", oldList, list, "metadata", "groups/acme/integrations"}, []string{"groups/acme/services"}},
		"99.12": {[]string{"version", oldList, list, "metadata", "groups/acme/integrations"}, []string{"groups/acme/services"}},
	}
	for version, test := range tests {
		t.Run(version, func(t *testing.T) {
			a := newAPIOf(t, version)
			for _, path := range test.there {
				if status, body := a.raw("GET", path, nil); status != 200 {
					t.Errorf("%s: %d %s", path, status, body)
				}
			}
			for _, path := range test.missing {
				for _, method := range []string{"GET", "PUT", "DELETE"} {
					a.refused(404, none, method, path, nil)
				}
			}
			a.put(service+"slack", slack)
		})
	}
}

func TestVersionOfGenerations(t *testing.T) {
	for version, want := range map[string]object{
		"10.8": {"version": "10.8.0-ee", "revision": "Unknown"},
		"15.2": {"version": "15.2.0-ee", "revision": "Unknown", "enterprise": true, "kas": object{
			"enabled": false, "externalUrl": nil, "externalK8sProxyUrl": nil, "version": nil,
		}},
	} {
		if got := newAPIOf(t, version).get("version"); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", version, got, want)
		}
	}
	if got := newAPI(t).get("metadata")["version"]; got != gitlabfake.DefaultVersion+".0-ee" {
		t.Errorf("the default version is %v", got)
	}
}

// flagsOf returns the event flags in the responses of a release. All are true except
// those that newer releases added.
func flagsOf(names ...string) object {
	flags := object{}
	for _, name := range append(names, "push", "issues", "merge_requests", "tag_push", "note", "pipeline", "job") {
		flags[name+"_events"] = !slices.Contains([]string{"incident", "deployment", "vulnerability"}, name)
	}
	return flags
}

// This test compares the whole response to a PUT of Slack with three parameters.
// Responses always contain labels_to_be_notified_behavior, branches_to_be_notified and
// notify_only_broken_pipelines, which a new record has by default.
func TestAnswersOfGenerations(t *testing.T) {
	stored := object{"notify_only_broken_pipelines": true, "channel": "#a", "username": nil}
	branches := with(stored, object{"branches_to_be_notified": "default"})
	webhook := object{"webhook": slack["webhook"]}
	stored, branchesAndWebhook := with(stored, webhook), with(branches, webhook)
	confidential := []string{"confidential_issues", "wiki_page"}
	notes := append(slices.Clone(confidential), "confidential_note")
	commits := append(slices.Clone(notes), "commit")
	alerts := append(slices.Clone(commits), "alert", "incident", "deployment")
	vulnerabilities := append(slices.Clone(alerts), "vulnerability")
	comments := object{"slug": "slack", "comment_on_event_enabled": true}
	inherited := with(comments, object{"inherited": false})
	tests := []struct {
		version    string
		top        object
		properties object
	}{
		{"10.3", flagsOf(), stored},
		{"10.4", flagsOf(confidential...), stored},
		{"10.8", flagsOf(notes...), stored},
		{"11.11", flagsOf(notes...), stored},
		{"12.6", flagsOf(commits...), branchesAndWebhook},
		{"12.7", with(flagsOf(commits...), comments), branchesAndWebhook},
		{"13.12", with(flagsOf(commits...), comments), branchesAndWebhook},
		{"14.10", with(flagsOf(commits...), comments), branchesAndWebhook},
		{"15.9", with(flagsOf(commits...), comments), branchesAndWebhook},
		{"15.10", with(flagsOf(commits...), comments), branches},
		{"16.3", with(flagsOf(alerts...), comments), nil},
		{"16.4", with(flagsOf(vulnerabilities...), comments), nil},
		{"17.2", with(flagsOf(vulnerabilities...), comments), nil},
		{"17.3", with(flagsOf(vulnerabilities...), inherited), nil},
		{"18.9", with(flagsOf(vulnerabilities...), inherited), nil},
		{"19.1", with(flagsOf(vulnerabilities...), inherited), nil},
	}
	for _, test := range tests {
		t.Run(test.version, func(t *testing.T) {
			a := newAPIOf(t, test.version)
			answer := a.put(service+"slack", with(slack, object{"channel": "#a", "username": nil}))
			if read := a.get(service + "slack"); !reflect.DeepEqual(read, answer) {
				t.Errorf("GET returned %v, PUT returned %v", read, answer)
			}
			if test.properties != nil {
				equal(t, properties(answer), test.properties)
			} else {
				expect(t, properties(answer), with(branches, object{"push_channel": nil}))
			}
			top := maps.Clone(answer)
			for _, varying := range []string{"id", "created_at", "updated_at", "properties"} {
				delete(top, varying)
			}
			equal(t, top, with(test.top, object{"title": "Slack notifications", "active": true}))
		})
	}
}

// equal compares two objects and reports the keys that differ.
func equal(t *testing.T, got, want object) {
	t.Helper()
	expect(t, got, want)
	for key, value := range got {
		if _, wanted := want[key]; !wanted {
			t.Errorf("unexpected %s: %#v", key, value)
		}
	}
}

// In every generation, responses contain all settings that are stored in a table of
// their own.
func TestTrackersAnswerEverything(t *testing.T) {
	answer := newAPIOf(t, "13.12").put(service+"jira", jira)
	expect(t, properties(answer), object{"api_url": nil, "username": "bot", "jira_issue_transition_id": nil})
}

// For an integration that was never set up, older releases return an unsaved record.
// Newer ones return 404, with one of two messages.
func TestNeverSetUpInGenerations(t *testing.T) {
	for _, version := range []string{"10.8", "11.11", "13.11"} {
		a := newAPIOf(t, version)
		answer := a.get(service + "slack")
		expect(t, answer, object{
			"id": nil, "created_at": nil, "updated_at": nil, "title": "Slack notifications", "active": false, "push_events": true,
		})
		if _, stored := a.Stored(web, "slack"); stored {
			t.Errorf("%s: a read stores a record", version)
		}
	}
	for version, words := range map[string]string{
		"13.12": "404 Service Not Found", "14.3": "404 Service Not Found",
		"14.4": "404 Integration Not Found", "19.1": "404 Integration Not Found",
	} {
		newAPIOf(t, version).refused(404, words, "GET", service+"slack", nil)
	}
}

func TestDeleteInGenerations(t *testing.T) {
	for _, version := range []string{"10.8", "13.12", "14.10", "15.0", "17.2"} {
		a := newAPIOf(t, version)
		a.delete(service + "jira")
		if record := a.stored("jira"); record.Active {
			t.Errorf("%s: a DELETE activates the integration", version)
		}
	}
	newAPIOf(t, "17.3").refused(404, "404 Integration Not Found", "DELETE", service+"jira", nil)

	for version, vulnerabilities := range map[string]any{"14.10": nil, "15.0": false} {
		a := newAPIOf(t, version)
		a.put(service+"jira", jira)
		a.delete(service + "jira")
		expect(t, a.stored("jira").Settings, object{"url": nil, "password": nil, "vulnerabilities_enabled": vulnerabilities})
		expect(t, a.get(service+"jira"), object{"active": false})
	}
}

// The API framework refuses some requests, and the models refuse others.
func TestRefusalsOfGenerations(t *testing.T) {
	tests := map[string]struct{ slug, model string }{
		"10.8":  {"service_slug", "400 Bad Request"},
		"13.12": {"service_slug", "400 Bad Request"},
		"14.0":  {"slug", "400 Bad Request"},
		"17.2":  {"slug", "400 Bad Request"},
		"17.3":  {"slug", `Failed to update integration. {:webhook=>["can't be blank", "must be a valid URL"], :labels_to_be_notified_behavior=>["is not included in the list"]}`},
		"18.9":  {"slug", `Failed to update integration. {:webhook=>["can't be blank", "must be a valid URL"], :labels_to_be_notified_behavior=>["is not included in the list"]}`},
		"19.1":  {"slug", `Failed to update integration. {webhook: ["can't be blank", "must be a valid URL"], labels_to_be_notified_behavior: ["is not included in the list"]}`},
	}
	for version, test := range tests {
		t.Run(version, func(t *testing.T) {
			a := newAPIOf(t, version)
			for _, slug := range []string{"nothing", "microsoft_teams", "linear-app"} {
				a.refused(400, test.slug+" does not have a valid value", "GET", service+slug, nil)
				a.refused(400, test.slug+" does not have a valid value", "DELETE", service+slug, nil)
				a.refused(404, "404 Not Found", "PUT", service+slug, object{})
			}
			a.refused(400, "webhook is missing", "PUT", service+"slack", object{})
			a.refused(400, test.model, "PUT", service+"slack", object{"webhook": nil, "labels_to_be_notified_behavior": "match_some"})
		})
	}
}

func TestSecondTrackerInGenerations(t *testing.T) {
	bugzilla := object{"project_url": "https://b.example.com", "issues_url": "https://b.example.com/:id", "new_issue_url": "https://b.example.com/new"}
	for version, status := range map[string]int{"10.8": 200, "17.2": 200, "17.3": 400} {
		a := newAPIOf(t, version)
		a.put(service+"jira", jira)
		a.want(status, "PUT", service+"bugzilla", bugzilla)
	}
}

// Generations differ in the secrets that they return to administrators and to other
// users.
func TestSecretsOfGenerations(t *testing.T) {
	bamboo := object{"bamboo_url": "https://b.example.com", "build_key": "KEY", "username": "u", "password": "p"}
	tests := []struct {
		version       string
		administrator bool
		slug          string
		settings      object
		shown         []string
	}{
		{"10.3", false, "bamboo", bamboo, []string{"bamboo_url", "build_key", "username"}},
		{"10.3", true, "bamboo", bamboo, []string{"bamboo_url", "build_key", "username", "password"}},
		{"10.3", false, "asana", object{"api_key": "k"}, []string{"api_key"}},
		{"10.4", true, "bamboo", bamboo, []string{"bamboo_url", "username"}},
		{"11.11", true, "asana", object{"api_key": "k"}, nil},
		{"14.2", false, "bamboo", bamboo, []string{"bamboo_url", "username"}},
		{"14.3", true, "bamboo", bamboo, []string{"bamboo_url", "username"}},
		{"15.9", false, "microsoft-teams", slack, []string{"webhook"}},
		{"15.10", true, "microsoft-teams", slack, nil},
		{"18.9", true, "bamboo", bamboo, []string{"bamboo_url", "username"}},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%s %s %t", test.version, test.slug, test.administrator), func(t *testing.T) {
			a := newAPIOf(t, test.version)
			a.Administrator = test.administrator
			for _, answer := range []object{a.put(service+test.slug, test.settings), a.get(service + test.slug)} {
				var shown []string
				for name := range properties(answer) {
					if _, sent := test.settings[name]; sent {
						shown = append(shown, name)
					}
				}
				slices.Sort(shown)
				slices.Sort(test.shown)
				if !slices.Equal(shown, test.shown) {
					t.Errorf("the response contains %v, want %v", shown, test.shown)
				}
			}
		})
	}
}

// Old GitLab returns stored values without conversion: those from the API in the
// declared type, and those from the web form as strings.
func TestRawValues(t *testing.T) {
	const irker = service + "irker"
	tests := []struct {
		version      string
		api, webpage object
	}{
		{"10.8", object{"server_port": 6659.0, "colorize_messages": true}, object{"server_port": "6660", "colorize_messages": "0"}},
		{"14.10", object{"server_port": 6659.0, "colorize_messages": true}, object{"server_port": "6660", "colorize_messages": "0"}},
		{"15.0", object{"server_port": 6659.0, "colorize_messages": true}, object{"server_port": 6660.0, "colorize_messages": false}},
	}
	for _, test := range tests {
		t.Run(test.version, func(t *testing.T) {
			a := newAPIOf(t, test.version)
			answer := a.put(irker, object{"recipients": "irc://irc.example.com/#dev", "server_port": "6659", "colorize_messages": "1", "push_events": "1"})
			expect(t, properties(answer), test.api)
			expect(t, answer, object{"push_events": true})
			a.Change(web, "irker", object{"server_port": 6660, "colorize_messages": false, "push_events": false})
			expect(t, properties(a.get(irker)), test.webpage)
			expect(t, a.get(irker), object{"push_events": false})
			expect(t, a.stored("irker").Settings, object{"server_port": 6660, "colorize_messages": false})
		})
	}
}

// Integrations and parameters exist from their first to their last release.
func TestOfferOfGenerations(t *testing.T) {
	tests := map[string]struct{ offered, missing []string }{
		"10.8":  {[]string{"hipchat", "gemnasium", "kubernetes", "jenkins-deprecated", "prometheus", "flowdock", "slack"}, []string{"discord", "youtrack"}},
		"11.11": {[]string{"discord", "youtrack", "kubernetes", "hipchat"}, []string{"gemnasium", "confluence"}},
		"12.10": {[]string{"jenkins-deprecated", "unify-circuit", "hipchat"}, []string{"kubernetes", "webex-teams"}},
		"13.12": {[]string{"confluence", "ewm", "flowdock"}, []string{"jenkins-deprecated", "hipchat", "zentao", "telegram", "clickup"}},
		"15.7":  {[]string{"pumble", "prometheus"}, []string{"flowdock", "apple-app-store"}},
		"17.11": {[]string{"prometheus", "slack-slash-commands", "matrix"}, []string{"linear"}},
		"18.9":  {[]string{"linear", "slack-slash-commands"}, []string{"prometheus"}},
		"19.1":  {[]string{"linear"}, []string{"slack-slash-commands"}},
	}
	for version, test := range tests {
		t.Run(version, func(t *testing.T) {
			a := newAPIOf(t, version)
			for _, slug := range append(test.offered, test.missing...) {
				status, _ := a.raw("PUT", service+slug, object{})
				if missing := status == 404; missing != slices.Contains(test.missing, slug) {
					t.Errorf("PUT of %s has the status %d", slug, status)
				}
			}
		})
	}
}

func TestParametersOfGenerations(t *testing.T) {
	for version, kept := range map[string]bool{"17.0": false, "17.1": true} {
		a := newAPIOf(t, version)
		answer := a.put(service+"telegram", object{"token": "t", "room": "r", "hostname": "https://telegram.example.com"})
		if _, shown := properties(answer)["hostname"]; shown != kept {
			t.Errorf("%s: hostname returned: %t", version, shown)
		}
		if _, stored := a.stored("telegram").Settings["hostname"]; stored != kept {
			t.Errorf("%s: hostname stored: %t", version, stored)
		}
	}
}

// Before the API supported inheritance, a PUT changed the settings of an inheriting
// integration but kept the link.
func TestNoInheritanceInGenerations(t *testing.T) {
	for version, linked := range map[string]bool{"13.12": true, "17.2": true, "17.3": false} {
		a := newAPIOf(t, version)
		a.SetUp("groups/acme", "slack", with(slack, object{"channel": "#acme"}))
		answer := a.put(service+"slack", with(slack, object{"channel": "#own", "use_inherited_settings": false}))
		expect(t, properties(answer), object{"channel": "#own"})
		if a.stored("slack").Inherited != linked {
			t.Errorf("%s: inherits: %t", version, !linked)
		}
	}
	expect(t, newAPIOf(t, "17.2").put(service+"slack", with(slack, object{"use_inherited_settings": true})), object{"active": true})
}

// Older GitLab ignores the events that newer GitLab declares but cannot store.
func TestUnusableEventsInGenerations(t *testing.T) {
	for version, status := range map[string]int{"10.8": 200, "17.11": 200, "18.0": 500} {
		newAPIOf(t, version).want(status, "PUT", service+"slack", with(slack, object{"work_item_events": true}))
	}
}

func TestDatadogForcesItsEventsInAnOldGitLab(t *testing.T) {
	a := newAPIOf(t, "14.10")
	a.SetUp(web, "datadog", object{"api_key": "k", "datadog_ci_visibility": true})
	expect(t, a.get(service+"datadog"), object{"pipeline_events": true, "job_events": true})
	expect(t, properties(a.get(service+"datadog")), object{"datadog_ci_visibility": "1"})
}

func TestListInGenerations(t *testing.T) {
	for version, slug := range map[string]any{"12.7": "slack", "13.12": "slack", "17.11": "slack"} {
		a := newAPIOf(t, version)
		a.put(service+"slack", slack)
		_, text := a.raw("GET", "projects/acme%2Fweb/services", nil)
		var list []object
		if err := json.Unmarshal([]byte(text), &list); err != nil || len(list) != 1 || list[0]["slug"] != slug {
			t.Errorf("%s lists %s (%v)", version, text, err)
		}
	}
}

func TestInvalidVersions(t *testing.T) {
	for _, version := range []string{"", "13", "9.5", "x.y", "13.", "13.-1", "13.12.1", "13.x"} {
		if err := gitlabfake.CheckVersion(version); err == nil || !strings.Contains(err.Error(), version) {
			t.Errorf("%q: %v", version, err)
		}
	}
	for _, version := range []string{"10.0", "13.12", gitlabfake.DefaultVersion, "19.1"} {
		if err := gitlabfake.CheckVersion(version); err != nil {
			t.Error(err)
		}
	}
}

func TestLocalhost(t *testing.T) {
	for _, address := range []string{"http://localhost/x", "http://127.0.0.1:8080", "http://[::1]/", "http://0.0.0.0"} {
		a := newAPI(t)
		a.put(webSlack, object{"webhook": address})
		a.BlocksLocalhost = true
		a.refused(400, `Failed to update integration. {:webhook=>["is blocked: Requests to localhost are not allowed"]}`,
			"PUT", webSlack, object{"webhook": address})
		a.put(webSlack, slack)
	}
}
