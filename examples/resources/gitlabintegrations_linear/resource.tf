resource "gitlabintegrations_linear" "web" {
  project       = "acme/web"
  workspace_url = "https://linear.app/acme"
}
