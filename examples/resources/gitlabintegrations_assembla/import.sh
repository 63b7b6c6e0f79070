# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_assembla.web acme/web
terraform import gitlabintegrations_assembla.web projects/acme/web
terraform import gitlabintegrations_assembla.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_assembla.web https://gitlab.example.com/acme/web/-/settings/integrations/assembla/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_assembla.acme groups/acme
terraform import gitlabintegrations_assembla.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_assembla.acme https://gitlab.example.com/groups/acme/-/settings/integrations/assembla/edit
