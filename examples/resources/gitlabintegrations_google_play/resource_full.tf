resource "gitlabintegrations_google_play" "shop" {
  project                       = "acme/shop"
  package_name                  = "com.example.acme"
  service_account_key_file_name = "acme-web.json"
  service_account_key_wo        = var.google_play_service_account_key
  google_play_protected_refs    = true
}
