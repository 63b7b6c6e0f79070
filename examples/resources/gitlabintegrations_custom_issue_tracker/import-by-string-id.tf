import {
  to = gitlabintegrations_custom_issue_tracker.web
  id = "projects/acme/web"
}
