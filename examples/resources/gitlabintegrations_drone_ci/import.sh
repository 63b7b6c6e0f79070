# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_drone_ci.web acme/web
terraform import gitlabintegrations_drone_ci.web projects/acme/web
terraform import gitlabintegrations_drone_ci.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_drone_ci.web https://gitlab.example.com/acme/web/-/settings/integrations/drone_ci/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_drone_ci.acme groups/acme
terraform import gitlabintegrations_drone_ci.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_drone_ci.acme https://gitlab.example.com/groups/acme/-/settings/integrations/drone_ci/edit
