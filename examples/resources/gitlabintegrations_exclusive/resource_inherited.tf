# What this project inherits from its groups or the instance may be active, too.
resource "gitlabintegrations_exclusive" "docs" {
  project           = "acme/docs"
  integrations      = ["jira"]
  include_inherited = false
}
