variable "pivotaltracker_token" {
  description = "API token of the Pivotal Tracker user who writes the comments"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_pivotaltracker" "web" {
  project            = "acme/web"
  token              = var.pivotaltracker_token
  restrict_to_branch = "main,production"
}
