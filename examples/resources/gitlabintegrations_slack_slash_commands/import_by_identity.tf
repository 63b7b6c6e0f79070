import {
  to = gitlabintegrations_slack_slash_commands.web
  identity = {
    project = "acme/web"
  }
}
