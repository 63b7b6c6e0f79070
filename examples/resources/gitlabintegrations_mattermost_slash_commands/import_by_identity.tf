import {
  to = gitlabintegrations_mattermost_slash_commands.web
  identity = {
    project = "acme/web"
  }
}
