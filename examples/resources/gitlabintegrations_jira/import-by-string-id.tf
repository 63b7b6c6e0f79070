import {
  to = gitlabintegrations_jira.web
  id = "projects/acme/web"
}
