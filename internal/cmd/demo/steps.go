package main

import (
	"cmp"
	"fmt"
)

// step is one step of the story: a line that explains it, and what it does.
type step struct {
	title string
	run   func(*demo) error
}

// story is the demo from the beginning to the end.
var story = []step{
	{"A GitLab in memory gets the projects acme/web and acme/api, and the CLI the provider.", begin},
	{"apply sets up the integrations of two projects, and a default of their group.", create},
	{"plan finds nothing left to do.", planNothing},
	{"Somebody changes Slack and switches off the pipeline emails in GitLab's pages; plan sees it.", drift},
	{"apply puts both right.", repair},
	{"Somebody set up Asana by hand; with an import block, plan takes it over.", planImport},
	{"apply imports it, and gives GitLab the key of the configuration.", applyImport},
	{"destroy switches everything off.", destroy},
}

// The integrations of the story.
var (
	mattermost    = place{"groups/acme", "mattermost"}
	mattermostWeb = place{"projects/acme/web", "mattermost"}
	slack         = place{"projects/acme/web", "slack"}
	jira          = place{"projects/acme/web", "jira"}
	emails        = place{"projects/acme/api", "pipelines-email"}
	asana         = place{"projects/acme/api", "asana"}
)

func begin(d *demo) error {
	d.AddProject("acme/web")
	d.AddProject("acme/api")
	if err := d.cli.configure("main.tf"); err != nil {
		return err
	}
	return d.cli.quietly("init", "-input=false")
}

func create(d *demo) error {
	return cmp.Or(
		d.cli.run(0, "apply", "-auto-approve"),
		d.active(mattermost, settings{"webhook": "https://mattermost.example.com/hooks/acme"}),
		d.inherits(mattermostWeb),
		d.active(jira, settings{"url": "https://acme.atlassian.net", "password": "demo-jira-token"}),
		d.slackAndEmailsAsConfigured(),
	)
}

func planNothing(d *demo) error {
	return d.cli.run(0, "plan", "-detailed-exitcode")
}

func drift(d *demo) error {
	d.Change(slack.owner, slack.slug, settings{"branches_to_be_notified": "all", "push_events": false})
	d.Disable(emails.owner, emails.slug)
	return d.cli.plan(changes{
		"gitlabintegrations_slack.web":           "update",
		"gitlabintegrations_pipelines_email.api": "create",
	})
}

func repair(d *demo) error {
	return cmp.Or(
		d.cli.run(0, "apply", "-auto-approve"),
		d.slackAndEmailsAsConfigured(),
	)
}

func planImport(d *demo) error {
	d.SetUp(asana.owner, asana.slug, settings{"api_key": "set-by-hand", "restrict_to_branch": "main"})
	if err := d.cli.configure("asana.tf"); err != nil {
		return err
	}
	return d.cli.plan(changes{"gitlabintegrations_asana.api": "import and update"})
}

func applyImport(d *demo) error {
	return cmp.Or(
		d.cli.run(0, "apply", "-auto-approve"),
		d.active(asana, settings{"api_key": "demo-asana-key", "restrict_to_branch": "main"}),
		d.cli.run(0, "plan", "-detailed-exitcode"),
	)
}

func destroy(d *demo) error {
	if err := d.cli.run(0, "destroy", "-auto-approve"); err != nil {
		return err
	}
	for _, p := range []place{mattermost, mattermostWeb, slack, jira, emails, asana} {
		if err := d.inactive(p); err != nil {
			return err
		}
		fmt.Printf("GitLab says: %s is switched off.\n", p)
	}
	return nil
}

// slackAndEmailsAsConfigured is true of GitLab after every apply.
func (d *demo) slackAndEmailsAsConfigured() error {
	return cmp.Or(
		d.active(slack, settings{
			"webhook":                 "https://hooks.slack.com/services/demo",
			"branches_to_be_notified": "protected",
			"push_events":             true,
		}),
		d.active(emails, settings{"recipients": "ops@example.com"}),
	)
}
