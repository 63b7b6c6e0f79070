import {
  to = gitlabintegrations_apple_app_store.web
  identity = {
    project = "acme/web"
  }
}
