import {
  to = gitlabintegrations_harbor.web
  id = "projects/acme/web"
}
