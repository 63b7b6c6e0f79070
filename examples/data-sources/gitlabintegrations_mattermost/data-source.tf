data "gitlabintegrations_mattermost" "web" {
  project = "acme/web"
}

output "mattermost_channel" {
  value = data.gitlabintegrations_mattermost.web.channel
}
