# With gitlabfake, which has the project acme/web and the group acme:
#   gitlabfake -project acme/web
#   terraform test -test-directory=tests/fake
# The CLI needs GITLAB_BASE_URL and GITLAB_TOKEN as gitlabfake prints them.

variables {
  slack_webhook   = "https://hooks.example.com/web"
  jira_password   = "password"
  secret_versions = { slack_webhook = 1, jira_password = 1 }
}

run "project" {
  variables {
    project      = "acme/web"
    integrations = { slack = { channel = "acme-web" } }
  }

  assert {
    condition     = gitlabintegrations_slack.this[0].push_events && gitlabintegrations_slack.this[0].channel == "acme-web"
    error_message = "Slack must report pushes to acme-web."
  }
}

run "group" {
  variables {
    group        = "acme"
    integrations = { jira = { url = "https://jira.example.com", username = "gitlab" } }
  }

  assert {
    condition     = output.ids.jira == "groups/acme"
    error_message = "The group must have Jira."
  }
}
