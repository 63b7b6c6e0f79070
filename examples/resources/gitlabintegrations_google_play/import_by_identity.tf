import {
  to = gitlabintegrations_google_play.web
  identity = {
    project = "acme/web"
  }
}
