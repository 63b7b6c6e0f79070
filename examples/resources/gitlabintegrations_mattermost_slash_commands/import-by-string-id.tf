import {
  to = gitlabintegrations_mattermost_slash_commands.web
  id = "projects/acme/web"
}
