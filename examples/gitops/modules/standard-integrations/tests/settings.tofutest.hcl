# Without a GitLab: tofu test. OpenTofu reads no mocks from files, so the blocks of
# examples/mocks stand here, with the settings that the tests need. Terraform reads
# settings.tftest.hcl instead of this file.

mock_provider "gitlabintegrations" {
  mock_resource "gitlabintegrations_slack" {
    defaults = {
      id                = "projects/acme/web"
      push_events       = true
      deployment_events = false
    }
  }
}

variables {
  project         = "acme/web"
  slack_webhook   = "https://hooks.example.com/web"
  jira_password   = "password"
  secret_versions = { slack_webhook = 3, jira_password = 1 }
}

run "only_what_is_configured" {
  variables {
    integrations = { slack = { channel = "acme-web" } }
  }

  assert {
    condition     = length(gitlabintegrations_slack.this) == 1 && length(gitlabintegrations_jira.this) == 0
    error_message = "Slack alone must be set up."
  }
  assert {
    condition     = gitlabintegrations_slack.this[0].webhook_wo_version == 3
    error_message = "The version of the webhook must be the one of the variable."
  }
}

run "defaults_of_gitlab" {
  variables {
    integrations = { slack = {} }
  }

  # From the mock: the defaults of a new integration.
  assert {
    condition     = gitlabintegrations_slack.this[0].push_events && !gitlabintegrations_slack.this[0].deployment_events
    error_message = "Pushes must be reported, and deployments must not."
  }
}

run "recipients_in_one_text" {
  variables {
    integrations = { pipelines_email = { recipients = ["dev@example.com", "ops@example.com"] } }
  }

  assert {
    condition     = gitlabintegrations_pipelines_email.this[0].recipients == "dev@example.com,ops@example.com"
    error_message = "The recipients must be separated by commas."
  }
}
