# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_clickup.web acme/web
terraform import gitlabintegrations_clickup.web projects/acme/web
terraform import gitlabintegrations_clickup.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_clickup.web https://gitlab.example.com/acme/web/-/settings/integrations/clickup/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_clickup.acme groups/acme
terraform import gitlabintegrations_clickup.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_clickup.acme https://gitlab.example.com/groups/acme/-/settings/integrations/clickup/edit
