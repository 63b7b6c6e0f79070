import {
  to = gitlabintegrations_apple_app_store.web
  id = "projects/acme/web"
}
