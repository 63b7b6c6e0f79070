package discovery

import (
	"context"
	"iter"
	"sync"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// root is the owner of a query.
type root struct {
	Owner
	movedTo string
}

// owners are all owners of a query.
func (d *Discovery) owners(query Query) func(context.Context) iter.Seq2[candidate, error] {
	return func(ctx context.Context) iter.Seq2[candidate, error] {
		return func(yield func(candidate, error) bool) {
			found, err := d.root(ctx, query.Owner)
			if err != nil {
				yield(candidate{}, err)
				return
			}
			if query.Owner.Kind == client.ProjectKind {
				if query.wantsKind(client.ProjectKind) {
					yield(candidate{Owner: found.Owner, movedTo: found.movedTo}, nil)
				}
				return
			}
			if query.wantsKind(client.GroupKind) && !d.yieldGroups(ctx, query, found.Owner, yield) || !query.wantsKind(client.ProjectKind) {
				return
			}
			d.yieldProjects(ctx, query, found.Owner, yield)
		}
	}
}

// Owner returns a project or group with its ID and path.
func (d *Discovery) Owner(ctx context.Context, owner client.Owner) (Owner, error) {
	found, err := d.root(ctx, owner)
	return found.Owner, err
}

// root reads the owner of a query, only once.
func (d *Discovery) root(ctx context.Context, owner client.Owner) (root, error) {
	return shared(&d.mu, d.namespaces, key(owner.Kind, owner.ID)).get(ctx, func(ctx context.Context) (root, error) {
		return asking(ctx, d, func() (root, error) {
			found, movedTo, err := d.client.Namespace(ctx, owner)
			return root{ownerOf(owner.Kind, found), movedTo}, err
		})
	})
}

// yieldGroups hands out the groups of a query, of a GitLab that has integrations of
// groups. It returns whether to go on.
func (d *Discovery) yieldGroups(ctx context.Context, query Query, group Owner, yield func(candidate, error) bool) bool {
	_, err := asking(ctx, d, func() (activeList, error) { return d.lists.Active(ctx, group.Name()) })
	if client.HasNoGroupIntegrations(err) {
		return true
	}
	if !yield(candidate{Owner: group}, nil) {
		return false
	}
	if !query.Subgroups {
		return true
	}
	below, err := d.descendants(ctx, group)
	if err != nil {
		yield(candidate{}, err)
		return false
	}
	for _, each := range below {
		if (query.Archived || !each.Archived) && !yield(candidate{Owner: each}, nil) {
			return false
		}
	}
	return true
}

// descendants returns all groups below a group.
func (d *Discovery) descendants(ctx context.Context, group Owner) ([]Owner, error) {
	return shared(&d.mu, d.groups, key(group.Kind, group.number())).get(ctx, func(ctx context.Context) ([]Owner, error) {
		return asking(ctx, d, func() (below []Owner, err error) {
			for page, err := range d.client.DescendantGroups(ctx, group.Name()) {
				if err != nil {
					return nil, err
				}
				for _, each := range page {
					below = append(below, ownerOf(client.GroupKind, each))
				}
			}
			return below, nil
		})
	})
}

// shared returns the cached answer of a key.
func shared[K comparable, T any](mu *sync.Mutex, all map[K]*once[T], key K) *once[T] {
	mu.Lock()
	defer mu.Unlock()
	if all[key] == nil {
		all[key] = newOnce[T]()
	}
	return all[key]
}
