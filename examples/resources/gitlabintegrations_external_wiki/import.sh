# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_external_wiki.web acme/web
terraform import gitlabintegrations_external_wiki.web projects/acme/web
terraform import gitlabintegrations_external_wiki.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_external_wiki.acme groups/acme
terraform import gitlabintegrations_external_wiki.acme groups/7
