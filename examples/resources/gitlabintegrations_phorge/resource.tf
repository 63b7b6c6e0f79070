resource "gitlabintegrations_phorge" "web" {
  project     = "acme/web"
  project_url = "https://phorge.example.com/project/view/1"
  issues_url  = "https://phorge.example.com/T:id"
}
