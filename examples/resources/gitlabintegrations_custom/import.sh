# By the full path or the ID of the project, and the slug:
terraform import gitlabintegrations_custom.example_chat acme/web:example-chat
terraform import gitlabintegrations_custom.example_chat projects/acme/web:example-chat
terraform import gitlabintegrations_custom.example_chat projects/42:example-chat
# By the address of the page in GitLab:
terraform import gitlabintegrations_custom.example_chat https://gitlab.example.com/acme/web/-/settings/integrations/example_chat/edit

# By the full path or the ID of the group, and the slug:
terraform import gitlabintegrations_custom.acme groups/acme:example-chat
# By the address of the page in GitLab:
terraform import gitlabintegrations_custom.acme https://gitlab.example.com/groups/acme/-/settings/integrations/example_chat/edit
