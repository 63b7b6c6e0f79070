# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_confluence.web acme/web
terraform import gitlabintegrations_confluence.web projects/acme/web
terraform import gitlabintegrations_confluence.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_confluence.acme groups/acme
terraform import gitlabintegrations_confluence.acme groups/7
