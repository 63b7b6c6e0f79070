import {
  to = gitlabintegrations_phorge.web
  id = "projects/acme/web"
}
