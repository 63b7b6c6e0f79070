resource "gitlabintegrations_asana" "shop" {
  project            = "acme/shop"
  api_key_wo         = var.asana_api_key
  restrict_to_branch = "main,production"
  push_events        = true
}
