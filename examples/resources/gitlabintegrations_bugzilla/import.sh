# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_bugzilla.web acme/web
terraform import gitlabintegrations_bugzilla.web projects/acme/web
terraform import gitlabintegrations_bugzilla.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_bugzilla.acme groups/acme
terraform import gitlabintegrations_bugzilla.acme groups/7
