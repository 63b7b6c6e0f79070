# A group alone: its projects that inherit Discord keep it, and need resources of
# their own.
resource "gitlabintegrations_disabled" "discord_of_group" {
  group       = "acme"
  integration = "discord"
}
