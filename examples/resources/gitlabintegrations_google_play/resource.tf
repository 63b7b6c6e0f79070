variable "google_play_service_account_key" {
  description = "Content of the service account key file"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_google_play" "web" {
  project                       = "acme/web"
  package_name                  = "com.example.acme"
  service_account_key_file_name = "acme-web.json"
  service_account_key_wo        = var.google_play_service_account_key
}
