variable "prometheus_google_iap_service_account_json" {
  description = "Content of the key file"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_prometheus" "shop" {
  project                            = "acme/shop"
  api_url                            = "https://prometheus.example.com"
  manual_configuration               = true
  google_iap_audience_client_id      = "example.apps.googleusercontent.com"
  google_iap_service_account_json_wo = var.prometheus_google_iap_service_account_json
}
