package client

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// names are the projects and groups that GitLab has returned, by their names: the one
// that was asked for, the ID and the path.
type names struct {
	mu      sync.Mutex // guards the following field, never over a request
	byOwner map[Owner]*shared[Namespace]
}

// of returns the answer for a name. GitLab ignores the case of paths.
func (n *names) of(owner Owner) *shared[Namespace] {
	n.mu.Lock()
	defer n.mu.Unlock()
	owner.ID = strings.ToLower(owner.ID)
	if n.byOwner == nil {
		n.byOwner = map[Owner]*shared[Namespace]{}
	}
	if n.byOwner[owner] == nil {
		n.byOwner[owner] = new(shared[Namespace])
	}
	return n.byOwner[owner]
}

// learn records an answer for the name that was asked for, and for the ID and the path
// in the answer. GitLab takes a path of digits for an ID, so it is not a name.
func (n *names) learn(asked Owner, found Namespace) {
	known := []string{asked.ID, strconv.FormatInt(found.Number, 10)}
	if strings.Trim(found.FullPath, "0123456789") != "" {
		known = append(known, found.FullPath)
	}
	for _, id := range known {
		n.of(Owner{Kind: asked.Kind, ID: id}).answer.Store(&found)
	}
}

// Named returns the project or group with a name, and requests it only if no answer of
// this Client has named it yet. Its ID never changes, but its path can be an older one.
// The errors are those of Namespace; after an error, the next call requests it again.
func (c *Client) Named(ctx context.Context, owner Owner) (Namespace, error) {
	return c.named(ctx, operation{method: http.MethodGet}, owner)
}

func (c *Client) named(ctx context.Context, get operation, owner Owner) (Namespace, error) {
	return c.names.of(owner).get(ctx, func(ctx context.Context) (Namespace, error) {
		found, _, err := c.namespace(ctx, get, owner)
		return found, err
	})
}

// MovedPath returns the path of a project that has moved, by its ID, or "" if GitLab
// does not return it. Each Client sends at most one request for a path, because it is only
// for messages.
func (c *Client) MovedPath(ctx context.Context, number string) string {
	owner := Owner{Kind: ProjectKind, ID: number}
	found, _ := c.movedPaths.of(owner).get(ctx, func(ctx context.Context) (Namespace, error) {
		found, err := c.named(ctx, operation{method: http.MethodGet, once: true}, owner)
		if err != nil {
			found = Namespace{}
		}
		return found, ctx.Err() // A failure counts as an answer, unless it is an interruption.
	})
	return found.FullPath
}
