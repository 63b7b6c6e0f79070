package integration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// ListResource finds integrations and returns them one by one. It sends requests only
// as far as the CLI takes results.
func (s *Server) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	list, ok := s.lists[req.TypeName]
	if inner, serves := s.ProviderServer.(tfprotov6.ListResourceServer); !ok && serves {
		return inner.ListResource(ctx, req)
	}
	return &tfprotov6.ListResourceServerStream{Results: func(yield func(tfprotov6.ListResourceResult) bool) {
		guardStream(yield, func(yield func(tfprotov6.ListResourceResult) bool) {
			if !ok {
				yield(diagnosed(unknownList(req.TypeName)))
				return
			}
			found := validateAllSlugs(list.values(req.Config), req.IncludeResource)
			provider := s.provider()
			if provider == nil {
				found = append(found, errorOf(message.NotConfigured(message.CannotList(ownerOf(list.settings(req.Config))))))
			}
			if len(found) > 0 {
				yield(diagnosed(found...))
				return
			}
			config := list.settings(req.Config)
			query := list.searched(config)
			query.Settings = req.IncludeResource
			(&listing{
				resource: s.resources[req.TypeName], provider: provider, query: query, yield: yield,
				all: config[attributeAllSlugs] == true, left: req.Limit,
			}).run(ctx)
		})
	}}, nil
}

// guardStream runs the work of a stream. A panic becomes the last result, unless the
// CLI takes no more results.
func guardStream(yield func(tfprotov6.ListResourceResult) bool, work func(yield func(tfprotov6.ListResourceResult) bool)) {
	var found []*tfprotov6.Diagnostic
	ended := false
	guard(&found, func() {
		work(func(result tfprotov6.ListResourceResult) bool {
			ended = true // Unless yield returns.
			ended = !yield(result)
			return !ended
		})
	})
	if len(found) > 0 && !ended {
		yield(diagnosed(found...))
	}
}

// diagnosed is a result with nothing but diagnostics.
func diagnosed(found ...*tfprotov6.Diagnostic) tfprotov6.ListResourceResult {
	return tfprotov6.ListResourceResult{Diagnostics: found}
}

// listing is one search for the integrations of a `list` block.
type listing struct {
	resource *definition
	provider *Provider
	// query requests settings only if results contain the resource beside the
	// identity.
	query discovery.Query
	// all reports whether the search includes integrations with a resource type of
	// their own.
	all bool
	// left is the number of results that may follow.
	left  int64
	yield func(tfprotov6.ListResourceResult) bool
}

// run returns results until there are no more, the limit is reached, or the CLI takes
// no more.
func (l *listing) run(ctx context.Context) {
	if l.left < 1 {
		return
	}
	for result, err := range l.provider.Discovery.Find(ctx, l.query) {
		if err == nil && l.query.Owner.Kind == client.ProjectKind {
			err = result.Err
		}
		if err != nil {
			l.yield(diagnosed(CannotFind(l.query.Owner, err)))
			return
		}
		if !l.hand(ctx, result) {
			return
		}
	}
}

// hand returns the results of one project or group. It reports whether to continue.
func (l *listing) hand(ctx context.Context, result discovery.Result) bool {
	found := MovedDataSource(ctx, l.provider.Client, l.query.Owner, result.MovedTo)
	if result.Err != nil {
		found = append(found, warningOf(message.LeftOut(result.Owner.Name(), UnreadableReason(result.Owner.Kind, result.Err))))
	}
	if len(found) > 0 && !l.yield(diagnosed(found...)) {
		return false
	}
	for _, each := range result.Integrations {
		if !l.handOne(ctx, result.Owner, each) {
			return false
		}
	}
	return true
}

// typeOf is the resource type of an integration, as gitlabintegrations_custom knows
// it.
func (d *definition) typeOf(kind client.Kind, slug string) string {
	if known := d.known[slug]; known != nil && known.Exists(kind) {
		return known.TypeName()
	}
	return customType
}

// handOne returns one integration as a result. It reports whether to continue.
func (l *listing) handOne(ctx context.Context, owner discovery.Owner, found discovery.Integration) bool {
	state := settings{string(owner.Kind): owner.Name().ID}
	if l.resource.isCustom() {
		state[attributeSlug] = found.Slug
	}
	state[attributeID] = resourceID(state)
	result := tfprotov6.ListResourceResult{DisplayName: l.displayName(owner, found), Identity: l.resource.identityOf(state)}
	switch {
	case !l.query.Settings:
	case isGone(found.Err) || found.Err == nil && !found.Settings.Active():
		return true // It was disabled since the list was read.
	case found.Err != nil:
		return l.yield(diagnosed(warningOf(message.LeftOut(owner.Name(), message.Describe(found.Err)))))
	default:
		after := l.resource.imported(ctx, l.provider, state, found.Settings)
		if reasons := l.resource.obstacles(after); len(reasons) > 0 {
			return l.yield(diagnosed(warningOf(message.NotConfigurable(l.resource.resourceType(), owner.Name(), reasons))))
		}
		result.Resource = l.resource.state(after)
	}
	l.left--
	return l.yield(result) && l.left > 0
}

// displayName is the name of a result in the CLI's output.
func (l *listing) displayName(owner discovery.Owner, found discovery.Integration) string {
	name := l.resource.titleOf(found) + " of " + string(owner.Kind) + " " + owner.Path
	if l.all {
		name = l.resource.typeOf(owner.Kind, found.Slug) + ": " + name
	}
	if found.Inherited {
		name += ", inherited"
	}
	if owner.Archived {
		name += ", archived"
	}
	return name
}

// titleOf is the title of an integration that was found.
func (d *definition) titleOf(found discovery.Integration) string {
	if !d.isCustom() {
		return d.Title
	}
	if known := d.known[found.Slug]; known != nil {
		return known.Title
	}
	if title := decodeString(found.Listed.Fields["title"]); title != "" {
		return title
	}
	return found.Slug
}

// imported is the state after an import.
func (d *definition) imported(ctx context.Context, provider *Provider, state settings, answer *client.Integration) settings {
	d = d.inState(state)
	stored := &privateState{Imported: true}
	after := d.after(state, answer)
	if d.isCustom() {
		after[attributeSettings] = d.settingsAfter(state, after, answer, stored)
	}
	d.assumeDefaults(ctx, provider, after, answer, stored)
	return after
}

// UnreadableReason says why the integrations of a project or group cannot be read.
func UnreadableReason(kind client.Kind, err error) string {
	if !discovery.IsNoAccess(err) {
		return message.Describe(err)
	}
	return message.NoAccess(kind)
}

// CannotFind is the error that ends a search.
func CannotFind(owner client.Owner, err error) *tfprotov6.Diagnostic {
	summary := message.CannotList(owner)
	if client.IsOwnerNotFound(err) {
		return failureAt(string(owner.Kind), summary, message.EndOfSearch(err))
	}
	return failure(summary, message.EndOfSearch(err))
}
