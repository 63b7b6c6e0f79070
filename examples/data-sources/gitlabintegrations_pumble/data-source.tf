data "gitlabintegrations_pumble" "web" {
  project = "acme/web"
}

output "pumble_notify_only_broken_pipelines" {
  value = data.gitlabintegrations_pumble.web.notify_only_broken_pipelines
}
