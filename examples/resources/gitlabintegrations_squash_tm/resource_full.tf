variable "squash_tm_token" {
  description = "Secret with which Squash TM verifies that a request comes from GitLab"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_squash_tm" "shop" {
  project                    = "acme/shop"
  url                        = "https://squash.example.com/squash/plugin/xsquash4gitlab/webhook/issue"
  token_wo                   = var.squash_tm_token
  issues_events              = true
  confidential_issues_events = false
}
