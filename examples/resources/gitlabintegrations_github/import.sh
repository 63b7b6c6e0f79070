# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_github.web acme/web
terraform import gitlabintegrations_github.web projects/acme/web
terraform import gitlabintegrations_github.web 42
