resource "gitlabintegrations_mock_ci" "web" {
  project                 = "acme/web"
  enable_ssl_verification = false
  mock_service_url        = "https://mock-ci.example.com"
}
