resource "gitlabintegrations_assembla" "shop" {
  project     = "acme/shop"
  token_wo    = var.assembla_token
  subdomain   = "acme"
  push_events = true
}
