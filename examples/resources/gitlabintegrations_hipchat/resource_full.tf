resource "gitlabintegrations_hipchat" "shop" {
  project                    = "acme/shop"
  token_wo                   = var.hipchat_token
  color                      = "green"
  notify                     = true
  room                       = "acme-web"
  api_version                = "v1"
  server                     = "https://hipchat.example.com"
  push_events                = true
  issues_events              = true
  confidential_issues_events = true
  merge_requests_events      = true
  tag_push_events            = true
  note_events                = true
  pipeline_events            = false
}
