data "gitlabintegrations_datadog" "web" {
  project = "acme/web"
}

output "datadog_site" {
  value = data.gitlabintegrations_datadog.web.datadog_site
}
