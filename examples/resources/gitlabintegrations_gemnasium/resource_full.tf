resource "gitlabintegrations_gemnasium" "shop" {
  project     = "acme/shop"
  api_key_wo  = var.gemnasium_api_key
  token_wo    = var.gemnasium_token
  push_events = true
}
