import {
  to = gitlabintegrations_slack_slash_commands.web
  id = "projects/acme/web"
}
