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

// MaximumHost is the maximum length of the host of an address, in bytes
// (get_address_info in gems/gitlab-http/lib/gitlab/http_v2/url_blocker.rb; GitLab's
// message says characters, but Ruby's Addrinfo counts bytes).
const MaximumHost = 1024

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
	switch fault := noSpace(value); {
	case fault != "":
		return fault
	case scheme != strings.ToLower(scheme):
		return "must begin with `https://` or `http://` in lower case, as in `https://example.com/path`"
	case scheme != "http" && scheme != "https":
		return "must begin with `https://` or `http://`, as in `https://example.com/path`"
	case !isHost(authority(rest)):
		return "must have a valid host, optionally with a port, after `://`, as in `https://example.com:8443/path`"
	case len(port.ReplaceAllString(authority(rest), "")) > MaximumHost:
		return fmt.Sprintf("must have a host of at most %d bytes", MaximumHost)
	default:
		return ""
	}
}

// noSpace refuses whitespace of any kind.
func noSpace(value string) string {
	if strings.ContainsFunc(value, unicode.IsSpace) {
		return "must be a URL without spaces, such as `https://example.com/path`"
	}
	return ""
}

// noSpaceAtEnd refuses whitespace of any kind at the end.
func noSpaceAtEnd(value string) string {
	if last, _ := utf8.DecodeLastRuneInString(value); unicode.IsSpace(last) {
		return "must not end with whitespace, because GitLab puts the value at the end of an address"
	}
	return ""
}

// port matches the port after a host.
var port = regexp.MustCompile(`:[0-9]*$`)

// authority returns the host and port of an address without scheme.
func authority(address string) string {
	if end := strings.IndexAny(address, "/?#"); end >= 0 {
		address = address[:end]
	}
	return address[strings.LastIndex(address, "@")+1:]
}

// isHost accepts a host that begins with a letter or digit, or is an IP address, with
// an optional port. Some characters are possible in no host (validate in
// lib/addressable/uri.rb of the library Addressable).
func isHost(authority string) bool {
	address, err := url.Parse("//" + authority)
	if err != nil || strings.ContainsAny(authority, `<>{}\"`) {
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
