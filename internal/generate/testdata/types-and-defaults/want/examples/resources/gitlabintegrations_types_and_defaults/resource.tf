resource "gitlabintegrations_types_and_defaults" "web" {
  project = "acme/web"
}
