resource "gitlabintegrations_youtrack" "shop" {
  project     = "acme/shop"
  project_url = "https://youtrack.example.com/projects/web"
  issues_url  = "https://youtrack.example.com/issue/:id"
  push_events = true
}
