resource "gitlabintegrations_bugzilla" "shop" {
  project       = "acme/shop"
  project_url   = "https://bugzilla.example.com/describecomponents.cgi?product=web"
  issues_url    = "https://bugzilla.example.com/show_bug.cgi?id=:id"
  new_issue_url = "https://bugzilla.example.com/enter_bug.cgi?product=web"
  push_events   = true
}
