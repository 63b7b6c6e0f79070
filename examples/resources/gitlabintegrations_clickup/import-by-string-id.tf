import {
  to = gitlabintegrations_clickup.web
  id = "projects/acme/web"
}
