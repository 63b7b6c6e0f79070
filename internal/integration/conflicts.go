package integration

import (
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// conflicts records what the plans of a run require of the integrations of each owner:
// that they are set up, or that they are disabled. The second plan of a conflict finds
// it. The plan of a destroy requires nothing. It is safe for concurrent use.
//
// An owner has several names, and a row has an ID: two plans are about the same
// integration if they have a name or the ID in common.
type conflicts struct {
	mu      sync.Mutex
	byOwner map[client.Owner]*ownerPlans
	// setUp and forbidden are the same by row, as far as rows are known.
	setUp     map[int64]plannedResource
	forbidden map[int64]plannedPolicy
}

// ownerPlans are the plans under one name of an owner.
type ownerPlans struct {
	setUp    map[string]plannedResource
	policies []plannedPolicy
}

// plannedResource is a resource that sets up an integration.
type plannedResource struct {
	message.Subject
	// inherits reports whether it has, or may have, inherited settings.
	inherits bool
}

// plannedPolicy is a policy with the slugs that it forbids.
type plannedPolicy struct {
	subject message.Subject
	forbids forbids
	// allowed are the only integrations that it allows; nil if it is about one.
	allowed []string
}

// of returns the plans under a name; the caller holds the lock.
func (c *conflicts) of(name client.Owner) *ownerPlans {
	if c.byOwner == nil {
		c.byOwner, c.setUp, c.forbidden = map[client.Owner]*ownerPlans{}, map[int64]plannedResource{}, map[int64]plannedPolicy{}
	}
	if c.byOwner[name] == nil {
		c.byOwner[name] = &ownerPlans{setUp: map[string]plannedResource{}}
	}
	return c.byOwner[name]
}

// addResource records that a resource sets up an integration. The row is 0 if it is not
// known. It returns a policy that forbids the integration, if there is one.
func (c *conflicts) addResource(names []client.Owner, row int64, resource plannedResource) (policy message.Subject, conflict bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var policies []plannedPolicy
	for _, name := range names {
		owner := c.of(name)
		owner.setUp[resource.Slug] = resource
		policies = append(policies, owner.policies...)
	}
	if row != 0 {
		c.setUp[row] = resource
		if policy, forbidden := c.forbidden[row]; forbidden {
			policies = append(policies, policy)
		}
	}
	at := slices.IndexFunc(policies, func(p plannedPolicy) bool { return p.forbids(resource.Slug, resource.inherits) })
	if at < 0 {
		return message.Subject{}, false
	}
	return policies[at].subject, true
}

// addPolicy records a policy, with the rows that it forbids as far as they are known. It
// returns the forbidden integrations that other resources set up, sorted by slug.
func (c *conflicts) addPolicy(names []client.Owner, rows map[int64]bool, policy plannedPolicy) (setUp []message.Subject) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := map[string]message.Subject{}
	for _, name := range names {
		owner := c.of(name)
		owner.policies = append(owner.policies, policy)
		for slug, resource := range owner.setUp {
			if policy.forbids(slug, resource.inherits) {
				found[slug] = resource.Subject
			}
		}
	}
	for row := range rows {
		c.forbidden[row] = policy
		if resource, isSetUp := c.setUp[row]; isSetUp && policy.forbids(resource.Slug, resource.inherits) {
			found[resource.Slug] = resource.Subject
		}
	}
	for _, subject := range found {
		setUp = append(setUp, subject)
	}
	slices.SortFunc(setUp, func(a, b message.Subject) int { return strings.Compare(a.Slug, b.Slug) })
	return setUp
}

// otherPolicy returns a policy under the same names that allows other integrations than the
// given one, and what both allow.
func (c *conflicts) otherPolicy(names []client.Owner, policy plannedPolicy) (other message.Subject, both []string, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, name := range names {
		for _, before := range c.of(name).policies {
			if policy.allowed == nil || before.allowed == nil || sameElements(policy.allowed, before.allowed) {
				continue
			}
			both = slices.DeleteFunc(slices.Sorted(slices.Values(policy.allowed)), func(slug string) bool { return !slices.Contains(before.allowed, slug) })
			return before.subject, both, true
		}
	}
	return message.Subject{}, nil, false
}

// sameElements reports whether two sets are equal.
func sameElements(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// isSetUp reports whether a resource of the run sets up an integration.
func (c *conflicts) isSetUp(names []client.Owner, slug string, row int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.setUp[row]; known && row != 0 {
		return true
	}
	return slices.ContainsFunc(names, func(name client.Owner) bool {
		_, known := c.of(name).setUp[slug]
		return known
	})
}

// names are the names by which this run knows an owner.
func (p *Provider) names(owner client.Owner) []client.Owner {
	if p.Lists == nil {
		return []client.Owner{{Kind: owner.Kind, ID: strings.ToLower(owner.ID)}}
	}
	return p.Lists.Names(owner)
}

// checkPolicies notes that a planned resource sets up an integration. That a policy forbids
// it is an error. An owner or slug that is not known yet conflicts with nothing.
func (s *Server) checkPolicies(d *definition, planned values, row int64) []*tfprotov6.Diagnostic {
	provider, owner, of := s.provider(), plannedOwner(planned), d.inPlan(planned)
	if provider == nil || owner.ID == "" || of.Slug == "" {
		return nil
	}
	inherits := planned[attributeInherited]
	resource := plannedResource{of.subject(owner), !inherits.IsKnown() || isTrue(inherits)}
	policy, conflict := provider.conflicts.addResource(provider.names(owner), row, resource)
	if !conflict {
		return nil
	}
	return []*tfprotov6.Diagnostic{errorOf(resource.Forbidden(policy))}
}
