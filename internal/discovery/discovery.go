package discovery

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"sync"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// workers is how many requests a Discovery has on their way at most. The limits
// of the client hold beside it.
const workers = 10

// Discovery finds integrations. It is safe for concurrent use, and remembers what
// GitLab has answered.
type Discovery struct {
	client *client.Client
	lists  *Lists
	slots  chan struct{}

	mu         sync.Mutex // guards what follows, never over a request
	namespaces map[client.Owner]*once[root]
	groups     map[client.Owner]*once[[]Owner]
	projects   map[projectsKey]*projects
}

// New makes a Discovery that asks a GitLab and shares its lists with others.
func New(gitlab *client.Client, lists *Lists) *Discovery {
	return &Discovery{
		client: gitlab, lists: lists, slots: make(chan struct{}, workers),
		namespaces: map[client.Owner]*once[root]{},
		groups:     map[client.Owner]*once[[]Owner]{},
		projects:   map[projectsKey]*projects{},
	}
}

// Query says what is looked for.
type Query struct {
	// Owner is the project, or the group with the projects in it.
	Owner client.Owner
	// Subgroups adds the groups below the group, and their projects.
	Subgroups bool
	// Archived adds what is archived. The Owner itself is always looked at.
	Archived bool
	// Inherited adds the integrations that follow the settings of a group above
	// or of the instance. GitLab before 17.3 does not tell which do.
	Inherited bool
	// Kinds are the kinds of owners that are looked at; nil is both.
	Kinds []client.Kind
	// Slugs are those of the integrations that are wanted; nil is all.
	Slugs []string
	// Except are the slugs of integrations that are not wanted, by the kind of their
	// owner.
	Except map[client.Kind][]string
	// Settings asks for the settings of each integration that is found, with a GET.
	Settings bool
}

// Result is what was found of one project or group.
type Result struct {
	// Owner is the project or group.
	Owner Owner
	// Integrations are those that are active and wanted, by slug. There may be none.
	Integrations []Integration
	// MovedTo is the number of the project that the query has named by a path
	// which it had before it was moved; "" normally.
	MovedTo string
	// Err is why the integrations cannot be read; IsNoAccess tells more.
	Err error
}

// Integration is one that was found.
type Integration struct {
	// Slug is its name in the API.
	Slug string
	// Inherited is whether the settings are those of a group above or of the
	// instance.
	Inherited bool
	// Listed is what GitLab's list says, which has no settings. It is shared and
	// must not be changed.
	Listed *client.Integration
	// Settings is GitLab's answer with settings, if the query asks for them.
	Settings *client.Integration
	// Err is why the settings cannot be read.
	Err error
}

// errNoAccess is what GraphQL tells without words.
var errNoAccess = errors.New("GitLab does not show the integrations of the project to the user of the `token`; that takes the role Maintainer")

// IsNoAccess reports whether the Err of a Result is that the token may not read
// the integrations, or sees nothing of the owner any more.
func IsNoAccess(err error) bool {
	refused := new(client.Error)
	return errors.Is(err, errNoAccess) || client.IsOwnerNotFound(err) ||
		errors.As(err, &refused) && refused.Status == http.StatusForbidden
}

// Find finds the integrations of a query, one Result for each project and group: the
// group, the groups below it and then the projects. It asks for what follows
// while the caller works, but only for a few owners more, and stops asking when
// the caller breaks the loop or the context ends. An error that concerns
// everything is the last result: that of a group or project that is not there, of
// a token that is not valid, of a GitLab that does not answer or is too old.
func (d *Discovery) Find(ctx context.Context, query Query) iter.Seq2[Result, error] {
	return inOrder(ctx, d.owners(query), job[candidate, Result]{
		settle: func(found candidate) (Result, bool) { return d.settle(query, found) },
		work:   func(ctx context.Context, found candidate) (Result, error) { return d.look(ctx, query, found) },
	})
}

