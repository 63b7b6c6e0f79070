resource "gitlabintegrations_youtrack" "web" {
  project     = "acme/web"
  project_url = "https://youtrack.example.com/projects/web"
  issues_url  = "https://youtrack.example.com/issue/:id"
}
