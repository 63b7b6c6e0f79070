data "gitlabintegrations_discord" "web" {
  project = "acme/web"
}

output "discord_notify_only_broken_pipelines" {
  value = data.gitlabintegrations_discord.web.notify_only_broken_pipelines
}
