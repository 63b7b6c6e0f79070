terraform {
  required_providers {
    gitlabintegrations = {
      source = "registry.terraform.io/gitlab-integrations/gitlabintegrations"
    }
  }
}

# The demo sets GITLAB_BASE_URL and GITLAB_TOKEN.
provider "gitlabintegrations" {}

# The default of the group acme.
resource "gitlabintegrations_mattermost" "acme" {
  group   = "acme"
  webhook = "https://mattermost.example.com/hooks/acme"
}

# A project that inherits it.
resource "gitlabintegrations_mattermost" "web" {
  project                = "acme/web"
  use_inherited_settings = true
  depends_on             = [gitlabintegrations_mattermost.acme]
}

resource "gitlabintegrations_slack" "web" {
  project                 = "acme/web"
  webhook                 = "https://hooks.slack.com/services/demo"
  channel                 = "releases"
  branches_to_be_notified = "protected"
}

resource "gitlabintegrations_jira" "web" {
  project  = "acme/web"
  url      = "https://acme.atlassian.net"
  username = "gitlab@example.com"
  password = "demo-jira-token"
}

resource "gitlabintegrations_pipelines_email" "api" {
  project    = "acme/api"
  recipients = "ops@example.com"
}
