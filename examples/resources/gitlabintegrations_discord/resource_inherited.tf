resource "gitlabintegrations_discord" "acme" {
  group      = "acme"
  webhook_wo = var.discord_webhook
}

resource "gitlabintegrations_discord" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_discord.acme]
}
