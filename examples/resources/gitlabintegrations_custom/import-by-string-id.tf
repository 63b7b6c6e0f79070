import {
  to = gitlabintegrations_custom.example_chat
  id = "projects/acme/web:example-chat"
}
