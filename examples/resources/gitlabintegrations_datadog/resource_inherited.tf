resource "gitlabintegrations_datadog" "acme" {
  group      = "acme"
  api_key_wo = var.datadog_api_key
}

resource "gitlabintegrations_datadog" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_datadog.acme]
}
