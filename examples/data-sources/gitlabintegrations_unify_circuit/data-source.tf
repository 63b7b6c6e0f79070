data "gitlabintegrations_unify_circuit" "web" {
  project = "acme/web"
}

output "unify_circuit_notify_only_broken_pipelines" {
  value = data.gitlabintegrations_unify_circuit.web.notify_only_broken_pipelines
}
