import {
  to = gitlabintegrations_jira.web
  identity = {
    project = "acme/web"
  }
}
