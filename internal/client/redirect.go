package client

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

const maxRedirects = 10

// checkRedirect follows what is safe to follow; of everything else, the answer
// that redirects is the last one.
func checkRedirect(next *http.Request, sent []*http.Request) error {
	last := sent[len(sent)-1]
	if len(sent) > maxRedirects || movedTo(last.Method, last.URL, next.URL) != "" || redirectRefusal(last.Method, last.URL, next.URL) != "" {
		return http.ErrUseLastResponse
	}
	return nil
}

// redirectRefusal says why a redirect is not followed; "" if it is. The token
// goes with the request, so it must not leave the host, nor go back to plain
// text.
func redirectRefusal(method string, from, to *url.URL) string {
	switch {
	case method != http.MethodGet:
		return "only reads follow a redirect"
	case to.Scheme != from.Scheme && to.Scheme != "https":
		return "the token is not sent without https"
	case !strings.EqualFold(from.Hostname(), to.Hostname()), to.Scheme == from.Scheme && port(from) != port(to):
		return "the token is not sent to another host"
	}
	return ""
}

func port(address *url.URL) string {
	switch {
	case address.Port() != "":
		return address.Port()
	case address.Scheme == "https":
		return "443"
	}
	return "80"
}

// dropBadLocation takes a redirect's address away if it is none: net/http would
// count that as a failed connection, and quote it.
func dropBadLocation(resp *http.Response) {
	if _, err := resp.Location(); err != nil {
		resp.Header.Del("Location")
	}
}

// projectRoute is the address of a project in the API or of what belongs to it:
// the project, by its path or number, and the rest.
var projectRoute = regexp.MustCompile(`^.*/api/v4/projects/([^/]+)(/.*)?$`)

// projectNumber is a project's number. Of a path such as acme/web.app that is
// asked for alone, GitLab takes the end for a format and puts it after the number.
var projectNumber = regexp.MustCompile(`^(\d+)(\.[^/]*)?$`)

// movedTo returns the number of the project if this is how GitLab redirects a
// read of one that has moved: from a path, to the same resource by the number
// (lib/api/helpers.rb in GitLab 18.9); "" for any other redirect. The rest of the
// address is GitLab's external_url, which need not be the one that it is reached
// at (recorded of GitLab 18.9).
func movedTo(method string, from, to *url.URL) (number string) {
	asked, told := projectRoute.FindStringSubmatch(from.EscapedPath()), projectRoute.FindStringSubmatch(to.EscapedPath())
	if method != http.MethodGet || asked == nil || told == nil || asked[2] != told[2] || projectNumber.MatchString(asked[1]) {
		return ""
	}
	if found := projectNumber.FindStringSubmatch(told[1]); found != nil {
		return found[1]
	}
	return ""
}

// ownerInPath is the project of a path that is relative to /api/v4/.
var ownerInPath = regexp.MustCompile(`^projects/[^/?]+`)

// inProject is such a path with the project's number in place of its name.
func inProject(path, number string) string {
	return ownerInPath.ReplaceAllLiteralString(path, "projects/"+number)
}

// plainAddress is the address without what may be secret in it.
func plainAddress(address *url.URL) string {
	plain := *address
	plain.User, plain.RawQuery, plain.Fragment, plain.RawFragment = nil, "", "", ""
	return plain.String()
}
