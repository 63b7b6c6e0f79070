resource "gitlabintegrations_datadog" "shop" {
  project               = "acme/shop"
  datadog_site          = "datadoghq.eu"
  api_url               = "https://webhooks-http-intake.logs.example.com/api/v2/webhook"
  api_key_wo            = var.datadog_api_key
  datadog_ci_visibility = true
  archive_trace_events  = false
  datadog_service       = "gitlab-acme"
  datadog_env           = "production"
  datadog_tags          = "team:web\ncost_center:42"
  pipeline_events       = true
  push_events           = true
  merge_requests_events = true
  note_events           = true
  tag_push_events       = true
}
