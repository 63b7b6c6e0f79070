import {
  to = gitlabintegrations_bamboo.web
  id = "projects/acme/web"
}
