data "gitlabintegrations_hangouts_chat" "web" {
  project = "acme/web"
}

output "hangouts_chat_notify_only_broken_pipelines" {
  value = data.gitlabintegrations_hangouts_chat.web.notify_only_broken_pipelines
}
