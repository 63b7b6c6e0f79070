variable "harbor_password" {
  description = "Password of the Harbor user"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_harbor" "web" {
  project      = "acme/web"
  url          = "https://harbor.example.com"
  project_name = "web"
  username     = "gitlab"
  password_wo  = var.harbor_password
}
