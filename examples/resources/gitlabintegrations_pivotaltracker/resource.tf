variable "pivotaltracker_token" {
  description = "API token of the Pivotal Tracker user who writes the comments"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_pivotaltracker" "web" {
  project  = "acme/web"
  token_wo = var.pivotaltracker_token
}
