import {
  to = gitlabintegrations_bugzilla.web
  id = "projects/acme/web"
}
