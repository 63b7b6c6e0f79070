resource "gitlabintegrations_drone_ci" "shop" {
  project                 = "acme/shop"
  enable_ssl_verification = true
  drone_url               = "https://drone.example.com"
  token_wo                = var.drone_ci_token
  push_events             = true
  merge_requests_events   = false
  tag_push_events         = false
}
