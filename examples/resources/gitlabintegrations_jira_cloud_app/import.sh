# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_jira_cloud_app.web acme/web
terraform import gitlabintegrations_jira_cloud_app.web projects/acme/web
terraform import gitlabintegrations_jira_cloud_app.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_jira_cloud_app.web https://gitlab.example.com/acme/web/-/settings/integrations/jira_cloud_app/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_jira_cloud_app.acme groups/acme
terraform import gitlabintegrations_jira_cloud_app.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_jira_cloud_app.acme https://gitlab.example.com/groups/acme/-/settings/integrations/jira_cloud_app/edit
