# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_pumble.web acme/web
terraform import gitlabintegrations_pumble.web projects/acme/web
terraform import gitlabintegrations_pumble.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_pumble.acme groups/acme
terraform import gitlabintegrations_pumble.acme groups/7
