mock_resource "gitlabintegrations_exclusive" {
  defaults = {
    id                = "projects/acme/web"
    include_inherited = true
    allow_none        = false
  }
}