// candidate is an owner that may have integrations that are wanted.
type candidate struct {
	Owner
	movedTo string
	// known is whether GraphQL has told the types of the active integrations. They
	// are nil if the token may not see them.
	known bool
	types []string
}

// settle reports whether the result of an owner is known without a request: GitLab
// hides its integrations, or it has none that are wanted. What was written since
// has to be asked for.
func (d *Discovery) settle(query Query, at candidate) (Result, bool) {
	result := Result{Owner: at.Owner, MovedTo: at.movedTo}
	d.lists.learn(at.Owner)
	switch {
	case !at.known || d.lists.wasWritten(at.Owner):
		return result, false
	case at.types == nil:
		result.Err = fmt.Errorf("the integrations of %s cannot be read: %w", at.Name(), errNoAccess)
		return result, true
	}
	return result, !query.wantsType(at.types)
}

// look asks for the integrations of an owner. Its error is one that concerns all.
func (d *Discovery) look(ctx context.Context, query Query, at candidate) (Result, error) {
	result := Result{Owner: at.Owner, MovedTo: at.movedTo}
	listed, err := asking(ctx, d, func() (activeList, error) { return d.lists.Active(ctx, at.Name()) })
	if err != nil {
		if ConcernsAll(ctx, err) {
			return Result{}, err
		}
		result.Err = err
		return result, nil
	}
	for _, slug := range slices.Sorted(maps.Keys(listed)) {
		if query.wants(at.Kind, slug, listed[slug]) {
			result.Integrations = append(result.Integrations, Integration{Slug: slug, Inherited: listed[slug].Inherited(), Listed: listed[slug]})
		}
	}
	return result, d.readSettings(ctx, query, &result)
}

// readSettings completes a result if the query asks for settings.
func (d *Discovery) readSettings(ctx context.Context, query Query, result *Result) error {
	if !query.Settings {
		return nil
	}
	for i := range result.Integrations {
		found := &result.Integrations[i]
		found.Settings, found.Err = asking(ctx, d, func() (*client.Integration, error) {
			return d.client.GetIntegration(ctx, result.Owner.Name(), found.Slug)
		})
		if found.Err != nil && ConcernsAll(ctx, found.Err) {
			return found.Err
		}
	}
	return nil
}

func (q *Query) wantsKind(kind client.Kind) bool {
	return q.Kinds == nil || slices.Contains(q.Kinds, kind)
}

// wants reports whether an integration is looked for. One that is not active is
// on GitLab's list if the instance does not allow it any more.
func (q *Query) wants(kind client.Kind, slug string, listed *client.Integration) bool {
	return listed.Active() && (q.Inherited || !listed.Inherited()) &&
		(q.Slugs == nil || slices.Contains(q.Slugs, slug)) && !slices.Contains(q.Except[kind], slug)
}

// wantsType reports whether integrations of a project that have these types may be
// wanted.
func (q *Query) wantsType(types []string) bool {
	return slices.ContainsFunc(types, func(each string) bool {
		isType := func(slug string) bool { return ServiceType(slug) == each }
		return (q.Slugs == nil || slices.ContainsFunc(q.Slugs, isType)) && !slices.ContainsFunc(q.Except[client.ProjectKind], isType)
	})
}

// ConcernsAll reports whether a failure is not that of one owner: an interruption,
// a token that is not valid, a rate limit that is used up for longer than the
// client waits, a GitLab that does not answer or has no lists.
func ConcernsAll(ctx context.Context, err error) bool {
	refused := new(client.Error)
	return ctx.Err() != nil || client.HasNoList(err) || !errors.As(err, &refused) && !errors.Is(err, ErrNoSlugs) ||
		refused.Status == http.StatusUnauthorized || refused.Status == http.StatusTooManyRequests
}

// asking makes a request when there are fewer than ten on their way.
func asking[T any](ctx context.Context, d *Discovery, request func() (T, error)) (T, error) {
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
		return request()
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
