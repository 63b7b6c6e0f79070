import {
  to = gitlabintegrations_pipelines_email.web
  identity = {
    project = "acme/web"
  }
}
