import {
  to = gitlabintegrations_hangouts_chat.web
  identity = {
    project = "acme/web"
  }
}
