# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_harbor.web acme/web
terraform import gitlabintegrations_harbor.web projects/acme/web
terraform import gitlabintegrations_harbor.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_harbor.web https://gitlab.example.com/acme/web/-/settings/integrations/harbor/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_harbor.acme groups/acme
terraform import gitlabintegrations_harbor.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_harbor.acme https://gitlab.example.com/groups/acme/-/settings/integrations/harbor/edit
