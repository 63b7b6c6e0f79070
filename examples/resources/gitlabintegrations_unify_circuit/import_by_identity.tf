import {
  to = gitlabintegrations_unify_circuit.web
  identity = {
    project = "acme/web"
  }
}
