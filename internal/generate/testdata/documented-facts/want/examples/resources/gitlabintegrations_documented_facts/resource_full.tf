resource "gitlabintegrations_documented_facts" "shop" {
  project  = "acme/shop"
  behavior = "match_all"
  sound    = "siren"
  level    = 2
  added    = "text"
}
