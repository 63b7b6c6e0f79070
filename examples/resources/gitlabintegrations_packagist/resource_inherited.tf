resource "gitlabintegrations_packagist" "acme" {
  group    = "acme"
  username = "acme"
  token_wo = var.packagist_token
}

resource "gitlabintegrations_packagist" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_packagist.acme]
}
