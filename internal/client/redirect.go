package client

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

const maxRedirects = 10

// checkRedirect follows a redirect if that is safe. Otherwise the answer that
// redirects is the answer to the request.
func checkRedirect(next *http.Request, sent []*http.Request) error {
	last := sent[len(sent)-1]
	if len(sent) > maxRedirects || movedTo(last.Method, last.URL, next.URL) != "" || redirectRefusal(last.Method, last.URL, next.URL) != "" {
		return http.ErrUseLastResponse
	}
	return nil
}

// redirectRefusal says why a redirect is not followed; "" if it is followed. The
// request carries the token, so it must not go to another host, nor from https to
// http.
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

// dropBadLocation removes the header Location if it is not a valid address.
// Otherwise net/http would return an error that quotes it.
func dropBadLocation(resp *http.Response) {
	if _, err := resp.Location(); err != nil {
		resp.Header.Del("Location")
	}
}

// projectRoute matches the address of a project in the API, or of a resource of the
// project. Its groups are the path or number of the project, and the rest.
var projectRoute = regexp.MustCompile(`^.*/api/v4/projects/([^/]+)(/.*)?$`)

// projectNumber matches a project's number. If the path of a project ends with an
// extension, as in acme/web.app, GitLab takes that for a format and adds it to the
// number.
var projectNumber = regexp.MustCompile(`^(\d+)(\.[^/]*)?$`)

// movedTo returns the number of a project that has moved, and "" for any other
// redirect. GitLab redirects a read of such a project from its old path to the same
// resource under its number (lib/api/helpers.rb in GitLab 18.9). The rest of the
// address is GitLab's external_url, which may differ from base_url (recorded of
// GitLab 18.9).
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

// MovedTo returns the ID of the project if a request failed that named the project by a
// path that it had before it was moved; "" otherwise.
func MovedTo(err error) string {
	refused := new(Error)
	if !errors.As(err, &refused) {
		return ""
	}
	return refused.movedTo
}

// repeatMoved sends a request again, for the project that GitLab has redirected it to.
func (c *Client) repeatMoved(ctx context.Context, sent request, number string, budget *retryBudget, out any) error {
	sent.path = inProject(sent.path, number)
	err := c.repeat(ctx, sent, budget, out)
	if refused := new(Error); errors.As(err, &refused) {
		refused.movedTo = number
	}
	return err
}

// redirectsToDecoded reports whether an answer redirects to the path of its request,
// without the escapes.
func redirectsToDecoded(resp *http.Response) bool {
	to, err := resp.Location()
	from := resp.Request.URL
	return err == nil && to.Path == from.Path && to.EscapedPath() != from.EscapedPath()
}

// ownerInPath matches the project in a path that is relative to /api/v4/.
var ownerInPath = regexp.MustCompile(`^projects/[^/?]+`)

// inProject replaces the project in such a path by its number.
func inProject(path, number string) string {
	return ownerInPath.ReplaceAllLiteralString(path, "projects/"+number)
}

// plainAddress returns an address without the parts that may be secret.
func plainAddress(address *url.URL) string {
	plain := *address
	plain.User, plain.RawQuery, plain.Fragment, plain.RawFragment = nil, "", "", ""
	return plain.String()
}
