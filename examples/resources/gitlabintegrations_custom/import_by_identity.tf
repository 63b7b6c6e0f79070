import {
  to = gitlabintegrations_custom.example_chat
  identity = {
    project = "acme/web"
    slug    = "example-chat"
  }
}
