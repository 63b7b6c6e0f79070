variable "assembla_token" {
  description = "Authentication token of the GitLab tool in the Assembla space"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_assembla" "web" {
  project  = "acme/web"
  token_wo = var.assembla_token
}
