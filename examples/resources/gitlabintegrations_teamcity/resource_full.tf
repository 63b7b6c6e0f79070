resource "gitlabintegrations_teamcity" "shop" {
  project                 = "acme/shop"
  enable_ssl_verification = true
  teamcity_url            = "https://teamcity.example.com"
  build_type              = "Acme_Web_Build"
  username                = "gitlab"
  password_wo             = var.teamcity_password
  push_events             = true
  merge_requests_events   = false
}
