resource "gitlabintegrations_minimal" "web" {
  project = "acme/web"
}
