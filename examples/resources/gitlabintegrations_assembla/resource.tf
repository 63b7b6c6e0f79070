variable "assembla_token" {
  description = "Authentication token of the GitLab tool in the Assembla space"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_assembla" "web" {
  project   = "acme/web"
  token     = var.assembla_token
  subdomain = "acme"
}
