package gitlabfake_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

const webIntegrations = "projects/acme%2Fweb/integrations/"

// These rules of GitLab's models come from its source, not from recordings
// (app/models/integrations and app/models/concerns/integrations/base in GitLab 18.9).
func TestModelsThatWereRead(t *testing.T) {
	const failed = "Failed to update integration. "
	teamcity := object{"teamcity_url": "https://ci.example.com", "build_type": "b", "username": "u", "password": "p"}
	matrix := object{"token": "t", "room": "!r:matrix.org"}
	squash := object{"url": "https://squash.example.com/x"}
	tests := map[string]struct {
		slug     string
		settings object
		status   int
		words    string
	}{
		"user without password": {"teamcity", with(teamcity, object{"password": nil}), 400, failed + `{:password=>["can't be blank"]}`},
		"password without user": {"teamcity", with(teamcity, object{"username": nil}), 400, failed + `{:username=>["can't be blank"]}`},
		"neither":               {"teamcity", with(teamcity, object{"username": nil, "password": nil}), 200, ""},
		"no room": {
			"matrix", with(matrix, object{"room": ""}), 400,
			failed + `{:webhook=>["can't be blank", "must be a valid URL"], :room=>["can't be blank"]}`,
		},
		"line break in a room":   {"matrix", with(matrix, object{"room": "a\nb"}), 400, failed + `{:webhook=>["is blocked: URI is invalid"]}`},
		"line break in a token":  {"matrix", with(matrix, object{"token": "a\n"}), 200, ""},
		"blanks around a host":   {"matrix", with(matrix, object{"hostname": " https://m.example.com "}), 500, "500 Internal Server Error"},
		"blank token":            {"squash-tm", with(squash, object{"token": ""}), 400, failed + "{}"},
		"line break in variable": {"squash-tm", with(squash, object{"token": "a\nb"}), 400, failed + "{}"},
		"percent sign":           {"squash-tm", object{"url": "https://squash.example.com/a%20b"}, 500, "500 Internal Server Error"},
		"long token": {
			"squash-tm", with(squash, object{"token": strings.Repeat("x", 256)}), 400,
			failed + `{:token=>["is too long (maximum is 255 characters)"]}`,
		},
		"line break after an address":    {"external-wiki", object{"external_wiki_url": "https://w.example.com\n"}, 500, "500 Internal Server Error"},
		"no-break space after a host":    {"external-wiki", object{"external_wiki_url": "https://w.example.com\u00a0"}, 400, failed + `{:external_wiki_url=>["is blocked: URI is invalid"]}`},
		"no-break space after a path":    {"external-wiki", object{"external_wiki_url": "https://w.example.com/\u00a0"}, 200, ""},
		"no-break space after variables": {"squash-tm", with(squash, object{"token": "a\u00a0"}), 200, ""},
		"space after variables":          {"squash-tm", with(squash, object{"token": "a "}), 500, "500 Internal Server Error"},
		"variable of spaces alone":       {"squash-tm", with(squash, object{"token": " "}), 200, ""},
		"long text that the model refuses": {
			"clickup", object{"project_url": "https://c.example.com/" + strings.Repeat("x", 2048), "issues_url": "https://c.example.com/:id"}, 400,
			failed + `{:"issue_tracker_data.project_url"=>["is too long (maximum is 2048 characters)"]}`,
		},
		"long text that only the column refuses": {
			"jira", with(jira, object{"jira_allowed_statuses_as_string": strings.Repeat("x", 1025)}), 500, "500 Internal Server Error",
		},
		"too many recipients": {
			"pipelines-email", object{"recipients": strings.Repeat("a@example.com ", 31)}, 400, failed + `{:recipients=>["can't exceed 30"]}`,
		},
		"too many channels": {
			"mattermost", with(slack, object{"push_channel": "a,b,c,d,e,f,g,h,i,j,k"}), 400,
			failed + `{:push_channel=>["cannot have more than 10 channels"]}`,
		},
		"too many channels for other events": {
			"mattermost", with(slack, object{"issue_channel": "a,b,c,d,e,f,g,h,i,j,k"}), 400,
			failed + `{:issue_channel=>["cannot have more than 10 channels"], :confidential_issue_channel=>["cannot have more than 10 channels"], ` +
				`:work_item_channel=>["cannot have more than 10 channels"], :confidential_work_item_channel=>["cannot have more than 10 channels"]}`,
		},
		"the same channels":         {"mattermost", with(slack, object{"push_channel": strings.Repeat("x, ", 11) + ",,"}), 200, ""},
		"too many Discord channels": {"discord", object{"webhook": "https://discord.com/x", "push_channel": "https://discord.com/a,https://discord.com/b"}, 400, failed + `{:push_channel=>["cannot have more than 1 channels"]}`},
		"several faults of a tracker": {
			"redmine", object{"project_url": "x", "issues_url": "", "new_issue_url": "https://r.example.com/new"}, 400,
			failed + `{:issues_url=>["can't be blank", "must be a valid URL"], :project_url=>["is blocked: Only allowed schemes are http, https"]}`,
		},
		"server of no recipient": {
			"irker", object{"recipients": "#a http://b.example.com/"}, 400, failed + `{:recipients=>["are all invalid"]}`,
		},
		"blank recipients":                {"irker", object{"recipients": " "}, 400, failed + `{:recipients=>["are all invalid", "can't be blank"]}`},
		"server of a recipient":           {"irker", object{"recipients": "#a irc://b.example.com/#b"}, 200, ""},
		"server of all":                   {"irker", object{"recipients": "#a", "default_irc_uri": "irc://b.example.com/"}, 200, ""},
		"channel without events":          {"discord", object{"webhook": "https://discord.com/x", "incident_channel": "x"}, 200, ""},
		"path of a wiki":                  {"confluence", object{"confluence_url": "https://acme.atlassian.net/wikis"}, 400, failed + `{:confluence_url=>["URL must be to a Confluence Cloud Workspace hosted on atlassian.net"]}`},
		"no regular expression":           {"jira", with(jira, object{"jira_issue_regex": "(a"}), 400, failed + `{:jira_issue_regex=>["not valid RE2 syntax: missing ): (a"]}`},
		"line break in a fragment":        {"external-wiki", object{"external_wiki_url": "https://w.example.com/#a\nb"}, 200, ""},
		"no-break space after an address": {"external-wiki", object{"external_wiki_url": "https://w.example.com/a\u00a0"}, 200, ""},
		"half an IP address":              {"external-wiki", object{"external_wiki_url": "https://[fe80/"}, 400, failed + `{:external_wiki_url=>["is blocked: Hostname or IP address invalid"]}`},
		"brackets in a host":              {"jenkins", object{"jenkins_url": "https://ci.example.com[x]", "project_name": "x"}, 500, "500 Internal Server Error"},
		"no escape in a query":            {"jenkins", object{"jenkins_url": "https://ci.example.com/?a=%zz", "project_name": "x"}, 500, "500 Internal Server Error"},
		"long host":                       {"jenkins", object{"jenkins_url": "https://" + strings.Repeat("x", 1025), "project_name": "x"}, 400, failed + "{}"},
		"blank address":                   {"datadog", object{"api_key": "k", "api_url": " "}, 200, ""},
		"long query":                      {"datadog", object{"api_key": "k", "datadog_service": strings.Repeat("ü", 1400)}, 400, failed + "{}"},
		"name in braces":                  {"packagist", object{"username": "u", "token": "t", "server": "https://p.example.com/{x}"}, 400, failed + "{}"},
		"blanks as token":                 {"squash-tm", with(squash, object{"token": " "}), 200, ""},
		"value that cannot be stored":     {"mattermost", with(slack, object{"alert_channel": "x"}), 500, "500 Internal Server Error"},
		"flag that cannot be null":        {"mattermost", with(slack, object{"note_events": nil}), 500, "500 Internal Server Error"},
		"flag that can be null":           {"mattermost", with(slack, object{"wiki_page_events": nil}), 200, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			answer := a.want(test.status, "PUT", webIntegrations+test.slug, test.settings)
			if test.words != "" && answer["message"] != test.words {
				t.Errorf("got %v, want %q", answer["message"], test.words)
			}
		})
	}
}

