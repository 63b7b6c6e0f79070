import {
  to = gitlabintegrations_custom_issue_tracker.web
  identity = {
    project = "acme/web"
  }
}
