# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_clickup.web acme/web
terraform import gitlabintegrations_clickup.web projects/acme/web
terraform import gitlabintegrations_clickup.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_clickup.acme groups/acme
terraform import gitlabintegrations_clickup.acme groups/7
