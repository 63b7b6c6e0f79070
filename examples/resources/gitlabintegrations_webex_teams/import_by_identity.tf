import {
  to = gitlabintegrations_webex_teams.web
  identity = {
    project = "acme/web"
  }
}
