resource "gitlabintegrations_clickup" "web" {
  project     = "acme/web"
  project_url = "https://app.clickup.com/1234567"
  issues_url  = "https://app.clickup.com/t/:id"
}
