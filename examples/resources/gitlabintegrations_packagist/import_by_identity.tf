import {
  to = gitlabintegrations_packagist.web
  identity = {
    project = "acme/web"
  }
}
