import {
  to = gitlabintegrations_unify_circuit.web
  id = "projects/acme/web"
}
