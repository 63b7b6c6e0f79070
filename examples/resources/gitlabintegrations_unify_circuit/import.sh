# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_unify_circuit.web acme/web
terraform import gitlabintegrations_unify_circuit.web projects/acme/web
terraform import gitlabintegrations_unify_circuit.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_unify_circuit.acme groups/acme
terraform import gitlabintegrations_unify_circuit.acme groups/7
