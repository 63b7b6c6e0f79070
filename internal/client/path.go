package client

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
)

const (
	// slash is the escaped form of a slash in the path of a project or group.
	slash = "%2F"
	// noIssue is the address of an issue in a project that does not exist.
	// escapedNoIssue is an address with escapes that GitLab does not find either. If
	// a proxy has escaped the latter again, GitLab answers instead that the issue has
	// no number (lib/api/issues.rb in GitLab 18.9, and all versions since 10).
	noIssue        = "projects/0/issues/1"
	escapedNoIssue = "projects/0" + slash + "0/issues/%31"
)

// paths records whether escaped paths reach GitLab. A web server or proxy in front of
// GitLab can decode the slash, so that the address becomes another one
// (doc/api/rest/troubleshooting.md in GitLab 18.9), refuse it, or escape it again.
type paths struct {
	// arrive is set once GitLab has answered a request with an escaped slash.
	arrive atomic.Bool
	// altered is set if they do not reach GitLab.
	altered shared[bool]
}

// explainPath gives an error the origin FromAlteredPath if the paths of projects and
// groups do not reach GitLab. In that case GitLab answers that there is no such route
// or project, which does not mean that the project is missing.
func (c *Client) explainPath(ctx context.Context, owner Owner, err error) error {
	refused := new(Error)
	if !strings.Contains(owner.ID, "/") || !errors.As(err, &refused) || !canBeOfAlteredPath(refused) || !c.altersPaths(ctx) {
		return err
	}
	refused.Origin, refused.Message = FromAlteredPath, strings.TrimSuffix(refused.Message, ": "+noGroupIntegrations)
	return err
}

// IsPathAltered reports whether a request failed because the path of the project or
// group does not reach GitLab. GitLab finds it by its ID.
func IsPathAltered(err error) bool {
	refused := new(Error)
	return errors.As(err, &refused) && refused.Origin == FromAlteredPath
}

// canBeOfAlteredPath reports whether an answer can be the result of an altered path:
// GitLab does not find the route or finds another one, a web server refuses the
// address, or a proxy redirects to the decoded one.
func canBeOfAlteredPath(e *Error) bool {
	switch e.Origin {
	case FromAPI:
		return IsOwnerNotFound(e)
	case FromRedirect:
		return e.toDecoded
	}
	return slices.Contains([]int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound}, e.Status)
}

// altersPaths reports whether escaped paths do not reach GitLab. It sends requests
// only once: one with escapes and, if the answer is not one of GitLab's API, one
// without.
func (c *Client) altersPaths(ctx context.Context) bool {
	if c.paths.arrive.Load() {
		return false
	}
	altered, _ := c.paths.altered.get(ctx, c.askPaths)
	return altered
}

// askPaths does what altersPaths says. Its error means that GitLab has not answered.
func (c *Client) askPaths(ctx context.Context) (altered bool, err error) {
	escaped := c.Do(ctx, http.MethodGet, escapedNoIssue, nil, nil)
	arrives, answered := isAnswerOfAPI(escaped)
	switch {
	case !answered:
		return false, escaped
	case hasMessage(escaped, http.StatusBadRequest, "issue_iid is invalid"):
		return true, nil
	case arrives:
		return false, nil
	}
	plain := c.Do(ctx, http.MethodGet, noIssue, nil, nil)
	altered, answered = isAnswerOfAPI(plain)
	if !answered {
		return false, plain
	}
	return altered, nil
}

// isAnswerOfAPI reports whether the outcome of a request is an answer of a route of
// GitLab's API, and whether there is an answer that stays the same the next time.
func isAnswerOfAPI(outcome error) (isOfAPI, answered bool) {
	refused := new(Error)
	if outcome == nil {
		return true, true
	}
	if !errors.As(outcome, &refused) || isTransient(outcome) || IsTokenRefused(outcome) {
		return false, false
	}
	return refused.Origin == FromAPI, true
}
