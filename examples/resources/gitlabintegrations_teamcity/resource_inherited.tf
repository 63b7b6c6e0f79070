resource "gitlabintegrations_teamcity" "acme" {
  group        = "acme"
  teamcity_url = "https://teamcity.example.com"
  build_type   = "Acme_Web_Build"
  username     = "gitlab"
  password_wo  = var.teamcity_password
}

resource "gitlabintegrations_teamcity" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_teamcity.acme]
}
