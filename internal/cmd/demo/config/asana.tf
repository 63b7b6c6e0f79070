import {
  to = gitlabintegrations_asana.api
  id = "projects/acme/api"
}

resource "gitlabintegrations_asana" "api" {
  project            = "acme/api"
  api_key            = "demo-asana-key"
  restrict_to_branch = "main"
}
