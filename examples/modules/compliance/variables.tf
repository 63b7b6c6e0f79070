variable "group" {
  description = "ID or full path of the group. The policy is for its projects, and for all groups and projects below it"
  type        = string

  validation {
    condition     = can(regex("^[0-9A-Za-z_.-]+(/[0-9A-Za-z_.-]+)*$", var.group))
    error_message = "A group is an ID or a full path, such as acme or acme/shop."
  }
}

variable "allowed" {
  description = "Slugs of the integrations that may be active, such as pipelines-email; no other may. Empty if none may be"
  type        = set(string)
  default     = null

  validation {
    condition     = (var.allowed == null) != (var.denied == null)
    error_message = "A policy needs either allowed or denied, and not both."
  }
  validation {
    condition     = var.allowed == null || can([for slug in var.allowed : regex("^[a-z0-9]+(-[a-z0-9]+)*$", slug)])
    error_message = "A slug has lower case letters, digits and dashes, such as pipelines-email."
  }
}

variable "denied" {
  description = "Slugs of the integrations that must not be active, such as discord; all others may"
  type        = set(string)
  default     = null

  validation {
    condition     = var.denied == null || try(length(var.denied) > 0, false)
    error_message = "An empty list denies nothing. For a policy that allows nothing, set allowed = []."
  }
  validation {
    condition     = var.denied == null || can([for slug in var.denied : regex("^[a-z0-9]+(-[a-z0-9]+)*$", slug)])
    error_message = "A slug has lower case letters, digits and dashes, such as pipelines-email."
  }
}

variable "exceptions" {
  description = "Slugs that are excused, by full path of a project, or of a group with everything below it"
  type        = map(set(string))
  default     = {}
  nullable    = false

  validation {
    condition     = can([for path in keys(var.exceptions) : regex("^[0-9A-Za-z_.-]+(/[0-9A-Za-z_.-]+)*$", path)])
    error_message = "An exception is for a full path, such as acme/web, without a slash at the beginning or the end."
  }
  # A typing error would excuse nothing.
  validation {
    condition = alltrue([
      for slug in flatten([for slugs in values(var.exceptions) : tolist(slugs)]) :
      var.denied == null ? !contains(coalesce(var.allowed, []), slug) : contains(var.denied, slug)
    ])
    error_message = "An exception is needed only for a slug that is denied, or that is not allowed."
  }
}

variable "include_inherited" {
  description = "Whether the policy is also for integrations whose settings are those of a group above or of the instance"
  type        = bool
  default     = true
  nullable    = false
}

variable "include_archived" {
  description = "Whether the policy is also for archived projects and groups"
  type        = bool
  default     = false
  nullable    = false
}

variable "fail_on_violations" {
  description = "Whether a violation fails the plan. If not, only the outputs report it"
  type        = bool
  default     = true
  nullable    = false
}

variable "gitlab_url" {
  description = "Address of GitLab, such as https://gitlab.com, for links in the HTML report; null for none"
  type        = string
  default     = null

  validation {
    condition     = var.gitlab_url == null || can(regex("^https?://[^\"<>& ]+$", var.gitlab_url))
    error_message = "The address begins with https:// or http://."
  }
}
