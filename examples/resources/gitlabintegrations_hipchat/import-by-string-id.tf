import {
  to = gitlabintegrations_hipchat.web
  id = "projects/acme/web"
}
