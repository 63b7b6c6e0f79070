# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_mock_ci" "acme" {
  group                   = "acme"
  enable_ssl_verification = false
  mock_service_url        = "https://mock-ci.example.com"
}

resource "gitlabintegrations_mock_ci" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_mock_ci.acme]
}
