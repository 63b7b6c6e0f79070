import {
  to = gitlabintegrations_gemnasium.web
  id = "projects/acme/web"
}
