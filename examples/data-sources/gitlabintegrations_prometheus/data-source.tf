data "gitlabintegrations_prometheus" "web" {
  project = "acme/web"
}

output "prometheus_api_url" {
  value = data.gitlabintegrations_prometheus.web.api_url
}
