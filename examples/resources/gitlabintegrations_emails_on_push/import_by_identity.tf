import {
  to = gitlabintegrations_emails_on_push.web
  identity = {
    project = "acme/web"
  }
}
