import {
  to = gitlabintegrations_telegram.web
  id = "projects/acme/web"
}
