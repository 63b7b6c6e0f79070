import {
  to = gitlabintegrations_hangouts_chat.web
  id = "projects/acme/web"
}
