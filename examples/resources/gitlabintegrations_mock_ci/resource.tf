resource "gitlabintegrations_mock_ci" "web" {
  project          = "acme/web"
  mock_service_url = "https://mock-ci.example.com"
}
