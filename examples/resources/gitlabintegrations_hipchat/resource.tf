variable "hipchat_token" {
  description = "Token of the room"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_hipchat" "web" {
  project  = "acme/web"
  token_wo = var.hipchat_token
}
