import {
  to = gitlabintegrations_types_and_defaults.web
  identity = {
    project = "acme/web"
  }
}
