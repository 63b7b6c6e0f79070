# By the full path or the ID of the project, and the slug:
terraform import gitlabintegrations_custom.example_chat acme/web:example-chat
terraform import gitlabintegrations_custom.example_chat projects/acme/web:example-chat
terraform import gitlabintegrations_custom.example_chat projects/42:example-chat

# By the full path or the ID of the group, and the slug:
terraform import gitlabintegrations_custom.acme groups/acme:example-chat
