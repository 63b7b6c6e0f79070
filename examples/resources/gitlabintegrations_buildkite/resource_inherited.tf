# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_buildkite" "acme" {
  group                 = "acme"
  project_url           = "https://buildkite.com/acme/web"
  token_wo              = var.buildkite_token
  merge_requests_events = false
  tag_push_events       = false
}

resource "gitlabintegrations_buildkite" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_buildkite.acme]
}
