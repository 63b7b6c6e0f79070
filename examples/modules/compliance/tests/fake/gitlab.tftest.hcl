# With gitlabfake:
#   gitlabfake -project acme/web -project acme/legacy/old.site -project acme/legacy-2 -project acme/shop/api
#   terraform test -test-directory=tests/fake
# The CLI needs GITLAB_BASE_URL and GITLAB_TOKEN as gitlabfake prints them.

variables {
  group              = "acme"
  fail_on_violations = false
}

run "set_up" {
  module {
    source = "./tests/fake/setup"
  }
}

run "denied" {
  variables {
    denied = ["discord", "telegram"]
  }

  assert {
    condition = [for i in output.violations : "${i.owner_path} ${i.slug}"] == [
      "acme/legacy-2 discord", "acme/legacy/old.site discord", "acme/web discord",
    ]
    error_message = "Discord must be found where it is active, and nothing else. Found: ${output.text}"
  }
  assert {
    condition     = !output.compliant && length(output.unreadable) == 0
    error_message = "There are violations."
  }
}

run "allowed" {
  variables {
    allowed = ["discord"]
  }

  assert {
    condition = [for i in output.violations : "${i.owner_path} ${i.slug} ${i.inherited}"] == [
      "acme/shop external-wiki false", "acme/shop/api external-wiki true", "acme/web slack false",
    ]
    error_message = "All but Discord must be found, inherited or not. Found: ${output.text}"
  }
}

run "without_what_is_inherited" {
  variables {
    allowed           = ["discord", "slack"]
    include_inherited = false
  }

  assert {
    condition     = [for i in output.violations : i.owner_path] == ["acme/shop"]
    error_message = "Only the group must be found. Found: ${output.text}"
  }
}

# A path stands for itself and everything below it, in upper or lower case, and not for
# paths that only begin with the same letters.
run "exceptions" {
  variables {
    denied     = ["discord", "external-wiki"]
    exceptions = { "Acme/Legacy" = ["discord"], "acme/web" = ["external-wiki"], "acme/shop" = ["external-wiki"] }
  }

  assert {
    condition     = [for i in output.violations : "${i.owner_path} ${i.slug}"] == ["acme/legacy-2 discord", "acme/web discord"]
    error_message = "Found: ${output.text}"
  }
}

run "nothing_is_allowed" {
  variables {
    allowed = []
  }

  assert {
    condition     = length(output.violations) == 6
    error_message = "Everything must be found. Found: ${output.text}"
  }
}

run "fails" {
  command = plan

  variables {
    denied             = ["discord"]
    fail_on_violations = true
  }

  expect_failures = [output.violations]
}

run "complies" {
  variables {
    denied             = ["discord", "telegram"]
    exceptions         = { acme = ["discord"] }
    fail_on_violations = true
  }

  assert {
    condition     = output.compliant && output.text == "The integrations of group acme comply with the policy.\n"
    error_message = "Everything is excused."
  }
}
