variable "teamcity_password" {
  description = "Password of that user"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_teamcity" "web" {
  project               = "acme/web"
  teamcity_url          = "https://teamcity.example.com"
  build_type            = "Acme_Web_Build"
  username              = "gitlab"
  password              = var.teamcity_password
  merge_requests_events = false
}
