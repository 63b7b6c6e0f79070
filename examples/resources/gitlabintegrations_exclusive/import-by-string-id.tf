import {
  to = gitlabintegrations_exclusive.web
  id = "projects/acme/web"
}
