import {
  to = gitlabintegrations_slack.web
  id = "projects/acme/web"
}
