import {
  to = gitlabintegrations_slack.web
  identity = {
    project = "acme/web"
  }
}
