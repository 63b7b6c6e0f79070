variable "group" {
  description = "Id or full path of the group that was looked at"
  type        = string
}

variable "violations" {
  description = "Integrations that violate the policy"
  type = list(object({
    owner_kind = string
    owner_path = string
    slug       = string
    inherited  = bool
  }))
}

variable "unreadable" {
  description = "Projects and groups whose integrations cannot be read"
  type = list(object({
    owner_kind = string
    owner_path = string
    reason     = string
  }))
}

variable "gitlab_url" {
  description = "Address of GitLab for links in the page; null for none"
  type        = string
  default     = null
}
