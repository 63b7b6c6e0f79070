# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_jira.web acme/web
terraform import gitlabintegrations_jira.web projects/acme/web
terraform import gitlabintegrations_jira.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_jira.acme groups/acme
terraform import gitlabintegrations_jira.acme groups/7
