mock_resource "gitlabintegrations_custom" {
  defaults = {
    id                     = "projects/acme/web:example-chat"
    use_inherited_settings = false
    secrets_wo_version     = 1
  }
}
