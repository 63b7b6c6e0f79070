data "gitlabintegrations_pushover" "web" {
  project = "acme/web"
}

output "pushover_device" {
  value = data.gitlabintegrations_pushover.web.device
}
