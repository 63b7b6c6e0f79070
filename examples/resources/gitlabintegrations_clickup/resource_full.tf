resource "gitlabintegrations_clickup" "shop" {
  project     = "acme/shop"
  project_url = "https://app.clickup.com/1234567"
  issues_url  = "https://app.clickup.com/t/:id"
  push_events = true
}
