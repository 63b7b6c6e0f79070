resource "gitlabintegrations_campfire" "acme" {
  group    = "acme"
  token_wo = var.campfire_token
}

resource "gitlabintegrations_campfire" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_campfire.acme]
}
