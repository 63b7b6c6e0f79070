variable "squash_tm_token" {
  description = "Secret with which Squash TM checks that a request comes from GitLab"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_squash_tm" "web" {
  project                    = "acme/web"
  url                        = "https://squash.example.com/squash/plugin/xsquash4gitlab/webhook/issue"
  token_wo                   = var.squash_tm_token
  confidential_issues_events = false
}
