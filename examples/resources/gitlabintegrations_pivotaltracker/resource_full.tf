resource "gitlabintegrations_pivotaltracker" "shop" {
  project            = "acme/shop"
  token_wo           = var.pivotaltracker_token
  restrict_to_branch = "main,production"
  push_events        = true
}
