data "gitlabintegrations_hipchat" "web" {
  project = "acme/web"
}

output "hipchat_color" {
  value = data.gitlabintegrations_hipchat.web.color
}
