import {
  to = gitlabintegrations_pivotaltracker.web
  id = "projects/acme/web"
}
