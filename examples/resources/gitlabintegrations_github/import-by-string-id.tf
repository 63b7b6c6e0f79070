import {
  to = gitlabintegrations_github.web
  id = "projects/acme/web"
}
