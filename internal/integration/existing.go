package integration

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// ownRows are the IDs of the rows that resources of this run have in the state or
// have written. It is safe for concurrent use.
type ownRows struct{ numbers sync.Map }

func (o *ownRows) add(id int64) { o.numbers.Store(id, true) }

// has reports whether a row is one of them; false for a row without an ID.
func (o *ownRows) has(id int64) bool {
	_, found := o.numbers.Load(id)
	return found && id != 0
}

// refuseExisting is the error of a new resource for an integration that is active
// already, if existing_integration is `error`. Replaces is the row of the object that
// the new one replaces. If the project or group is not known yet, or the provider is
// not configured yet, the apply checks it.
func (d *definition) refuseExisting(ctx context.Context, provider *Provider, planned settings, replaces row) []*tfprotov6.Diagnostic {
	owner := ownerOf(planned)
	if provider == nil || !provider.KeepExisting || owner.ID == "" || d.Slug == "" {
		return nil
	}
	existing, err := provider.foreign(ctx, owner, d.Slug, replaces)
	if err != nil {
		found := d.reading("Cannot set up", provider, owner).diagnose(ctx, err)
		found[0].Detail = message.Paragraphs(found[0].Detail, message.ExistingUnknown)
		return found
	}
	if existing == nil {
		return nil
	}
	return []*tfprotov6.Diagnostic{errorAt(string(owner.Kind), d.subject(owner).Existing(resourceID(planned)))}
}

// planExisting does the same for a plan. The CLI plans a new resource again during
// the apply, and does not apply it after an error. In the log of writes, that counts
// as a failed PUT: a DELETE must not disable an integration that the new resource did
// not get.
func (d *definition) planExisting(ctx context.Context, provider *Provider, planned settings, replaces row) []*tfprotov6.Diagnostic {
	if provider == nil || !provider.KeepExisting {
		return nil
	}
	p, err := provider.writes.beginPut(ctx, addressOf(ownerOf(planned), d.Slug), 0)
	if err != nil {
		return nil // The plan was interrupted.
	}
	defer p.fail(false) // It does nothing once the PUT is withdrawn.
	found := d.refuseExisting(ctx, provider, planned, replaces)
	if len(found) == 0 {
		p.withdraw()
	}
	return found
}

// foreign returns an integration that is active and not the provider's own, from the
// list of its owner, or from a GET if there is no list; nil if there is none. A list
// is requested once in a run, and again only if a write of the run may have disabled
// what it contains.
func (p *Provider) foreign(ctx context.Context, owner client.Owner, slug string, replaces row) (*client.Integration, error) {
	found, err := p.listedOrRead(ctx, owner, slug, replaces)
	switch {
	case err == nil && p.isForeign(found, replaces):
		return found, nil
	case err == nil || isGone(err):
		return nil, nil
	default:
		return nil, err
	}
}

func (p *Provider) listedOrRead(ctx context.Context, owner client.Owner, slug string, replaces row) (*client.Integration, error) {
	if p.Lists == nil {
		return p.Client.GetIntegration(ctx, owner, slug)
	}
	listed, err := p.Lists.ActiveAtFirst(ctx, owner)
	if err == nil && p.isForeign(listed[slug], replaces) {
		listed, err = p.Lists.Active(ctx, owner)
	}
	if err == nil || client.IsOwnerNotFound(err) {
		return listed[slug], err
	}
	return p.Client.GetIntegration(ctx, owner, slug)
}

// isForeign reports whether an answer is that of an active integration with settings
// of its own that no resource of this run manages, and that is not the row that is
// replaced.
func (p *Provider) isForeign(answer *client.Integration, replaces row) bool {
	if answer == nil || !answer.Active() || answer.Inherited() {
		return false
	}
	id := rowOf(answer).ID
	return (id == 0 || id != replaces.ID) && !p.own.has(id)
}
