package discovery

import (
	"context"
	"errors"
	"iter"
	"maps"
	"net/http"
	"slices"
	"sync"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// workers is the maximum number of concurrent requests of a Discovery. The limits of
// the client apply as well.
const workers = 10

// Discovery finds integrations. It is safe for concurrent use, and caches GitLab's
// answers.
type Discovery struct {
	client *client.Client
	lists  *Lists
	slots  chan struct{}

	mu         sync.Mutex // guards what follows, never over a request
	namespaces map[client.Owner]*once[root]
	groups     map[client.Owner]*once[[]Owner]
	projects   map[projectsKey]*projects
}

// New returns a Discovery that sends requests with a client and shares lists.
func New(gitlab *client.Client, lists *Lists) *Discovery {
	return &Discovery{
		client: gitlab, lists: lists, slots: make(chan struct{}, workers),
		namespaces: map[client.Owner]*once[root]{},
		groups:     map[client.Owner]*once[[]Owner]{},
		projects:   map[projectsKey]*projects{},
	}
}

// Query describes a search for integrations.
type Query struct {
	// Owner is the project, or the group with the projects in it.
	Owner client.Owner
	// Subgroups adds the groups below the group, and their projects.
	Subgroups bool
	// Archived includes archived projects and groups. The Owner itself is always
	// included.
	Archived bool
	// Inherited includes integrations with the settings of a parent group or of the
	// instance. GitLab before 17.3 does not say which ones inherit.
	Inherited bool
	// Kinds are the kinds of owners to search; nil for both.
	Kinds []client.Kind
	// Slugs are the slugs to find; nil for all.
	Slugs []string
	// Except are the slugs to leave out, by the kind of their owner.
	Except map[client.Kind][]string
	// Settings also reads the settings of each integration, with a GET.
	Settings bool
}

// Result is the result for one project or group.
type Result struct {
	// Owner is the project or group.
	Owner Owner
	// Integrations are the active integrations that match the query, by slug. There
	// may be none.
	Integrations []Integration
	// MovedTo is the ID of the project if the query names it by a former path; ""
	// normally.
	MovedTo string
	// Err is the reason why the integrations cannot be read; see IsNoAccess.
	Err error
}

// Integration is an integration that was found.
type Integration struct {
	// Slug is the name in GitLab's API.
	Slug string
	// Inherited is set if the settings are those of a parent group or of the
	// instance.
	Inherited bool
	// Listed is the answer of GitLab's list, which contains no settings. It is shared
	// and must not be changed.
	Listed *client.Integration
	// Settings is GitLab's answer with settings, if the query asks for them.
	Settings *client.Integration
	// Err is the reason why the settings cannot be read.
	Err error
}

// IsNoAccess reports whether the Err of a Result means that the token has no access
// to the integrations, or no longer to the owner.
func IsNoAccess(err error) bool {
	refused := new(client.Error)
	return client.IsOwnerNotFound(err) || errors.As(err, &refused) && refused.Status == http.StatusForbidden
}

// Find finds the integrations of a query. It yields one Result for each project and
// group: first the group, then the groups below it, then the projects. It requests a
// few owners ahead while the caller works, and stops when the caller ends the loop or
// the context ends. An error that concerns all owners is the last result: a group or
// project that does not exist, a token that is not valid, or a GitLab that does not
// answer or is too old.
func (d *Discovery) Find(ctx context.Context, query Query) iter.Seq2[Result, error] {
	return inOrder(ctx, d.owners(query), job[candidate, Result]{
		fast: func(found candidate) (Result, bool) { return d.withoutRequest(query, found) },
		work: func(ctx context.Context, found candidate) (Result, error) { return d.look(ctx, query, found) },
	})
}

// candidate is an owner that may have matching integrations.
type candidate struct {
	Owner
	movedTo string
	// types are the types of the active integrations; nil if GraphQL has not returned
	// them.
	types []string
}

// withoutRequest returns the result of an owner if it is known without a request,
// because the owner has no integrations that match the query. An owner that this
// process has written to needs a request.
func (d *Discovery) withoutRequest(query Query, at candidate) (Result, bool) {
	d.lists.learn(at.Owner)
	known := at.types != nil && !d.lists.wasWritten(at.Owner)
	return Result{Owner: at.Owner, MovedTo: at.movedTo}, known && !query.wantsType(at.types)
}

// look requests the integrations of an owner. It returns an error only if the error
// concerns all owners.
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

// readSettings reads the settings of a result if the query asks for them.
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

// wants reports whether an integration matches the query. GitLab's list contains
// inactive integrations if the instance no longer allows them.
func (q *Query) wants(kind client.Kind, slug string, listed *client.Integration) bool {
	return listed.Active() && (q.Inherited || !listed.Inherited()) &&
		(q.Slugs == nil || slices.Contains(q.Slugs, slug)) && !slices.Contains(q.Except[kind], slug)
}

// wantsType reports whether integrations of these types in a project may match the
// query.
func (q *Query) wantsType(types []string) bool {
	return slices.ContainsFunc(types, func(each string) bool {
		isType := func(slug string) bool { return ServiceType(slug) == each }
		return (q.Slugs == nil || slices.ContainsFunc(q.Slugs, isType)) && !slices.ContainsFunc(q.Except[client.ProjectKind], isType)
	})
}

// ConcernsAll reports whether a failure concerns all owners: an interruption, a token
// that is not valid, a rate limit that is exceeded for longer than the client waits,
// or a GitLab that does not answer or has no lists.
func ConcernsAll(ctx context.Context, err error) bool {
	refused := new(client.Error)
	return ctx.Err() != nil || client.HasNoList(err) || !errors.As(err, &refused) && !errors.Is(err, ErrNoSlugs) ||
		refused.Status == http.StatusUnauthorized || refused.Status == http.StatusTooManyRequests
}

// asking calls a function that sends a request, at most ten at a time.
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
