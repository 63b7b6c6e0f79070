package discovery

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Lists caches GitLab's lists of the active integrations of projects and groups. Each
// list is requested once and shared until something is written to that owner. It is
// safe for concurrent use.
type Lists struct {
	client *client.Client

	mu      sync.Mutex // guards what follows, never over a request
	byOwner map[client.Owner]*once[activeList]
	// first are the lists that were requested before the first write to their owner.
	first map[client.Owner]*once[activeList]
	// numbers are the owners by ID that are also known by path, and paths the reverse.
	numbers, paths map[client.Owner]client.Owner
	// written are the owners with a write of this process.
	written map[client.Owner]bool
	// moved are the IDs of the projects whose list was requested under a former path.
	moved map[client.Owner]string
	// missing is the failure of a GitLab without lists.
	missing error
}

// activeList is one list, by slug.
type activeList = map[string]*client.Integration

// ErrNoSlugs is the error of Active if the list of an older GitLab does not name its
// integrations.
var ErrNoSlugs = errors.New("GitLab's list does not name its integrations")

// NewLists returns Lists that send requests with a client.
func NewLists(gitlab *client.Client) *Lists {
	return &Lists{
		client: gitlab, byOwner: map[client.Owner]*once[activeList]{}, first: map[client.Owner]*once[activeList]{},
		numbers: map[client.Owner]client.Owner{}, paths: map[client.Owner]client.Owner{}, written: map[client.Owner]bool{}, moved: map[client.Owner]string{},
	}
}

// Active returns the entries of GitLab's list of an owner's active integrations, by
// slug. The map is shared and must not be changed. An integration that the instance
// no longer allows stays on the list, but is not Active. The errors are those of
// ListIntegrations.
func (l *Lists) Active(ctx context.Context, owner client.Owner) (map[string]*client.Integration, error) {
	list, err := l.of(owner)
	if err != nil {
		return nil, err
	}
	return list.get(ctx, func(ctx context.Context) (activeList, error) { return l.ask(ctx, owner) })
}

// Known is Active without a request: what has been asked for already; nil if nothing
// has.
func (l *Lists) Known(owner client.Owner) map[string]*client.Integration {
	list, err := l.of(owner)
	if err != nil {
		return nil
	}
	return list.known()
}

// Names are the names by which an owner is known: the one that is given, in lower case,
// and its number or path, if something has found it.
func (l *Lists) Names(owner client.Owner) []client.Owner {
	l.mu.Lock()
	defer l.mu.Unlock()
	name := key(owner.Kind, owner.ID)
	names := []client.Owner{name}
	for _, other := range []map[client.Owner]client.Owner{l.numbers, l.paths} {
		if also, known := other[name]; known {
			names = append(names, also)
		}
	}
	return names
}

// ActiveAtFirst does the same, but never requests the list of an owner again: it does
// not show later writes.
func (l *Lists) ActiveAtFirst(ctx context.Context, owner client.Owner) (map[string]*client.Integration, error) {
	l.mu.Lock()
	first := l.first[l.canonical(owner)]
	l.mu.Unlock()
	if first == nil {
		return l.Active(ctx, owner)
	}
	return first.get(ctx, func(ctx context.Context) (activeList, error) { return l.ask(ctx, owner) })
}

// MovedTo returns the ID of a project whose list was requested under a path that it had
// before it was moved; "" otherwise.
func (l *Lists) MovedTo(owner client.Owner) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.moved[key(owner.Kind, owner.ID)]
}

// Forget drops the list of an owner, so that the next call of Active requests it
// again. It must be called with every write.
func (l *Lists) Forget(owner client.Owner) {
	l.mu.Lock()
	defer l.mu.Unlock()
	name := l.canonical(owner)
	l.written[name] = true
	if l.first[name] == nil && l.byOwner[name] != nil {
		l.first[name] = l.byOwner[name]
	}
	delete(l.byOwner, name)
}

// Retry drops the failure to list an owner's integrations, so that the next who needs the
// list requests it again.
func (l *Lists) Retry(owner client.Owner) {
	l.mu.Lock()
	defer l.mu.Unlock()
	name := l.canonical(owner)
	delete(l.byOwner, name)
	delete(l.first, name)
}

// of finds the list of an owner, or the failure that all lists have in common.
func (l *Lists) of(owner client.Owner) (*once[activeList], error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	name := l.canonical(owner)
	if l.missing == nil && l.byOwner[name] == nil {
		l.byOwner[name] = newOnce[activeList]()
	}
	return l.byOwner[name], l.missing
}

// learn records that an ID and a path name the same owner, so that both share a list.
func (l *Lists) learn(owner Owner) {
	l.mu.Lock()
	defer l.mu.Unlock()
	path, number := key(owner.Kind, owner.Path), key(owner.Kind, owner.number())
	if l.numbers[path] == number {
		return
	}
	l.numbers[path], l.paths[number] = number, path
	if l.byOwner[number] == nil {
		l.byOwner[number] = l.byOwner[path]
	}
	delete(l.byOwner, path)
	if l.written[path] {
		l.written[number] = true
	}
	if l.written[number] {
		delete(l.byOwner, number) // It may have been asked for before the write.
	}
}

// wasWritten reports whether this process has written to an owner, so that facts from
// elsewhere may be out of date.
func (l *Lists) wasWritten(owner Owner) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.written[key(owner.Kind, owner.number())]
}

// canonical is the name of an owner under which its list is stored.
func (l *Lists) canonical(owner client.Owner) client.Owner {
	name := key(owner.Kind, owner.ID)
	if number, known := l.numbers[name]; known {
		return number
	}
	return name
}

// key is an owner as the key of a map: GitLab ignores the case of paths.
func key(kind client.Kind, id string) client.Owner {
	return client.Owner{Kind: kind, ID: strings.ToLower(id)}
}

func (l *Lists) ask(ctx context.Context, owner client.Owner) (activeList, error) {
	answers, movedTo, err := l.client.ListIntegrations(ctx, owner)
	l.note(owner, movedTo, err)
	if err != nil {
		return nil, err
	}
	bySlug := make(activeList, len(answers))
	for i := range answers {
		slug, ok := answers[i].Fields["slug"].(string)
		if !ok {
			// Nothing may be taken for gone because its name is not there.
			return nil, ErrNoSlugs
		}
		bySlug[slug] = &answers[i]
	}
	return bySlug, nil
}

// note records what a request has shown beside the list.
func (l *Lists) note(owner client.Owner, movedTo string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if client.HasNoList(err) {
		l.missing = err
	}
	if movedTo != "" {
		l.moved[key(owner.Kind, owner.ID)] = movedTo
	}
}
