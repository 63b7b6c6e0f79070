resource "gitlabintegrations_pushover" "shop" {
  project     = "acme/shop"
  api_key_wo  = var.pushover_api_key
  user_key_wo = var.pushover_user_key
  device      = "phone"
  priority    = "0"
  sound       = "bike"
  push_events = true
}
