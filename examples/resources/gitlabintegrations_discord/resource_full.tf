variable "discord_push_channel" {
  description = "Webhook URL of the Discord channel for messages about pushes"
  type        = string
  ephemeral   = true
}

variable "discord_issue_channel" {
  description = "Webhook URL of the Discord channel for messages about issues"
  type        = string
  ephemeral   = true
}

variable "discord_incident_channel" {
  description = "Webhook URL of a Discord channel for messages about incidents"
  type        = string
  ephemeral   = true
}

variable "discord_confidential_issue_channel" {
  description = "Webhook URL of the Discord channel for messages about confidential issues"
  type        = string
  ephemeral   = true
}

variable "discord_merge_request_channel" {
  description = "Webhook URL of the Discord channel for messages about merge requests"
  type        = string
  ephemeral   = true
}

variable "discord_note_channel" {
  description = "Webhook URL of the Discord channel for messages about comments"
  type        = string
  ephemeral   = true
}

variable "discord_confidential_note_channel" {
  description = "Webhook URL of the Discord channel for messages about internal notes and comments on confidential issues"
  type        = string
  ephemeral   = true
}

variable "discord_tag_push_channel" {
  description = "Webhook URL of the Discord channel for messages about pushed tags"
  type        = string
  ephemeral   = true
}

variable "discord_deployment_channel" {
  description = "Webhook URL of the Discord channel for messages about deployments"
  type        = string
  ephemeral   = true
}

variable "discord_pipeline_channel" {
  description = "Webhook URL of the Discord channel for messages about pipelines"
  type        = string
  ephemeral   = true
}

variable "discord_wiki_page_channel" {
  description = "Webhook URL of the Discord channel for messages about wiki pages"
  type        = string
  ephemeral   = true
}

variable "discord_vulnerability_channel" {
  description = "Webhook URL of a Discord channel for messages about vulnerabilities"
  type        = string
  ephemeral   = true
}

resource "gitlabintegrations_discord" "shop" {
  project                                  = "acme/shop"
  webhook_wo                               = var.discord_webhook
  notify_only_broken_pipelines             = false
  notify_only_when_pipeline_status_changes = false
  branches_to_be_notified                  = "protected"
  push_channel_wo                          = var.discord_push_channel
  issue_channel_wo                         = var.discord_issue_channel
  incident_channel_wo                      = var.discord_incident_channel
  confidential_issue_channel_wo            = var.discord_confidential_issue_channel
  merge_request_channel_wo                 = var.discord_merge_request_channel
  note_channel_wo                          = var.discord_note_channel
  confidential_note_channel_wo             = var.discord_confidential_note_channel
  tag_push_channel_wo                      = var.discord_tag_push_channel
  deployment_channel_wo                    = var.discord_deployment_channel
  pipeline_channel_wo                      = var.discord_pipeline_channel
  wiki_page_channel_wo                     = var.discord_wiki_page_channel
  vulnerability_channel_wo                 = var.discord_vulnerability_channel
  push_events                              = true
  issues_events                            = true
  confidential_issues_events               = true
  merge_requests_events                    = true
  note_events                              = true
  confidential_note_events                 = true
  tag_push_events                          = true
  pipeline_events                          = true
  wiki_page_events                         = false
  deployment_events                        = false
}
