package export

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

const (
	// workers is the number of settings that are read concurrently. The limits of the
	// client apply as well.
	workers = 10
	// interval is the number of projects, or integrations, between two reports of
	// progress.
	interval = 100
)

// row is an integration that is exported.
type row struct {
	owner discovery.Owner
	slug  string
	// spec is nil if only gitlabintegrations_custom can manage it.
	spec      *integration.Spec
	inherited bool
	// answer is GitLab's answer with the settings, and err the error; both are nil if
	// the integration inherits.
	answer *client.Integration
	err    error
}

// find finds the integrations. It also finds those that inherit, in order to count
// them.
func (x *export) find(ctx context.Context) (err error) {
	if x.root, err = x.discovery.Owner(ctx, x.Owner); err != nil {
		return err
	}
	query := discovery.Query{Owner: x.Owner, Subgroups: x.Subgroups, Archived: x.Archived, Slugs: x.Slugs, Inherited: true}
	for result, err := range x.discovery.Find(ctx, query) {
		if err == nil && x.Owner.Kind == client.ProjectKind {
			err = result.Err
		}
		if err != nil {
			return err
		}
		x.add(result)
		if x.summary.Owners%interval == 0 {
			x.say("Looked at %d projects and groups and found %d integrations to export so far.", x.summary.Owners, len(x.rows))
		}
	}
	for _, slug := range x.Slugs {
		if resources.Find(slug) == nil && !slices.ContainsFunc(x.rows, func(r *row) bool { return r.slug == slug }) {
			x.summary.UnknownSlugs = append(x.summary.UnknownSlugs, slug)
		}
	}
	slices.SortFunc(x.rows, func(a, b *row) int {
		return cmp.Or(cmp.Compare(a.owner.Path, b.owner.Path), cmp.Compare(a.owner.Kind, b.owner.Kind), cmp.Compare(a.slug, b.slug))
	})
	return nil
}

// add adds the result of a project or group.
func (x *export) add(result discovery.Result) {
	x.summary.Owners++
	if result.Err != nil {
		x.summary.addUnreadable(result)
	}
	for _, found := range result.Integrations {
		x.summary.Found++
		if _, known := found.Listed.Fields["inherited"]; !known {
			x.summary.InheritanceUnknown = true
		}
		if found.Inherited && !x.Inherited {
			x.summary.Inherited++
			continue
		}
		r := &row{owner: result.Owner, slug: found.Slug, inherited: found.Inherited}
		spec := resources.Find(found.Slug)
		if spec != nil && spec.Exists(result.Owner.Kind) {
			r.spec = spec
		}
		if spec != nil && r.spec == nil && r.inherited {
			x.summary.addLeftOut(r, message.OnlyInherited)
			continue
		}
		x.rows = append(x.rows, r)
	}
}

// read reads the settings of integrations that do not inherit. It returns an error
// only if the error concerns all of them; others are stored with their rows.
func (x *export) read(ctx context.Context) error {
	group, reading := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	var done atomic.Int64
	for _, r := range x.rows {
		if r.inherited || reading.Err() != nil {
			continue
		}
		group.Go(func() error {
			r.answer, r.err = x.client.GetIntegration(reading, r.owner.Name(), r.slug)
			if r.err != nil && discovery.ConcernsAll(reading, r.err) {
				return r.err
			}
			if n := done.Add(1); n%interval == 0 {
				x.say("Read the settings of %d of %d integrations.", n, len(x.rows))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}
