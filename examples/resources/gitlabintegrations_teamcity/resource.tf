variable "teamcity_password" {
  description = "Password of the TeamCity user"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_teamcity" "web" {
  project      = "acme/web"
  teamcity_url = "https://teamcity.example.com"
  build_type   = "Acme_Web_Build"
  username     = "gitlab"
  password_wo  = var.teamcity_password
}
