variable "datadog_api_key" {
  description = "API key of the Datadog organization"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_datadog" "web" {
  project    = "acme/web"
  api_key_wo = var.datadog_api_key
}
