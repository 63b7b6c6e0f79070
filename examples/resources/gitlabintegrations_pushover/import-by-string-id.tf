import {
  to = gitlabintegrations_pushover.web
  id = "projects/acme/web"
}
