data "gitlabintegrations_mock_ci" "web" {
  project = "acme/web"
}

output "mock_ci_enable_ssl_verification" {
  value = data.gitlabintegrations_mock_ci.web.enable_ssl_verification
}
