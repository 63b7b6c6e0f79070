# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_jenkins_deprecated.web acme/web
terraform import gitlabintegrations_jenkins_deprecated.web projects/acme/web
terraform import gitlabintegrations_jenkins_deprecated.web 42
