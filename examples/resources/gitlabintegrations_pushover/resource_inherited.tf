resource "gitlabintegrations_pushover" "acme" {
  group       = "acme"
  api_key_wo  = var.pushover_api_key
  user_key_wo = var.pushover_user_key
  priority    = "0"
}

resource "gitlabintegrations_pushover" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_pushover.acme]
}
