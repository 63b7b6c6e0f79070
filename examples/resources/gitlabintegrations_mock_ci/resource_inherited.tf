resource "gitlabintegrations_mock_ci" "acme" {
  group            = "acme"
  mock_service_url = "https://mock-ci.example.com"
}

resource "gitlabintegrations_mock_ci" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_mock_ci.acme]
}
