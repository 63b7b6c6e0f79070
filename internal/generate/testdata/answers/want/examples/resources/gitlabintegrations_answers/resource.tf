resource "gitlabintegrations_answers" "web" {
  project    = "acme/web"
  server_url = "https://ci.example.com"
}
