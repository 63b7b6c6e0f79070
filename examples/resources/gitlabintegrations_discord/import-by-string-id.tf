import {
  to = gitlabintegrations_discord.web
  id = "projects/acme/web"
}
