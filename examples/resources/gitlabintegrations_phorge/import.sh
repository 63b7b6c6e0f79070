# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_phorge.web acme/web
terraform import gitlabintegrations_phorge.web projects/acme/web
terraform import gitlabintegrations_phorge.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_phorge.acme groups/acme
terraform import gitlabintegrations_phorge.acme groups/7
