# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_kubernetes.web acme/web
terraform import gitlabintegrations_kubernetes.web projects/acme/web
terraform import gitlabintegrations_kubernetes.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_kubernetes.web https://gitlab.example.com/acme/web/-/settings/integrations/kubernetes/edit
