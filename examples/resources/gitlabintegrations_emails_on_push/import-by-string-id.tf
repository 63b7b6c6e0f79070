import {
  to = gitlabintegrations_emails_on_push.web
  id = "projects/acme/web"
}
