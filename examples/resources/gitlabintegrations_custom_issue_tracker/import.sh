# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_custom_issue_tracker.web acme/web
terraform import gitlabintegrations_custom_issue_tracker.web projects/acme/web
terraform import gitlabintegrations_custom_issue_tracker.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_custom_issue_tracker.acme groups/acme
terraform import gitlabintegrations_custom_issue_tracker.acme groups/7
