import {
  to = gitlabintegrations_irker.web
  id = "projects/acme/web"
}
