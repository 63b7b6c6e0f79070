resource "gitlabintegrations_campfire" "shop" {
  project     = "acme/shop"
  token_wo    = var.campfire_token
  subdomain   = "acme"
  room        = "123456"
  push_events = true
}
