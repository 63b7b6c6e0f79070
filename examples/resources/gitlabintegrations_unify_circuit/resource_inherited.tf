resource "gitlabintegrations_unify_circuit" "acme" {
  group      = "acme"
  webhook_wo = var.unify_circuit_webhook
}

resource "gitlabintegrations_unify_circuit" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_unify_circuit.acme]
}
