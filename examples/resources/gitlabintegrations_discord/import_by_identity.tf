import {
  to = gitlabintegrations_discord.web
  identity = {
    project = "acme/web"
  }
}
