# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_datadog.web acme/web
terraform import gitlabintegrations_datadog.web projects/acme/web
terraform import gitlabintegrations_datadog.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_datadog.web https://gitlab.example.com/acme/web/-/settings/integrations/datadog/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_datadog.acme groups/acme
terraform import gitlabintegrations_datadog.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_datadog.acme https://gitlab.example.com/groups/acme/-/settings/integrations/datadog/edit
