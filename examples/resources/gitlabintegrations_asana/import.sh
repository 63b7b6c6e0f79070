# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_asana.web acme/web
terraform import gitlabintegrations_asana.web projects/acme/web
terraform import gitlabintegrations_asana.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_asana.acme groups/acme
terraform import gitlabintegrations_asana.acme groups/7
