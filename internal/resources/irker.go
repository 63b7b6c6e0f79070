package resources

import (
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/check"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// validateIrkerRecipients demands a recipient that GitLab can turn into an
// address. A name alone needs default_irc_uri for that, which GitLab has no
// default for (app/models/concerns/integrations/base/irker.rb in GitLab 18.9).
func validateIrkerRecipients(planned integration.Planned) (setting, fault string) {
	server, known := planned("default_irc_uri")
	list, _ := planned("recipients")
	recipients, configured := list.(string)
	hasServer := server != nil && server != ""
	usable := func(recipient string) bool { return check.IRCRecipient(recipient, hasServer) }
	switch {
	case !known || !configured || slices.ContainsFunc(strings.FieldsFunc(recipients, isRubySpace), usable):
		return "", ""
	case hasServer:
		return "recipients", "must have at least one recipient that is valid in a URI: GitLab ignores the others. " +
			"Write characters that have another meaning in URIs escaped, such as `#%23acme-web` for `##acme-web`"
	default:
		return "recipients", "must have at least one full URI, such as `irc://irc.example.com/acme-web`, " +
			"as long as `default_irc_uri` is not set: GitLab ignores names without a server"
	}
}

// isRubySpace reports whether a character separates recipients: whitespace of ASCII.
func isRubySpace(r rune) bool { return strings.ContainsRune("\t\n\v\f\r ", r) }
