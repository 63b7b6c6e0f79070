resource "gitlabintegrations_slack_slash_commands" "shop" {
  project  = "acme/shop"
  token_wo = var.slack_slash_commands_token
}
