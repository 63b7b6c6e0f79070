# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_pipelines_email.web acme/web
terraform import gitlabintegrations_pipelines_email.web projects/acme/web
terraform import gitlabintegrations_pipelines_email.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_pipelines_email.acme groups/acme
terraform import gitlabintegrations_pipelines_email.acme groups/7
