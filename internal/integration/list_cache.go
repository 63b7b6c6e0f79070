package integration

import (
	"context"
	"errors"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// ListCache caches GitLab's lists of the active integrations of projects and groups.
// Each list is requested once, until the provider writes to that owner. It is safe for
// concurrent use.
type ListCache struct {
	client *client.Client

	mu      sync.Mutex // guards what follows, never over a request
	byOwner map[client.Owner]*list
	// missing is the answer of a GitLab that has no lists.
	missing *list
}

// list is an answer, or a pending request: done is closed once the answer is there.
type list struct {
	done   chan struct{}
	bySlug map[string]*client.Integration
	err    error
}

var errNoSlugs = errors.New("GitLab's list does not name its integrations")

// NewListCache returns a ListCache that requests lists from a GitLab.
func NewListCache(gitlab *client.Client) *ListCache {
	return &ListCache{client: gitlab, byOwner: map[client.Owner]*list{}}
}

// active returns the active integrations of an owner by their slugs.
func (l *ListCache) active(ctx context.Context, owner client.Owner) (map[string]*client.Integration, error) {
	for {
		asked, first := l.place(owner)
		if first {
			asked.bySlug, asked.err = l.ask(ctx, owner)
			l.keep(owner, asked)
		}
		select {
		case <-asked.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		// If another caller was interrupted, this one asks again.
		if first || !errors.Is(asked.err, context.Canceled) {
			return asked.bySlug, asked.err
		}
	}
}

// place returns the list of an owner. The first caller must request it.
func (l *ListCache) place(owner client.Owner) (asked *list, first bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.missing != nil {
		return l.missing, false
	}
	if asked, found := l.byOwner[owner]; found {
		return asked, false
	}
	asked = &list{done: make(chan struct{})}
	l.byOwner[owner] = asked
	return asked, true
}

// keep completes a list. If GitLab has no lists, it completes those of all owners.
func (l *ListCache) keep(owner client.Owner, asked *list) {
	defer close(asked.done)
	if errors.Is(asked.err, context.Canceled) {
		l.forget(owner)
		return
	}
	if client.HasNoList(asked.err) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.missing = asked
	}
}

// forget removes the list of an owner.
func (l *ListCache) forget(owner client.Owner) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.byOwner, owner)
}

func (l *ListCache) ask(ctx context.Context, owner client.Owner) (map[string]*client.Integration, error) {
	answers, _, err := l.client.ListIntegrations(ctx, owner)
	if err != nil {
		return nil, err
	}
	bySlug := make(map[string]*client.Integration, len(answers))
	for i := range answers {
		slug, ok := answers[i].Fields["slug"].(string)
		if !ok {
			// Without slugs, no integration may count as gone.
			return nil, errNoSlugs
		}
		bySlug[slug] = &answers[i]
	}
	return bySlug, nil
}

// refreshFromList refreshes an integration from the owner's list. It is gone if it is
// not on the list, and unchanged if the list shows that the state is current; then
// there may be warnings. Otherwise a GET is necessary.
func (d *definition) refreshFromList(ctx context.Context, provider *Provider, before settings, stored *privateState) (gone, unchanged bool, found []*tfprotov6.Diagnostic) {
	if provider.ListCache == nil || stored.Imported || !d.hasReliableTime() || before[attributeInherited] == true {
		return false, false, nil
	}
	owner := ownerOf(before)
	listed, err := provider.ListCache.active(ctx, owner)
	if err != nil {
		return false, false, nil
	}
	entry, active := listed[d.Slug]
	switch {
	case !active:
		return true, true, nil
	case !d.unchangedSince(before, stored, entry):
		return false, false, nil
	default:
		return false, true, provider.movedResource(ctx, owner, entry.MovedTo)
	}
}

// unchangedSince reports whether an integration has not been written since the provider
// last read or wrote it. An integration that the instance no longer allows stays on the
// list, inactive (ee/app/models/concerns/ee/integrations/base/integration.rb in GitLab 18.9).
func (d *definition) unchangedSince(before settings, stored *privateState, entry *client.Integration) bool {
	if !entry.Active() || entry.Inherited() {
		return false
	}
	if stored.Seen == "" || stored.Seen != updatedAt(entry) {
		return false
	}
	for i := range d.Parameters {
		if p := &d.Parameters[i]; p.TopLevel && !p.confirmed(before[p.Name], entry) {
			return false
		}
	}
	return true
}

// hasReliableTime reports whether every change of the integration updates GitLab's
// "updated_at". That of a custom integration may not.
func (d *definition) hasReliableTime() bool { return !d.SeparateTable && !d.isCustom() }

func updatedAt(answer *client.Integration) string { return decodeString(answer.Fields["updated_at"]) }
