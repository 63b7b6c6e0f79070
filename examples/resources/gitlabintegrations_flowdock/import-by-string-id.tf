import {
  to = gitlabintegrations_flowdock.web
  id = "projects/acme/web"
}
