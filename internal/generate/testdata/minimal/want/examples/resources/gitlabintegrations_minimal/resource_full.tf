resource "gitlabintegrations_minimal" "shop" {
  project  = "acme/shop"
  username = "gitlab-bot"
}
