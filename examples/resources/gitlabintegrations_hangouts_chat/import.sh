# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_hangouts_chat.web acme/web
terraform import gitlabintegrations_hangouts_chat.web projects/acme/web
terraform import gitlabintegrations_hangouts_chat.web 42

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_hangouts_chat.acme groups/acme
terraform import gitlabintegrations_hangouts_chat.acme groups/7
