import {
  to = gitlabintegrations_linear.web
  id = "projects/acme/web"
}
