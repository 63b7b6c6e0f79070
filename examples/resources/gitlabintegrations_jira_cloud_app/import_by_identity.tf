import {
  to = gitlabintegrations_jira_cloud_app.web
  identity = {
    project = "acme/web"
  }
}
