import {
  to = gitlabintegrations_confluence.web
  id = "projects/acme/web"
}
