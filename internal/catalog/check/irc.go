package check

import "regexp"

var (
	ircURI  = regexp.MustCompile(`^(?i:ircs?):(?://` + hostAndPort + `)?(?:/` + path + `*)?` + queryAndFragment)
	ircHost = regexp.MustCompile(`^(?i:ircs?)://[^/?#]`)
	// relativeURI matches a URI without a scheme: its first part has no colon.
	relativeURI = regexp.MustCompile(`^(?:(?://` + hostAndPort + `)?|(?:` + authorityCharacter + `|@)+)(?:/` + path + `*)?` + queryAndFragment)
)

// ircServer accepts the URI of an IRC server that Ruby's URI library can join with a
// recipient.
func ircServer(value string) string {
	if !ircHost.MatchString(value) || !ircURI.MatchString(value) {
		return "must be a URI that begins with `irc://` or `ircs://` and a host, as in `irc://irc.example.com:6697/`"
	}
	return ""
}

// IRCRecipient reports whether GitLab can make the URI of a channel or user of a
// recipient, which needs its own server or a default server (format_channel in
// app/models/concerns/integrations/base/irker.rb).
func IRCRecipient(recipient string, hasDefaultServer bool) bool {
	return ircURI.MatchString(recipient) || hasDefaultServer && relativeURI.MatchString(recipient)
}
