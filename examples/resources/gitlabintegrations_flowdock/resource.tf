variable "flowdock_token" {
  description = "Git source token"
  type        = string
  sensitive   = true
}

resource "gitlabintegrations_flowdock" "web" {
  project = "acme/web"
  token   = var.flowdock_token
}
