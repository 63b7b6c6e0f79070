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
	// noProject is the address of a project that does not exist, and noProjectPath
	// one with an escaped slash. GitLab answers both in the same way.
	noProject     = "projects/0"
	noProjectPath = "projects/0" + slash + "0"
)

// escapedSlash is what a client knows about the way of the escaped slash to GitLab. A
// web server or proxy before GitLab can decode it, so that the address becomes another
// one, or refuse it (doc/api/rest/troubleshooting.md in GitLab 18.9).
type escapedSlash struct {
	// arrives is set once GitLab has answered a request with such a slash.
	arrives atomic.Bool

	mu             sync.Mutex // guards the requests that find it out, and these:
	known, decoded bool
}

// explainPath gives an error the origin FromDecodedPath if the path of a project or
// group does not reach GitLab. GitLab answers then that it has no such route, or even,
// where the decoded path makes another route, that there is no such project. Neither
// says anything about the project.
func (c *Client) explainPath(ctx context.Context, owner Owner, err error) error {
	refused := new(Error)
	if !strings.Contains(owner.ID, "/") || !errors.As(err, &refused) || !canBeOfDecodedPath(refused) || !c.decodesSlash(ctx) {
		return err
	}
	refused.Origin, refused.Message = FromDecodedPath, strings.TrimSuffix(refused.Message, ": "+noGroupIntegrations)
	return err
}

// IsPathDecoded reports whether a request failed because the path of the project or
// group does not reach GitLab. By its ID, GitLab finds it.
func IsPathDecoded(err error) bool {
	refused := new(Error)
	return errors.As(err, &refused) && refused.Origin == FromDecodedPath
}

// canBeOfDecodedPath reports whether an answer can be that to a decoded path: GitLab
// finds no route or another one, a web server refuses the address, or a proxy
// redirects to the decoded one.
func canBeOfDecodedPath(e *Error) bool {
	if e.Origin == FromAPI || e.movedTo != "" {
		return IsOwnerNotFound(e)
	}
	return e.Origin == FromRedirect || slices.Contains([]int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound}, e.Status)
}

// decodesSlash reports whether the escaped slash does not reach GitLab. It asks once:
// for a project that does not exist, by a path and, if the answer is not one of
// GitLab's API, by a number.
func (c *Client) decodesSlash(ctx context.Context) bool {
	if c.escapedSlash.arrives.Load() {
		return false
	}
	c.escapedSlash.mu.Lock()
	defer c.escapedSlash.mu.Unlock()
	if c.escapedSlash.known {
		return c.escapedSlash.decoded
	}
	byPath := c.Do(ctx, http.MethodGet, noProjectPath, nil, nil)
	arrives, answered := isAnswerOfAPI(byPath)
	if !arrives && answered {
		c.escapedSlash.decoded, answered = isAnswerOfAPI(c.Do(ctx, http.MethodGet, noProject, nil, nil))
	}
	c.escapedSlash.known = answered
	return c.escapedSlash.decoded
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
