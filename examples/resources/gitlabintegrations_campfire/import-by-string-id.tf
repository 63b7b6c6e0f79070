import {
  to = gitlabintegrations_campfire.web
  id = "projects/acme/web"
}
