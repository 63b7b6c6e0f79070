variable "datadog_api_key" {
  description = "API key of the Datadog organization"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_datadog" "web" {
  project               = "acme/web"
  datadog_site          = "datadoghq.eu"
  api_key_wo            = var.datadog_api_key
  datadog_ci_visibility = true
  datadog_service       = "gitlab-acme"
  datadog_env           = "production"
}
