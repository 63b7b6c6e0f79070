package integration

import (
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// claims remembers what the plans of a run want of the integrations of each owner: that
// they are set up, or that they are off. Whichever is planned second finds the conflict.
// What is to be destroyed claims nothing. It is safe for concurrent use.
//
// An owner has several names, and a row a number: two plans are about the same
// integration if they have a name or the number in common.
type claims struct {
	mu      sync.Mutex
	byOwner map[client.Owner]*ownerClaims
	// setUp and forbidden are the same by row, as far as rows are known.
	setUp     map[int64]claim
	forbidden map[int64]ban
}

// ownerClaims are the claims under one name of an owner.
type ownerClaims struct {
	setUp map[string]claim
	bans  []ban
}

// claim is a resource that sets up an integration.
type claim struct {
	message.Subject
	// inherits reports whether it has, or may have, inherited settings.
	inherits bool
}

// ban is a policy with what it forbids.
type ban struct {
	policy  message.Subject
	forbids forbids
	// allowed are the only integrations that it allows; nil if it is about one.
	allowed []string
}

// of returns the claims under a name; the caller holds the lock.
func (c *claims) of(name client.Owner) *ownerClaims {
	if c.byOwner == nil {
		c.byOwner, c.setUp, c.forbidden = map[client.Owner]*ownerClaims{}, map[int64]claim{}, map[int64]ban{}
	}
	if c.byOwner[name] == nil {
		c.byOwner[name] = &ownerClaims{setUp: map[string]claim{}}
	}
	return c.byOwner[name]
}

// add notes that a resource sets up an integration. The row is 0 if it is not known.
// It returns a policy that forbids that, if there is one.
func (c *claims) add(names []client.Owner, row int64, made claim) (policy message.Subject, conflict bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var against []ban
	for _, name := range names {
		owner := c.of(name)
		owner.setUp[made.Slug] = made
		against = append(against, owner.bans...)
	}
	if row != 0 {
		c.setUp[row] = made
		if policy, forbidden := c.forbidden[row]; forbidden {
			against = append(against, policy)
		}
	}
	at := slices.IndexFunc(against, func(b ban) bool { return b.forbids(made.Slug, made.inherits) })
	if at < 0 {
		return message.Subject{}, false
	}
	return against[at].policy, true
}

// forbid notes a policy, with the rows that it forbids as far as they are known. It returns
// what other resources set up nevertheless, sorted by slug.
func (c *claims) forbid(names []client.Owner, rows map[int64]bool, made ban) (setUp []message.Subject) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := map[string]message.Subject{}
	for _, name := range names {
		owner := c.of(name)
		owner.bans = append(owner.bans, made)
		for slug, claim := range owner.setUp {
			if made.forbids(slug, claim.inherits) {
				found[slug] = claim.Subject
			}
		}
	}
	for row := range rows {
		c.forbidden[row] = made
		if claim, isSetUp := c.setUp[row]; isSetUp && made.forbids(claim.Slug, claim.inherits) {
			found[claim.Slug] = claim.Subject
		}
	}
	for _, subject := range found {
		setUp = append(setUp, subject)
	}
	slices.SortFunc(setUp, func(a, b message.Subject) int { return strings.Compare(a.Slug, b.Slug) })
	return setUp
}

// beside returns a policy under the same names that allows other integrations than the
// given one, and what both allow.
func (c *claims) beside(names []client.Owner, made ban) (other message.Subject, both []string, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, name := range names {
		for _, ban := range c.of(name).bans {
			if made.allowed == nil || ban.allowed == nil || sameElements(made.allowed, ban.allowed) {
				continue
			}
			both = slices.DeleteFunc(slices.Sorted(slices.Values(made.allowed)), func(slug string) bool { return !slices.Contains(ban.allowed, slug) })
			return ban.policy, both, true
		}
	}
	return message.Subject{}, nil, false
}

// sameElements reports whether two sets are equal.
func sameElements(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// isSetUp reports whether a resource of the run sets up an integration.
func (c *claims) isSetUp(names []client.Owner, slug string, row int64) bool {
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

// claim notes that a planned resource sets up an integration. That a policy forbids it is
// an error. An owner or slug that is not known yet claims nothing.
func (s *Server) claim(d *definition, planned values, row int64) []*tfprotov6.Diagnostic {
	provider, owner, of := s.provider(), plannedOwner(planned), d.inPlan(planned)
	if provider == nil || owner.ID == "" || of.Slug == "" {
		return nil
	}
	inherits := planned[attributeInherited]
	made := claim{of.subject(owner), !inherits.IsKnown() || isTrue(inherits)}
	policy, conflict := provider.claims.add(provider.names(owner), row, made)
	if !conflict {
		return nil
	}
	return []*tfprotov6.Diagnostic{errorOf(made.Forbidden(policy))}
}
