resource "gitlabintegrations_assembla" "acme" {
  group    = "acme"
  token_wo = var.assembla_token
}

resource "gitlabintegrations_assembla" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_assembla.acme]
}
