# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_teamcity.web acme/web
terraform import gitlabintegrations_teamcity.web projects/acme/web
terraform import gitlabintegrations_teamcity.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_teamcity.acme groups/acme
terraform import gitlabintegrations_teamcity.acme groups/7
