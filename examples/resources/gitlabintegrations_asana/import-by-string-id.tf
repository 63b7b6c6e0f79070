import {
  to = gitlabintegrations_asana.web
  id = "projects/acme/web"
}
