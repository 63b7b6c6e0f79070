# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_squash_tm.web acme/web
terraform import gitlabintegrations_squash_tm.web projects/acme/web
terraform import gitlabintegrations_squash_tm.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_squash_tm.acme groups/acme
terraform import gitlabintegrations_squash_tm.acme groups/7
