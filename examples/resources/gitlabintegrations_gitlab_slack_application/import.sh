# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_gitlab_slack_application.web acme/web
terraform import gitlabintegrations_gitlab_slack_application.web projects/acme/web
terraform import gitlabintegrations_gitlab_slack_application.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_gitlab_slack_application.web https://gitlab.example.com/acme/web/-/settings/integrations/gitlab_slack_application/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_gitlab_slack_application.acme groups/acme
terraform import gitlabintegrations_gitlab_slack_application.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_gitlab_slack_application.acme https://gitlab.example.com/groups/acme/-/settings/integrations/gitlab_slack_application/edit
