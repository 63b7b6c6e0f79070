# A mock cannot have elements for lists of objects, so both lists are empty. Where a
# test needs some, use gitlabfake, or put the data source into a module and override
# that (override_module).
mock_data "gitlabintegrations_inventory" {
  defaults = {
    id = "groups/acme"
  }
}
