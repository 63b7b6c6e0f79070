# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_asana.web acme/web
terraform import gitlabintegrations_asana.web projects/acme/web
terraform import gitlabintegrations_asana.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_asana.web https://gitlab.example.com/acme/web/-/settings/integrations/asana/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_asana.acme groups/acme
terraform import gitlabintegrations_asana.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_asana.acme https://gitlab.example.com/groups/acme/-/settings/integrations/asana/edit
