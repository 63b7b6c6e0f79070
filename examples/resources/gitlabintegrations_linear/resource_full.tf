resource "gitlabintegrations_linear" "shop" {
  project       = "acme/shop"
  workspace_url = "https://linear.app/acme"
  push_events   = true
}
