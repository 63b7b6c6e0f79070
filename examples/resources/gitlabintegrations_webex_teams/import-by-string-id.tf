import {
  to = gitlabintegrations_webex_teams.web
  id = "projects/acme/web"
}
