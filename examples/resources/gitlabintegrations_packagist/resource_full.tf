resource "gitlabintegrations_packagist" "shop" {
  project               = "acme/shop"
  username              = "acme"
  token_wo              = var.packagist_token
  server                = "https://packagist.example.com"
  push_events           = true
  merge_requests_events = false
  tag_push_events       = true
}
