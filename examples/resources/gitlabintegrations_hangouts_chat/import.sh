# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_hangouts_chat.web acme/web
terraform import gitlabintegrations_hangouts_chat.web projects/acme/web
terraform import gitlabintegrations_hangouts_chat.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_hangouts_chat.web https://gitlab.example.com/acme/web/-/settings/integrations/hangouts_chat/edit

# By the full path or the ID of the group, as the configuration has it:
terraform import gitlabintegrations_hangouts_chat.acme groups/acme
terraform import gitlabintegrations_hangouts_chat.acme groups/7
# By the address of the page in GitLab:
terraform import gitlabintegrations_hangouts_chat.acme https://gitlab.example.com/groups/acme/-/settings/integrations/hangouts_chat/edit
