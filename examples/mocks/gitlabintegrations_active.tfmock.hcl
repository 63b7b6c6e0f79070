# A mock cannot have elements for a list of objects, so there are no active
# integrations. Where a test needs some, use gitlabfake, or put the data source into a
# module and override that (override_module).
mock_data "gitlabintegrations_active" {
  defaults = {
    id = "projects/acme/web"
  }
}
