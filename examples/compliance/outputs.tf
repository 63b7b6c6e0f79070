output "compliant" {
  description = "Whether nothing violates the policy"
  value       = module.compliance.compliant
}

# The reports are no secrets. They are sensitive so that the log of an apply does not
# repeat them: "output -raw" prints them.
output "text" {
  description = "The report in words"
  value       = module.compliance.text
  sensitive   = true
}

output "csv" {
  description = "The report as CSV"
  value       = module.compliance.csv
  sensitive   = true
}

output "html" {
  description = "The report as a page"
  value       = module.compliance.html
  sensitive   = true
}
