package check

import (
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	discordURL     = regexp.MustCompile(`^https://discord\.com(/.*)?$`)
	confluenceHost = regexp.MustCompile(`^.+\.atlassian\.net$`)
	confluencePath = regexp.MustCompile(`^/wiki(/|$)`)
	linearURL      = regexp.MustCompile(`^https://linear\.app/[a-z0-9-]{3,32}/?$`)
	ircServer      = regexp.MustCompile(`(?i)^ircs?://[^/\s]`)
)

// HTTPURL accepts an address that GitLab can call: http or https in lower
// case, and a host (app/validators/addressable_url_validator.rb and
// gems/gitlab-http/lib/gitlab/http_v2/url_blocker.rb in GitLab 18.9). What
// follows the host is free, as it is for GitLab, except for blanks: GitLab
// takes them off the ends, so that its answer is not what was configured, and
// cannot call an address with blanks inside.
func HTTPURL(value string) string {
	scheme, rest, _ := strings.Cut(value, "://")
	switch {
	case strings.ContainsFunc(value, unicode.IsSpace):
		return "must be a URL without spaces, such as `https://example.com/path`"
	case scheme != "http" && scheme != "https":
		return "must begin with `https://` or `http://`, as in `https://example.com/path`"
	case !isHost(authority(rest)):
		return "must name a host, perhaps with a port, after `://`, as in `https://example.com:8443/path`"
	default:
		return ""
	}
}

// authority is the host and port of an address without scheme.
func authority(address string) string {
	if end := strings.IndexAny(address, "/?#"); end >= 0 {
		address = address[:end]
	}
	return address[strings.LastIndex(address, "@")+1:]
}

// isHost accepts a host that begins with a letter or digit, or is an IP
// address, and perhaps a port after it.
func isHost(authority string) bool {
	address, err := url.Parse("//" + authority)
	if err != nil {
		return false
	}
	if port := address.Port(); port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(address.Hostname())
	_, err = netip.ParseAddr(address.Hostname())
	return err == nil || unicode.IsLetter(first) || unicode.IsDigit(first)
}

// DiscordURL accepts what GitLab 18.9 accepts as a Discord webhook
// (app/models/concerns/integrations/base/discord.rb). Older versions take any
// URL, but Discord answers there only, and under the names discordapp.com,
// ptb.discord.com and canary.discord.com, which lead to the same webhooks.
func DiscordURL(value string) string {
	return matches(value, discordURL, "must begin with `https://discord.com/`, as in `https://discord.com/api/webhooks/…`")
}

// ConfluenceURL accepts what GitLab accepts as a Confluence Cloud workspace
// (app/models/concerns/integrations/base/confluence.rb).
func ConfluenceURL(value string) string {
	address, err := url.Parse(value)
	if err != nil || address.Scheme != "http" && address.Scheme != "https" ||
		!confluenceHost.MatchString(address.Hostname()) || !confluencePath.MatchString(address.EscapedPath()) {
		return "must be the address of a Confluence Cloud workspace such as `https://acme.atlassian.net/wiki`"
	}
	return ""
}

// LinearURL accepts what GitLab accepts as a Linear workspace
// (app/models/concerns/integrations/base/linear.rb).
func LinearURL(value string) string {
	return matches(value, linearURL, "must be the address of a Linear workspace such as `https://linear.app/acme`")
}

// IRCServer accepts the URI of an IRC server, to which GitLab adds the names
// of channels (app/models/concerns/integrations/base/irker.rb). With any other
// URI all these names count as invalid.
func IRCServer(value string) string {
	return matches(value, ircServer, "must begin with `irc://` or `ircs://`, as in `irc://irc.example.com:6697/`")
}
