# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_drone_ci" "acme" {
  group                 = "acme"
  drone_url             = "https://drone.example.com"
  token_wo              = var.drone_ci_token
  merge_requests_events = false
  tag_push_events       = false
}

resource "gitlabintegrations_drone_ci" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_drone_ci.acme]
}
