variable "unify_circuit_webhook" {
  description = "Incoming webhook URL"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_unify_circuit" "web" {
  project    = "acme/web"
  webhook_wo = var.unify_circuit_webhook
}
