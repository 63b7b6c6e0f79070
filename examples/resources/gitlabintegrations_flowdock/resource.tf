variable "flowdock_token" {
  description = "Git source token"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_flowdock" "web" {
  project  = "acme/web"
  token_wo = var.flowdock_token
}
