resource "gitlabintegrations_documented_facts" "web" {
  project = "acme/web"
}
