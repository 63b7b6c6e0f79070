variable "hipchat_token" {
  description = "Token of the room"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_hipchat" "web" {
  project = "acme/web"
  token   = var.hipchat_token
  color   = "green"
  notify  = true
  room    = "acme-web"
}
