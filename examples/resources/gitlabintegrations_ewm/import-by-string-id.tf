import {
  to = gitlabintegrations_ewm.web
  id = "projects/acme/web"
}
