# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_squash_tm" "acme" {
  group                      = "acme"
  url                        = "https://squash.example.com/squash/plugin/xsquash4gitlab/webhook/issue"
  token_wo                   = var.squash_tm_token
  confidential_issues_events = false
}

resource "gitlabintegrations_squash_tm" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_squash_tm.acme]
}
