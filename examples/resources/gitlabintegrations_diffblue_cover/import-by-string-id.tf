import {
  to = gitlabintegrations_diffblue_cover.web
  id = "projects/acme/web"
}
