import {
  to = gitlabintegrations_microsoft_teams.web
  identity = {
    project = "acme/web"
  }
}
