# Policies that mean nothing, or not what somebody wanted.

mock_provider "gitlabintegrations" {}

variables {
  group = "acme"
}

run "no_policy" {
  command         = plan
  expect_failures = [var.allowed]
}

run "two_policies" {
  command = plan
  variables {
    allowed = ["slack"]
    denied  = ["discord"]
  }
  expect_failures = [var.allowed]
}

run "nothing_is_denied" {
  command = plan
  variables {
    denied = []
  }
  expect_failures = [var.denied]
}

run "name_of_a_resource_as_allowed" {
  command = plan
  variables {
    allowed = ["pipelines_email"]
  }
  expect_failures = [var.allowed]
}

run "name_of_a_resource_as_denied" {
  command = plan
  variables {
    denied = ["pipelines_email"]
  }
  expect_failures = [var.denied]
}

run "exception_for_what_is_allowed" {
  command = plan
  variables {
    allowed    = ["slack"]
    exceptions = { "acme/web" = ["slack"] }
  }
  expect_failures = [var.exceptions]
}

run "exception_for_what_is_not_denied" {
  command = plan
  variables {
    denied     = ["discord"]
    exceptions = { "acme/web" = ["discrod"] }
  }
  expect_failures = [var.exceptions]
}

run "exception_with_a_slash" {
  command = plan
  variables {
    denied     = ["discord"]
    exceptions = { "/acme/web" = ["discord"] }
  }
  expect_failures = [var.exceptions]
}

run "markup_as_group" {
  command = plan
  variables {
    group  = "<b>acme</b>"
    denied = ["discord"]
  }
  expect_failures = [var.group]
}

run "address_that_is_a_script" {
  command = plan
  variables {
    denied     = ["discord"]
    gitlab_url = "javascript:alert(1)"
  }
  expect_failures = [var.gitlab_url]
}
