resource "gitlabintegrations_github" "shop" {
  project         = "acme/shop"
  token_wo        = var.github_token
  repository_url  = "https://github.com/acme/web"
  static_context  = false
  pipeline_events = true
}