// Whenever GitLab loads the record, it derives the branches from an older setting.
func TestBranchesFromAnOlderSetting(t *testing.T) {
	a := newAPI(t)
	settings := object{"recipients": "a@example.com", "notify_only_default_branch": true, "branches_to_be_notified": nil}
	written := a.put(webIntegrations+"pipelines-email", settings)
	expect(t, properties(written), object{"branches_to_be_notified": nil})
	expect(t, properties(a.get(webIntegrations+"pipelines-email")), object{"branches_to_be_notified": "default"})
}

// A change of settings in a table of their own does not change updated_at, but a change
// of an event flag does.
func TestTimeOfSettingsInATable(t *testing.T) {
	a := newAPI(t)
	tracker := object{"project_url": "https://r.example.com", "issues_url": "https://r.example.com/:id", "new_issue_url": "https://r.example.com/new"}
	first := a.put(webIntegrations+"redmine", tracker)
	second := a.put(webIntegrations+"redmine", with(tracker, object{"new_issue_url": "https://r.example.com/other"}))
	third := a.put(webIntegrations+"redmine", with(tracker, object{"push_events": false}))
	if first["updated_at"] != second["updated_at"] || second["updated_at"] == third["updated_at"] {
		t.Errorf("updated at %v, %v and %v", first["updated_at"], second["updated_at"], third["updated_at"])
	}
}

