import {
  to = gitlabintegrations_youtrack.web
  identity = {
    project = "acme/web"
  }
}
