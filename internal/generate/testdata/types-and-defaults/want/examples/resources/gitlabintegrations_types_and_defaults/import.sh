# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_types_and_defaults.web acme/web
terraform import gitlabintegrations_types_and_defaults.web projects/acme/web
terraform import gitlabintegrations_types_and_defaults.web 42
