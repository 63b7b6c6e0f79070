# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_drone_ci.web acme/web
terraform import gitlabintegrations_drone_ci.web projects/acme/web
terraform import gitlabintegrations_drone_ci.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_drone_ci.acme groups/acme
terraform import gitlabintegrations_drone_ci.acme groups/7
