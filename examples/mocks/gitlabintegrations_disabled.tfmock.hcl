mock_resource "gitlabintegrations_disabled" {
  defaults = {
    id = "projects/acme/web:discord"
  }
}
