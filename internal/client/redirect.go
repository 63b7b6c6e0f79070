package client

import (
	"net/http"
	"net/url"
	"strings"
)

const maxRedirects = 10

// checkRedirect follows what is safe to follow; of everything else, the answer
// that redirects is the last one.
func checkRedirect(next *http.Request, sent []*http.Request) error {
	last := sent[len(sent)-1]
	if len(sent) > maxRedirects || redirectRefusal(last.Method, last.URL, next.URL) != "" {
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

// redirectedTo returns the address that answered where its path is not the one
// that was asked; "" normally. A step from http to https alone is no news.
func redirectedTo(resp *http.Response, asked *url.URL) string {
	if resp.Request.URL.EscapedPath() == asked.EscapedPath() {
		return ""
	}
	return plainAddress(resp.Request.URL)
}

// plainAddress is the address without what may be secret in it.
func plainAddress(address *url.URL) string {
	plain := *address
	plain.User, plain.RawQuery, plain.Fragment, plain.RawFragment = nil, "", "", ""
	return plain.String()
}
