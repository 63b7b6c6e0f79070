import {
  to = gitlabintegrations_packagist.web
  id = "projects/acme/web"
}
