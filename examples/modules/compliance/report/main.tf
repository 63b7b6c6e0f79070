# The reports have the same rows, each with quotation marks of its own.
locals {
  rows = concat(
    [for i in var.violations : {
      kind        = i.owner_kind
      path        = i.owner_path
      integration = i.slug
      inherited   = tostring(i.inherited)
      finding     = "not allowed"
    }],
    [for u in var.unreadable : {
      kind        = u.owner_kind
      path        = u.owner_path
      integration = ""
      inherited   = ""
      finding     = u.reason
    }],
  )

  # A spreadsheet takes a text that begins with one of these characters for a formula.
  csv_rows = [
    for row in local.rows : {
      for name, text in row : name => "\"${replace(replace(text, "/^[=+@\t-]/", "'$0"), "\"", "\"\"")}\""
    }
  ]
  html_rows = [
    for row in local.rows : {
      for name, text in row :
      name => replace(replace(replace(replace(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;"), "\"", "&quot;")
    }
  ]
}

output "text" {
  description = "The report in words, one line for each finding"
  value = templatefile("${path.module}/templates/report.txt.tftpl", {
    group      = var.group
    violations = var.violations
    unreadable = var.unreadable
  })
}

output "csv" {
  description = "The report as CSV"
  value       = templatefile("${path.module}/templates/report.csv.tftpl", { rows = local.csv_rows })
}

output "html" {
  description = "The report as a page with a table"
  value = templatefile("${path.module}/templates/report.html.tftpl", {
    group      = var.group
    rows       = local.html_rows
    gitlab_url = var.gitlab_url == null ? "" : trimsuffix(var.gitlab_url, "/")
  })
}
