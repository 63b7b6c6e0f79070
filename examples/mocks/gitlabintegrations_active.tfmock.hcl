# A mock has no elements for a list of objects, so there are no active integrations.
# Where a test needs some, override the data source (override_data).
mock_data "gitlabintegrations_active" {
  defaults = {
    id = "projects/acme/web"
  }
}
