resource "gitlabintegrations_prometheus" "web" {
  project = "acme/web"
  api_url = "https://prometheus.example.com"
}
