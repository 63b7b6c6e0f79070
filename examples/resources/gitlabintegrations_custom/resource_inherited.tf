# A project that inherits the settings of its group. GitLab requires the key of a
# required setting even then.
resource "gitlabintegrations_custom" "api" {
  project                = "acme/api"
  slug                   = "example-chat"
  use_inherited_settings = true

  settings = {
    token = null
  }
}
