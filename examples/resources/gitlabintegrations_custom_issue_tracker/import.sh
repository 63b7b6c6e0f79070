# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_custom_issue_tracker.web acme/web
terraform import gitlabintegrations_custom_issue_tracker.web projects/acme/web
terraform import gitlabintegrations_custom_issue_tracker.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_custom_issue_tracker.web https://gitlab.example.com/acme/web/-/settings/integrations/custom_issue_tracker/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_custom_issue_tracker.acme groups/acme
terraform import gitlabintegrations_custom_issue_tracker.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_custom_issue_tracker.acme https://gitlab.example.com/groups/acme/-/settings/integrations/custom_issue_tracker/edit
