variable "bamboo_build_key" {
  description = "Key of the Bamboo plan to build"
  type        = string
  ephemeral   = true
}

variable "bamboo_password" {
  description = "Password of the Bamboo user"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_bamboo" "web" {
  project      = "acme/web"
  bamboo_url   = "https://bamboo.example.com"
  build_key_wo = var.bamboo_build_key
  username     = "gitlab"
  password_wo  = var.bamboo_password
}
