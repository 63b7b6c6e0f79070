resource "gitlabintegrations_slack" "acme" {
  group      = "acme"
  webhook_wo = var.slack_webhook
}

resource "gitlabintegrations_slack" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_slack.acme]
}
