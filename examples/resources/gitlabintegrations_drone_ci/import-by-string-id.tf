import {
  to = gitlabintegrations_drone_ci.web
  id = "projects/acme/web"
}
