package integration_test

import (
	"strings"
	"testing"
)

// TestValuesThatGitLabsSourceRefuses has values that no recording contains. The expected
// results follow from GitLab's source. It accepts some of the values of Matrix, but then
// cannot send anything.
func TestValuesThatGitLabsSourceRefuses(t *testing.T) {
	squash := object{"project": "1", "url": "https://squash.example/hook"}
	matrix := object{"project": "1", "token": "hidden", "room": "!a:b"}
	jenkins := object{"project": "1", "jenkins_url": "https://j.example", "project_name": "web"}
	drone := object{"project": "1", "drone_url": "https://d.example", "token": "hidden"}
	tests := []struct {
		typeName, attribute string
		config              object
		values              []any
	}{
		{"squash_tm", "token", squash, []any{"", "hidden ", "hidden\n", strings.Repeat("x", 256)}},
		{"squash_tm", "token_wo", squash, []any{"", "hidden ", "hidden\n"}},
		{"squash_tm", "url", squash, []any{"https://s.example/100%", "https://s.example/a%20b", "https://s.example/ü", "https://s.example/{a}", "https://s.example\n", " https://s.example"}},
		{"matrix", "hostname", matrix, []any{"m.example", "https://m.example ", "https://" + strings.Repeat("a", 1025), `https://m.example"`, "https://m.example/ü"}},
		{"matrix", "room", matrix, []any{"!a:b\n", "!a\n:b", " ", "!a b:c", "#a:b", "!a:ü", "!a?:b", "!a%:b"}},
		{"discord", "push_channel", object{"project": "1", "webhook": "https://discord.com/hidden"}, []any{"https://discord.com/hidden ", "https://discord.com/hidden\t", "https://discord.com/a b"}},
		{"jenkins", "project_name", jenkins, []any{"My Project", "100%", "a#b", "a?b", "ü", "a{b}", strings.Repeat("x", 8193)}},
		{"jenkins", "jenkins_url", jenkins, []any{"https://j.example/ü", "https://j.example/100%", "https://j.example/a b", "https://j.example/|"}},
		{"jenkins", "username", jenkins.with(object{"password": "hidden"}), []any{"", " "}},
		{"datadog", "api_url", object{"project": "1", "api_key": "hidden"}, []any{"https://d.example/ü", "https://d.example/%", " https://d.example"}},
		{"drone_ci", "drone_url", drone, []any{"https://d.example/{token}", "https://d.example/{x}"}},
		{"drone_ci", "token", drone, []any{"hidden ", strings.Repeat("x", 2049)}},
		{"redmine", "issues_url", object{"project": "1", "project_url": "https://r.example", "new_issue_url": "https://r.example"}, []any{"https://r.example/" + strings.Repeat("x", 2048), "https://r.example/:id\n"}},
		{"pushover", "device", object{"project": "1", "api_key": "a", "user_key": "u", "priority": "0"}, []any{"phone\n", "a\r\nb"}},
		{"teamcity", "build_type", object{"project": "1", "teamcity_url": "https://t.example", "username": "u", "password": "p"}, []any{"Web\n", "\t"}},
		{"pipelines_email", "recipients", object{"project": "1"}, []any{" \n", "dev\n"}},
	}
	server := newRecordedTest(t)
	for _, test := range tests {
		for _, value := range test.values {
			found := errorsIn(server.validate("gitlabintegrations_"+test.typeName, test.config.with(object{test.attribute: value})))
			if len(found) != 1 || on(found[0]) != test.attribute {
				t.Errorf("%s: %s = %.60q has the errors %v", test.typeName, test.attribute, value, found)
			}
			showsNothingHidden(t, found)
		}
	}
}

// TestValuesThatGitLabsSourceTakes has similar values that GitLab accepts.
func TestValuesThatGitLabsSourceTakes(t *testing.T) {
	tests := []struct {
		typeName string
		config   object
	}{
		{"squash_tm", object{"url": "http://me:pw@squash.example:8080/hook?a=b#c"}},
		{"squash_tm", object{"url": "https://squash.example", "token": strings.Repeat("x", 255)}},
		{"matrix", object{"token": "a b", "room": "!a:b", "hostname": "https://m.example/"}},
		{"jenkins", object{"jenkins_url": "https://j.example/a%20b?c=100%#d", "project_name": "folder/job/My%20Project"}},
		{"drone_ci", object{"drone_url": "https://d.example/100%/ü", "token": strings.Repeat("x", 2048)}},
		{"external_wiki", object{"external_wiki_url": "https://w.example/" + strings.Repeat("x", 3000)}},
		{"pipelines_email", object{"recipients": "a@x.example,\r\nb@x.example\n"}},
		{"emails_on_push", object{"recipients": "a@x.example\nb@x.example\n"}},
		{"irker", object{"recipients": "irc://i.example/a\r\nirc://i.example/b"}},
		{"datadog", object{"api_key": "k", "datadog_tags": "a:1\r\nb:2\r\n"}},
		{"pushover", object{"api_key": strings.Repeat("x", 3000), "user_key": "u", "priority": "-2", "device": "a,b", "sound": ""}},
	}
	server := newRecordedTest(t)
	for _, test := range tests {
		expectNothing(t, server.validate("gitlabintegrations_"+test.typeName, test.config.with(object{"project": "1"})))
	}
}
