# A project that follows the settings of its group. GitLab demands the name of
# a required setting all the same.
resource "gitlabintegrations_custom" "api" {
  project                = "acme/api"
  slug                   = "example-chat"
  use_inherited_settings = true

  settings = {
    token = null
  }
}
