# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_minimal.web acme/web
terraform import gitlabintegrations_minimal.web projects/acme/web
terraform import gitlabintegrations_minimal.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_minimal.web https://gitlab.example.com/acme/web/-/settings/integrations/minimal/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_minimal.acme groups/acme
terraform import gitlabintegrations_minimal.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_minimal.acme https://gitlab.example.com/groups/acme/-/settings/integrations/minimal/edit
