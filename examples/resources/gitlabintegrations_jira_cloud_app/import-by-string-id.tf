import {
  to = gitlabintegrations_jira_cloud_app.web
  id = "projects/acme/web"
}
