# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_harbor.web acme/web
terraform import gitlabintegrations_harbor.web projects/acme/web
terraform import gitlabintegrations_harbor.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_harbor.acme groups/acme
terraform import gitlabintegrations_harbor.acme groups/7
