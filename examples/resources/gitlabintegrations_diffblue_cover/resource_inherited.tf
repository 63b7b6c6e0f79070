resource "gitlabintegrations_diffblue_cover" "acme" {
  group                           = "acme"
  diffblue_license_key_wo         = var.diffblue_license_key
  diffblue_access_token_name      = "diffblue-cover"
  diffblue_access_token_secret_wo = var.diffblue_access_token_secret
}

resource "gitlabintegrations_diffblue_cover" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_diffblue_cover.acme]
}
