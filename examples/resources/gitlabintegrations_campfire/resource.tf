variable "campfire_token" {
  description = "API authentication token"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_campfire" "web" {
  project  = "acme/web"
  token_wo = var.campfire_token
}
