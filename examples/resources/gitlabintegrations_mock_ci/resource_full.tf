resource "gitlabintegrations_mock_ci" "shop" {
  project                 = "acme/shop"
  enable_ssl_verification = true
  mock_service_url        = "https://mock-ci.example.com"
  push_events             = true
}
