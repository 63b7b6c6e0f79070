import {
  to = gitlabintegrations_datadog.web
  identity = {
    project = "acme/web"
  }
}
