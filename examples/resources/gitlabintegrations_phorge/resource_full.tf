resource "gitlabintegrations_phorge" "shop" {
  project     = "acme/shop"
  project_url = "https://phorge.example.com/project/view/1"
  issues_url  = "https://phorge.example.com/T:id"
  push_events = true
}
