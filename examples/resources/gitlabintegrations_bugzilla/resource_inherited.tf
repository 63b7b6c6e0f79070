resource "gitlabintegrations_bugzilla" "acme" {
  group         = "acme"
  project_url   = "https://bugzilla.example.com/describecomponents.cgi?product=web"
  issues_url    = "https://bugzilla.example.com/show_bug.cgi?id=:id"
  new_issue_url = "https://bugzilla.example.com/enter_bug.cgi?product=web"
}

resource "gitlabintegrations_bugzilla" "api" {
  project                = "acme/api"
  use_inherited_settings = true

  depends_on = [gitlabintegrations_bugzilla.acme]
}
