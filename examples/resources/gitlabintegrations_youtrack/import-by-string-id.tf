import {
  to = gitlabintegrations_youtrack.web
  id = "projects/acme/web"
}
