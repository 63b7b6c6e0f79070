# A mock has no elements for lists of objects, so both lists are empty. Where a test
# needs some, override the data source (override_data).
mock_data "gitlabintegrations_inventory" {
  defaults = {
    id = "groups/acme"
  }
}
