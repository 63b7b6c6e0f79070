data "gitlabintegrations_mock_ci" "web" {
  project = "acme/web"
}

output "mock_service_url" {
  value = data.gitlabintegrations_mock_ci.web.mock_service_url
}
