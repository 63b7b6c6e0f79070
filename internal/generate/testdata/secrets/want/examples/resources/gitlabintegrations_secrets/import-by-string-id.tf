import {
  to = gitlabintegrations_secrets.web
  id = "projects/acme/web"
}
