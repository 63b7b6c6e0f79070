# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_prometheus.web acme/web
terraform import gitlabintegrations_prometheus.web projects/acme/web
terraform import gitlabintegrations_prometheus.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_prometheus.acme groups/acme
terraform import gitlabintegrations_prometheus.acme groups/7
