resource "gitlabintegrations_documented_facts" "web" {
  project  = "acme/web"
  behavior = "match_all"
}
