# By the full path or the ID of the project, as the configuration has it:
terraform import gitlabintegrations_google_cloud_platform_artifact_registry.web acme/web
terraform import gitlabintegrations_google_cloud_platform_artifact_registry.web projects/acme/web
terraform import gitlabintegrations_google_cloud_platform_artifact_registry.web 42
# By the address of the page in GitLab:
terraform import gitlabintegrations_google_cloud_platform_artifact_registry.web https://gitlab.example.com/acme/web/-/settings/integrations/google_cloud_platform_artifact_registry/edit
