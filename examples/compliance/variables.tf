variable "fail_on_violations" {
  description = "Whether a violation fails the plan. If not, only the outputs report it"
  type        = bool
  default     = true
}

variable "gitlab_url" {
  description = "Address of GitLab, for links in the HTML report"
  type        = string
  default     = null
}
