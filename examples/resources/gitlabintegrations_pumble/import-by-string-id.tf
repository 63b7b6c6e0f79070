import {
  to = gitlabintegrations_pumble.web
  id = "projects/acme/web"
}
