# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_matrix.web acme/web
terraform import gitlabintegrations_matrix.web projects/acme/web
terraform import gitlabintegrations_matrix.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_matrix.web https://gitlab.example.com/acme/web/-/settings/integrations/matrix/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_matrix.acme groups/acme
terraform import gitlabintegrations_matrix.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_matrix.acme https://gitlab.example.com/groups/acme/-/settings/integrations/matrix/edit
