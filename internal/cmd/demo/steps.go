package main

import (
	"cmp"
	"fmt"
)

// step is one step of the demo.
type step struct {
	// title says in one line what happens.
	title string
	// run carries out the step, and returns an error unless the step had the
	// expected result.
	run func(*demo) error
}

// steps are the steps of the demo, in order.
var steps = []step{
	{"Create the projects acme/web and acme/api in GitLab, and initialize the CLI.", initialize},
	{"Apply: set up integrations of two projects, and the default of their group.", create},
	{"Plan again: nothing to do.", planNothing},
	{"Slack is changed and pipeline emails are disabled in GitLab's user interface. The plan shows both.", planExternalChanges},
	{"Apply: both are as configured again.", repair},
	{"Asana was set up in GitLab's user interface. The plan imports it with an import block.", planImport},
	{"Apply: import Asana, and send the API key of the configuration to GitLab.", applyImport},
	{"Destroy: all integrations are disabled.", destroy},
}

// The integrations of the demo.
var (
	mattermost    = integration{"groups/acme", "mattermost"}
	mattermostWeb = integration{"projects/acme/web", "mattermost"}
	slack         = integration{"projects/acme/web", "slack"}
	jira          = integration{"projects/acme/web", "jira"}
	emails        = integration{"projects/acme/api", "pipelines-email"}
	asana         = integration{"projects/acme/api", "asana"}
)

func initialize(d *demo) error {
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

func planExternalChanges(d *demo) error {
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
	for _, i := range []integration{mattermost, mattermostWeb, slack, jira, emails, asana} {
		if err := d.inactive(i); err != nil {
			return err
		}
		fmt.Printf("In GitLab, %s is disabled.\n", i)
	}
	return nil
}

// slackAndEmailsAsConfigured returns an error unless GitLab has Slack and the
// pipeline emails as the configuration has them.
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
