package gitlabfake

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// addressPattern splits an address as Ruby's library Addressable does: scheme,
// authority.
var addressPattern = regexp.MustCompile(`^(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)`)

var (
	schemePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9.+-]*$`)
	portPattern   = regexp.MustCompile(`:(\d*)$`)
)

// block returns why GitLab sends no requests to an address; "" if it does
// (gems/gitlab-http/lib/gitlab/http_v2/url_blocker.rb in GitLab 18.9).
func (g *GitLab) block(text string, schemes []string, local bool) string {
	if len(schemes) == 0 {
		schemes = []string{"http", "https"}
	}
	text = firstLineOfFragment(text)
	parts := addressPattern.FindStringSubmatch(text)
	scheme, authority, path := parts[1], parts[2], parts[3]
	host := hostOf(authority)
	switch {
	case strings.ContainsAny(text, "\r\n") || !parses(scheme, authority, host, path):
		return "URI is invalid"
	case g.isOwn(scheme, authority):
		return ""
	case !slices.Contains(schemes, scheme):
		return "Only allowed schemes are " + strings.Join(schemes, ", ")
	case !isHostname(host):
		return "Hostname or IP address invalid"
	case local:
		return "" // GitLab does not resolve the host.
	case len(host) > 1024:
		return "Host is too long (maximum is 1024 characters)"
	case !g.BlocksLocalhost:
		return ""
	}
	return blockLocal(host)
}

func hostOf(authority string) string {
	host := authority[strings.LastIndex(authority, "@")+1:]
	host = portPattern.ReplaceAllString(host, "")
	if address, found := strings.CutPrefix(host, "["); found && strings.HasSuffix(address, "]") {
		return strings.TrimSuffix(address, "]")
	}
	return host
}

// firstLineOfFragment removes what Addressable ignores: the lines of a fragment after
// the first.
func firstLineOfFragment(text string) string {
	address, fragment, _ := strings.Cut(text, "#")
	line, _, more := strings.Cut(fragment, "\n")
	if !more {
		return text
	}
	return address + "#" + line
}

// parses reports whether Addressable accepts the parts of an address.
func parses(scheme, authority, host, path string) bool {
	switch {
	case scheme == "":
		return true
	case !schemePattern.MatchString(scheme):
		return false
	case host == "" && path == "" && (scheme == "http" || scheme == "https"):
		return false
	case strings.ContainsAny(host, "<>{}\\\""):
		return false
	case !strings.HasSuffix(authority, "]") && strings.Contains(host, ":") && !isIP(host):
		return false // what follows the colon is no port
	}
	return !strings.ContainsFunc(host, unicode.IsSpace)
}

// isOwn reports whether an address is GitLab's own.
func (g *GitLab) isOwn(scheme, authority string) bool {
	own, err := url.Parse(g.ExternalURL)
	return err == nil && own.Host != "" && own.Scheme == scheme && own.Host == authority
}

func isIP(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// isHostname reports whether a host, if there is one, begins like a host name.
func isHostname(host string) bool {
	if host == "" || isIP(host) {
		return true
	}
	first := []rune(host)[0]
	return unicode.IsLetter(first) || unicode.IsNumber(first)
}

var (
	sharedSpace = netip.MustParsePrefix("100.64.0.0/10")
	siteLocal   = netip.MustParsePrefix("fec0::/10")
)

// blockLocal returns why GitLab sends no requests to a host in its own machine or
// network. The fake resolves no name but localhost.
func blockLocal(host string) string {
	if strings.EqualFold(host, "localhost") {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return ""
	}
	ip = ip.Unmap()
	switch {
	case ip.IsUnspecified(), ip.String() == "127.0.0.1", ip.String() == "::1":
		return "Requests to localhost are not allowed"
	case ip.IsLoopback():
		return "Requests to loopback addresses are not allowed"
	case ip.IsPrivate(), siteLocal.Contains(ip):
		return "Requests to the local network are not allowed"
	case ip.IsLinkLocalUnicast():
		return "Requests to the link local network are not allowed"
	case sharedSpace.Contains(ip):
		return "Requests to the shared address space are not allowed"
	case ip.String() == "255.255.255.255":
		return "Requests to the limited broadcast address are not allowed"
	}
	return ""
}
