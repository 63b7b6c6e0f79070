# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_prometheus.web acme/web
terraform import gitlabintegrations_prometheus.web projects/acme/web
terraform import gitlabintegrations_prometheus.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_prometheus.web https://gitlab.example.com/acme/web/-/settings/integrations/prometheus/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_prometheus.acme groups/acme
terraform import gitlabintegrations_prometheus.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_prometheus.acme https://gitlab.example.com/groups/acme/-/settings/integrations/prometheus/edit
