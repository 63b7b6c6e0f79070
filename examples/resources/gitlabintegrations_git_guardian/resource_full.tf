resource "gitlabintegrations_git_guardian" "shop" {
  project  = "acme/shop"
  token_wo = var.git_guardian_token
}
