import {
  to = gitlabintegrations_assembla.web
  id = "projects/acme/web"
}
