import {
  to = gitlabintegrations_buildkite.web
  identity = {
    project = "acme/web"
  }
}
