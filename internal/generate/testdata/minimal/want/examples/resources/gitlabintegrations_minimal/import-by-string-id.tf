import {
  to = gitlabintegrations_minimal.web
  id = "projects/acme/web"
}