// An administrator can make integrations unavailable to all users.
func TestUnavailableIntegrations(t *testing.T) {
	a := newAPI(t)
	a.put(webSlack, slack)
	a.Unavailable = []string{"slack"}
	a.refused(404, "404 Integration Not Found", "GET", webSlack, nil)
	a.refused(404, "404 Integration Not Found", "DELETE", webSlack, nil)
	a.refused(400, "400 Integration not available", "PUT", webSlack, slack)
	if _, list := a.raw("GET", "projects/acme%2Fweb/integrations", nil); strings.TrimSpace(list) != "[]" {
		t.Errorf("the list is %s", list)
	}
}

// GitLab redirects requests for the projects below a moved group, but not those for the
// group itself.
func TestMovedGroup(t *testing.T) {
	a := newAPI(t)
	a.AddProject("acme/sub/app")
	a.put("projects/acme%2Fsub%2Fapp/integrations/slack", slack)
	a.MoveGroup("acme/sub", "other/place")
	a.ExternalURL = "https://gitlab.example.com"

	response, _ := a.send("GET", "/api/v4/projects/acme%2Fsub%2Fapp/integrations/slack", "", http.Header{"Private-Token": {a.Token}})
	id := a.AddProject("other/place/app")
	want := fmt.Sprintf("https://gitlab.example.com/api/v4/projects/%d/integrations/slack", id)
	if response.StatusCode != 301 || response.Header.Get("Location") != want {
		t.Errorf("got %d to %q, want 301 to %q", response.StatusCode, response.Header.Get("Location"), want)
	}
	a.get("projects/other%2Fplace%2Fapp/integrations/slack")
	a.refused(404, "404 Group Not Found", "GET", "groups/acme%2Fsub/integrations/slack", nil)
	expect(t, a.get("groups/other%2Fplace"), object{"full_path": "other/place"})
}

// These addresses belong to GitLab's own machine or network.
func TestLocalAddresses(t *testing.T) {
	for address, reason := range map[string]string{
		"http://localhost:3000/x":   "Requests to localhost are not allowed",
		"http://127.0.0.2/x":        "Requests to loopback addresses are not allowed",
		"http://[::1]/x":            "Requests to localhost are not allowed",
		"http://10.0.0.1/x":         "Requests to the local network are not allowed",
		"http://169.254.169.254/x":  "Requests to the link local network are not allowed",
		"http://100.64.0.1/x":       "Requests to the shared address space are not allowed",
		"http://-x.example.com/x":   "Hostname or IP address invalid",
		"http://a b.example.com/x":  "URI is invalid",
		"HTTP://hooks.example.com/": "Only allowed schemes are http, https",
	} {
		a := newAPI(t)
		a.BlocksLocalhost = true
		a.refused(400, fmt.Sprintf(`Failed to update integration. {:webhook=>["is blocked: %s"]}`, reason),
			"PUT", webSlack, object{"webhook": address})
	}
	a := newAPI(t)
	a.BlocksLocalhost = true
	a.ExternalURL = "http://localhost"
	a.put(webSlack, object{"webhook": "http://localhost/x"})
}

// A role in a group also applies to its subgroups and projects.
func TestRolesOfGroups(t *testing.T) {
	a := newAPI(t)
	a.AddUser(gitlabfake.User{Token: "maintainer", Roles: map[string]gitlabfake.Role{"groups/acme": gitlabfake.Maintainer}})
	header := http.Header{"Private-Token": {"maintainer"}}
	for path, status := range map[string]int{
		"projects/acme%2Fweb/integrations": 200, "groups/acme/integrations": 403, "projects/acme%2Fweb": 200,
	} {
		if response, body := a.send("GET", "/api/v4/"+path, "", header); response.StatusCode != status {
			t.Errorf("%s: got %d %s, want %d", path, response.StatusCode, body, status)
		}
	}
}
