# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_unify_circuit.web acme/web
terraform import gitlabintegrations_unify_circuit.web projects/acme/web
terraform import gitlabintegrations_unify_circuit.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_unify_circuit.web https://gitlab.example.com/acme/web/-/settings/integrations/unify_circuit/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_unify_circuit.acme groups/acme
terraform import gitlabintegrations_unify_circuit.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_unify_circuit.acme https://gitlab.example.com/groups/acme/-/settings/integrations/unify_circuit/edit
