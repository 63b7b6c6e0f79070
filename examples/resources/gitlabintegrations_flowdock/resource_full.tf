resource "gitlabintegrations_flowdock" "shop" {
  project     = "acme/shop"
  token_wo    = var.flowdock_token
  push_events = true
}
