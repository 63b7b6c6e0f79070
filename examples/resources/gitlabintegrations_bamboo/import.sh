# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_bamboo.web acme/web
terraform import gitlabintegrations_bamboo.web projects/acme/web
terraform import gitlabintegrations_bamboo.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_bamboo.acme groups/acme
terraform import gitlabintegrations_bamboo.acme groups/7
