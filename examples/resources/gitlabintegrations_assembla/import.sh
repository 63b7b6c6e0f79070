# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_assembla.web acme/web
terraform import gitlabintegrations_assembla.web projects/acme/web
terraform import gitlabintegrations_assembla.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_assembla.acme groups/acme
terraform import gitlabintegrations_assembla.acme groups/7
