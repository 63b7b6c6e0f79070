package client

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

const (
	// slash is what the slashes in the path of a project or group are sent as.
	slash = "%2F"
	// noIssue is the address of an issue of a project that does not exist, and
	// escapedNoIssue the same with escapes, where GitLab finds no project either. If it
	// gets the latter escaped a second time, it first finds that the issue has no number
	// (lib/api/issues.rb in GitLab 18.9, and all versions since 10).
	noIssue        = "projects/0/issues/1"
	escapedNoIssue = "projects/0" + slash + "0/issues/%31"
)

// paths is what a client knows about the way of escaped paths to GitLab. A web server or
// proxy before GitLab can decode the slash, so that the address becomes another one
// (doc/api/rest/troubleshooting.md in GitLab 18.9), refuse it, or escape it again.
type paths struct {
	// arrive is set once GitLab has answered a request with such a slash.
	arrive atomic.Bool

	mu             sync.Mutex // guards the requests that find it out, and these:
	known, altered bool
}

// explainPath gives an error the origin FromAlteredPath if the paths of projects and
// groups do not reach GitLab. GitLab answers then that it has no such route, or that
// there is no such project, which says nothing about the project.
func (c *Client) explainPath(ctx context.Context, owner Owner, err error) error {
	refused := new(Error)
	if !strings.Contains(owner.ID, "/") || !errors.As(err, &refused) || !canBeOfAlteredPath(refused) || !c.altersPaths(ctx) {
		return err
	}
	refused.Origin, refused.Message = FromAlteredPath, strings.TrimSuffix(refused.Message, ": "+noGroupIntegrations)
	return err
}

// IsPathAltered reports whether a request failed because the path of the project or
// group does not reach GitLab. By its ID, GitLab finds it.
func IsPathAltered(err error) bool {
	refused := new(Error)
	return errors.As(err, &refused) && refused.Origin == FromAlteredPath
}

// canBeOfAlteredPath reports whether an answer can be that to a decoded path: GitLab
// finds no route or another one, a web server refuses the address, or a proxy
// redirects to the decoded one.
func canBeOfAlteredPath(e *Error) bool {
	switch e.Origin {
	case FromAPI:
		return IsOwnerNotFound(e)
	case FromRedirect:
		return e.toDecoded
	}
	return slices.Contains([]int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound}, e.Status)
}

// altersPaths reports whether escaped paths do not reach GitLab. It asks once: with
// escapes and, if the answer is not one of GitLab's API, without.
func (c *Client) altersPaths(ctx context.Context) bool {
	if c.paths.arrive.Load() {
		return false
	}
	c.paths.mu.Lock()
	defer c.paths.mu.Unlock()
	if c.paths.known {
		return c.paths.altered
	}
	escaped := c.Do(ctx, http.MethodGet, escapedNoIssue, nil, nil)
	arrives, answered := isAnswerOfAPI(escaped)
	switch {
	case hasMessage(escaped, http.StatusBadRequest, "issue_iid is invalid"):
		c.paths.altered = true
	case answered && !arrives:
		c.paths.altered, answered = isAnswerOfAPI(c.Do(ctx, http.MethodGet, noIssue, nil, nil))
	}
	c.paths.known = answered
	return c.paths.altered
}

// isAnswerOfAPI reports whether the outcome of a request is an answer of one of the
// routes of GitLab's API, and whether there is an answer that will not be another one
// the next time.
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
