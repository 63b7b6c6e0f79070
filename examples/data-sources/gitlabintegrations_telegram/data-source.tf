data "gitlabintegrations_telegram" "web" {
  project = "acme/web"
}

output "telegram_room" {
  value = data.gitlabintegrations_telegram.web.room
}
