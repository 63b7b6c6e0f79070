# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_linear.web acme/web
terraform import gitlabintegrations_linear.web projects/acme/web
terraform import gitlabintegrations_linear.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_linear.web https://gitlab.example.com/acme/web/-/settings/integrations/linear/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_linear.acme groups/acme
terraform import gitlabintegrations_linear.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_linear.acme https://gitlab.example.com/groups/acme/-/settings/integrations/linear/edit
