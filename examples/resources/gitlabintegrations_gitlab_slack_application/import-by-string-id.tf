import {
  to = gitlabintegrations_gitlab_slack_application.web
  id = "projects/acme/web"
}
