# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_microsoft_teams.web acme/web
terraform import gitlabintegrations_microsoft_teams.web projects/acme/web
terraform import gitlabintegrations_microsoft_teams.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_microsoft_teams.acme groups/acme
terraform import gitlabintegrations_microsoft_teams.acme groups/7
