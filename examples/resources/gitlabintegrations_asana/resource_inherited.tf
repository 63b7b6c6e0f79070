resource "gitlabintegrations_asana" "acme" {
  group      = "acme"
  api_key_wo = var.asana_api_key
}

resource "gitlabintegrations_asana" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_asana.acme]
}
