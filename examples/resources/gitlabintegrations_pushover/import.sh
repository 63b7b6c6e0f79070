# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_pushover.web acme/web
terraform import gitlabintegrations_pushover.web projects/acme/web
terraform import gitlabintegrations_pushover.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_pushover.acme groups/acme
terraform import gitlabintegrations_pushover.acme groups/7
