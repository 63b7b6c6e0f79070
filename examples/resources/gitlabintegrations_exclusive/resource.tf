# This project may use Jira and Slack, and nothing else. The resource sets up neither.
resource "gitlabintegrations_exclusive" "web" {
  project      = "acme/web"
  integrations = ["jira", "slack"]
}

# This one may use nothing.
resource "gitlabintegrations_exclusive" "api" {
  project      = "acme/api"
  integrations = []
  allow_none   = true
}
