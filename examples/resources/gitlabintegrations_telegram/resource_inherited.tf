resource "gitlabintegrations_telegram" "acme" {
  group    = "acme"
  token_wo = var.telegram_token
  room     = "@acme_web"
}

resource "gitlabintegrations_telegram" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_telegram.acme]
}
