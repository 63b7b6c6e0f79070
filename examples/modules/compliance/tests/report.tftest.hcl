# The reports, without a GitLab: terraform test, or tofu test.

variables {
  group      = "acme"
  violations = []
  unreadable = []
}

run "nothing_to_report" {
  module {
    source = "./report"
  }

  assert {
    condition     = output.text == "The integrations of group acme comply with the policy.\n"
    error_message = "The text is: ${output.text}"
  }
  assert {
    condition     = length(csvdecode(output.csv)) == 0 && strcontains(output.html, "All integrations comply with the policy.")
    error_message = "The CSV and the page must have no rows."
  }
}

run "violations" {
  module {
    source = "./report"
  }

  variables {
    violations = [
      { owner_kind = "project", owner_path = "acme/old.site/Web", slug = "discord", inherited = true },
      { owner_kind = "group", owner_path = "acme/shop", slug = "jenkins", inherited = false },
    ]
    gitlab_url = "https://gitlab.example.com/"
  }

  assert {
    condition     = output.text == "Not allowed in group acme (2):\n- discord of project acme/old.site/Web, inherited\n- jenkins of group acme/shop\n"
    error_message = "The text must name slugs and owners, and is: ${output.text}"
  }
  assert {
    condition     = join(" ", [for row in csvdecode(output.csv) : join(":", values(row))]) == "not allowed:true:discord:project:acme/old.site/Web not allowed:false:jenkins:group:acme/shop"
    error_message = "The CSV must have a row for each, and is: ${output.csv}"
  }
  assert {
    condition = (
      strcontains(output.html, "<td><a href=\"https://gitlab.example.com/acme/old.site/Web/-/settings/integrations/discord/edit\">discord</a></td><td>true</td>") &&
      strcontains(output.html, "<td><a href=\"https://gitlab.example.com/groups/acme/shop/-/settings/integrations/jenkins/edit\">jenkins</a></td><td>false</td>")
    )
    error_message = "The page must link to the integrations, and is: ${output.html}"
  }
}

# What GitLab, or a proxy before it, says of a failure can contain anything.
run "quotation" {
  module {
    source = "./report"
  }

  variables {
    unreadable = [
      { owner_kind = "project", owner_path = "acme/web", reason = "<script>alert(\"a & b\")</script>" },
      { owner_kind = "project", owner_path = "acme/api", reason = "=HYPERLINK(\"https://example.com\",\"x\")" },
    ]
  }

  assert {
    condition     = strcontains(output.html, "<td>&lt;script&gt;alert(&quot;a &amp; b&quot;)&lt;/script&gt;</td>") && !strcontains(output.html, "<script")
    error_message = "The page must show markup as text, and is: ${output.html}"
  }
  assert {
    condition = join("\n", csvdecode(output.csv)[*].finding) == join("\n", [
      "<script>alert(\"a & b\")</script>", "'=HYPERLINK(\"https://example.com\",\"x\")",
    ])
    error_message = "The CSV must keep quotation marks and commas, and have no formulas. It is: ${output.csv}"
  }
}
