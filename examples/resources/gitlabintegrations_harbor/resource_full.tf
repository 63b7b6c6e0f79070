resource "gitlabintegrations_harbor" "shop" {
  project      = "acme/shop"
  url          = "https://harbor.example.com"
  project_name = "web"
  username     = "gitlab"
  password_wo  = var.harbor_password
}
