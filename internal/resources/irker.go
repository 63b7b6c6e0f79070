package resources

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// ircURI is how a recipient begins that names its server.
var ircURI = regexp.MustCompile(`(?i)^ircs?:/`)

// validateIrkerRecipients demands a recipient that GitLab can turn into an
// address. A name alone needs default_irc_uri for that, which GitLab has no
// default for (app/models/concerns/integrations/base/irker.rb in GitLab 18.9).
func validateIrkerRecipients(planned integration.Planned) (setting, fault string) {
	server, known := planned("default_irc_uri")
	list, _ := planned("recipients")
	recipients, configured := list.(string)
	switch {
	case !known || !configured || server != nil && server != "":
		return "", ""
	case slices.ContainsFunc(strings.Fields(recipients), ircURI.MatchString):
		return "", ""
	default:
		return "recipients", "must have at least one full URI, such as `irc://irc.example.com/acme-web`, " +
			"as long as `default_irc_uri` is not set: GitLab ignores names without a server"
	}
}
