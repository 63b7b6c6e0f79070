resource "gitlabintegrations_buildkite" "shop" {
  project               = "acme/shop"
  project_url           = "https://buildkite.com/acme/web"
  token_wo              = var.buildkite_token
  push_events           = true
  merge_requests_events = false
  tag_push_events       = false
}
