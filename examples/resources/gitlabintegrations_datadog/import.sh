# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_datadog.web acme/web
terraform import gitlabintegrations_datadog.web projects/acme/web
terraform import gitlabintegrations_datadog.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_datadog.acme groups/acme
terraform import gitlabintegrations_datadog.acme groups/7
