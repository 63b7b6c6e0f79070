# The default of a group, and a project of the group that follows it.
resource "gitlabintegrations_datadog" "acme" {
  group                 = "acme"
  datadog_site          = "datadoghq.eu"
  api_key_wo            = var.datadog_api_key
  datadog_ci_visibility = true
  datadog_service       = "gitlab-acme"
  datadog_env           = "production"
}

resource "gitlabintegrations_datadog" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_datadog.acme]
}
