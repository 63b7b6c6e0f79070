package provider_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// guideBlock is a block of code in a guide.
var guideBlock = regexp.MustCompile("(?s)```(terraform|text)\n(.*?)```")

// TestGuideOfQuery runs the code blocks of the guide and expects the outputs that it
// shows.
func TestGuideOfQuery(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.requireQuery()
	c.gitlab.AddProject("acme/shop/api")
	c.gitlab.SetUp("projects/acme/web", "slack", settings{
		"webhook": exampleHook, "username": "gitlab", "channel": "#web", "push_events": false, "branches_to_be_notified": "all"})
	c.gitlab.SetUp("projects/acme/web", "emails-on-push", settings{"recipients": "dev@acme.example"})
	c.gitlab.SetUp("projects/acme/shop/api", "slack", settings{"webhook": exampleHook, "notify_only_broken_pipelines": true})
	c.gitlab.SetUp("projects/acme/shop/api", "jira", settings{"url": "https://acme.atlassian.net", "username": "a@acme.example", "password": "x"})
	said := ""
	for _, found := range guideBlock.FindAllStringSubmatch(mustRead(t, "../../templates/guides/query.md"), -1) {
		language, text := found[1], found[2]
		switch {
		case strings.HasPrefix(text, "Plan:"):
			c.shows(c.succeed("plan"), strings.TrimSpace(text))
		case language == "text":
			c.shows(said, strings.Join(strings.Fields(text), " "))
		case strings.Contains(text, "all_slugs"):
			said = c.query(text)
		case strings.HasPrefix(text, "list"):
			said = c.query(text, "-generate-config-out=generated.tf")
		default:
			c.shows(mustRead(t, c.dir+"/generated.tf"), text)
		}
	}
}

// TestExamplesOfLists runs the examples of all list resources. Each must set a limit,
// because the default ends the query after 100 results.
func TestExamplesOfLists(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(examples, "list-resources/*/*.tfquery.hcl"))
	if err != nil || len(files) < len(loadCatalog(t)) {
		t.Fatalf("found %d examples, error %v", len(files), err)
	}
	var all strings.Builder
	for _, file := range files {
		text := mustRead(t, file)
		if !strings.Contains(text, "limit ") {
			t.Errorf("%s has no limit", file)
		}
		all.WriteString(text)
	}
	c := newCLI(t)
	c.requireQuery()
	c.gitlab.SetUp("groups/acme", "slack", settings{"webhook": exampleHook})
	c.shows(c.query(all.String()), "list.gitlabintegrations_slack.all", "gitlabintegrations_slack: Slack notifications of group acme")
}
