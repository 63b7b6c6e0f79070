resource "gitlabintegrations_youtrack" "acme" {
  group       = "acme"
  project_url = "https://youtrack.example.com/projects/web"
  issues_url  = "https://youtrack.example.com/issue/:id"
}

resource "gitlabintegrations_youtrack" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_youtrack.acme]
}
