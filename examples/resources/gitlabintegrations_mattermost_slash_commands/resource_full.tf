resource "gitlabintegrations_mattermost_slash_commands" "shop" {
  project  = "acme/shop"
  token_wo = var.mattermost_slash_commands_token
}
