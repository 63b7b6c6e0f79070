import {
  to = gitlabintegrations_microsoft_teams.web
  id = "projects/acme/web"
}
