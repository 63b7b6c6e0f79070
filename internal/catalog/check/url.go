package check

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maximumHost is the maximum number of characters of the host of an address
// (get_address_info in gems/gitlab-http/lib/gitlab/http_v2/url_blocker.rb).
const maximumHost = 1024

var (
	confluenceAddress = regexp.MustCompile(rfc3986)
	confluenceHost    = regexp.MustCompile(`^.+\.atlassian\.net$`)
	confluencePath    = regexp.MustCompile(`^/wiki(/|$)`)
)

// noPlaceholder refuses text that GitLab interprets as a variable of a webhook
// (VARIABLE_REFERENCE_RE in app/models/concerns/web_hooks/hook.rb).
func noPlaceholder(value string) string {
	if placeholder.MatchString(value) {
		return "must be a URL without a name in braces, which GitLab takes for a variable; write `%7B` and `%7D` for the braces"
	}
	return ""
}

var placeholder = regexp.MustCompile(`\{[A-Za-z]+[0-9]*(?:[._-][A-Za-z0-9]+)*\}`)

// httpURL accepts an address that GitLab can call: http or https in lower case, and a
// host (app/validators/addressable_url_validator.rb and
// gems/gitlab-http/lib/gitlab/http_v2/url_blocker.rb in GitLab 18.9). As in GitLab,
// anything can follow the host, except whitespace. GitLab removes whitespace at the
// ends, so that its answer differs from the configuration, or fails with status 500.
// It cannot call an address with whitespace inside.
func httpURL(value string) string {
	scheme, rest, _ := strings.Cut(value, "://")
	switch {
	case strings.ContainsFunc(value, unicode.IsSpace):
		return "must be a URL without spaces, such as `https://example.com/path`"
	case scheme != "http" && scheme != "https":
		return "must begin with `https://` or `http://`, as in `https://example.com/path`"
	case !isHost(authority(rest)):
		return "must have a host, optionally with a port, after `://`, as in `https://example.com:8443/path`"
	case utf8.RuneCountInString(authority(rest)) > maximumHost:
		return fmt.Sprintf("must have a host of at most %d characters", maximumHost)
	default:
		return ""
	}
}

// authority returns the host and port of an address without scheme.
func authority(address string) string {
	if end := strings.IndexAny(address, "/?#"); end >= 0 {
		address = address[:end]
	}
	return address[strings.LastIndex(address, "@")+1:]
}

// isHost accepts a host that begins with a letter or digit, or is an IP address, with
// an optional port.
func isHost(authority string) bool {
	address, err := url.Parse("//" + authority)
	if err != nil || strings.ContainsAny(authority, `<>"`) {
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

// confluenceURL accepts the addresses that GitLab accepts for a Confluence Cloud
// workspace (app/models/concerns/integrations/base/confluence.rb).
func confluenceURL(value string) string {
	address, err := url.Parse(value)
	if err != nil || !confluenceAddress.MatchString(value) ||
		!confluenceHost.MatchString(address.Hostname()) || !confluencePath.MatchString(address.EscapedPath()) {
		return "must be the address of a Confluence Cloud workspace such as `https://acme.atlassian.net/wiki`"
	}
	return ""
}
