output "violations" {
  description = "Active integrations that violate the policy, as gitlabintegrations_inventory lists them"
  value       = local.violations

  # Fails the plan. A check block would only warn.
  precondition {
    condition     = local.compliant || !var.fail_on_violations
    error_message = module.report.text
  }
}

output "unreadable" {
  description = "Projects and groups whose integrations the token may not read: they may violate the policy unseen"
  value       = local.unreadable
}

output "compliant" {
  description = "Whether nothing violates the policy, and everything can be read"
  value       = local.compliant
}

output "text" {
  description = "The report in words, one line for each finding"
  value       = module.report.text
}

output "csv" {
  description = "The report as CSV"
  value       = module.report.csv
}

output "html" {
  description = "The report as a page with a table"
  value       = module.report.html
}
