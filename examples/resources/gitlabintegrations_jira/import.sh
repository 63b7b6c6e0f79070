# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_jira.web acme/web
terraform import gitlabintegrations_jira.web projects/acme/web
terraform import gitlabintegrations_jira.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_jira.web https://gitlab.example.com/acme/web/-/settings/integrations/jira/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_jira.acme groups/acme
terraform import gitlabintegrations_jira.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_jira.acme https://gitlab.example.com/groups/acme/-/settings/integrations/jira/edit
