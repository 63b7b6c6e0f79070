import {
  to = gitlabintegrations_google_play.web
  id = "projects/acme/web"
}
