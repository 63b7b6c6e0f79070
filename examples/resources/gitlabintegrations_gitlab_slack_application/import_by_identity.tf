import {
  to = gitlabintegrations_gitlab_slack_application.web
  identity = {
    project = "acme/web"
  }
}
