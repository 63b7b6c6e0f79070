package integration

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// ownRows are the numbers of the rows that resources of this run have in the state
// or have written. It is safe for concurrent use.
type ownRows struct{ numbers sync.Map }

func (o *ownRows) add(id int64) { o.numbers.Store(id, true) }

// has reports whether a row is one of them. One without a number never is.
func (o *ownRows) has(id int64) bool {
	_, found := o.numbers.Load(id)
	return found && id != 0
}

// refuseExisting is the error of a new resource for an integration that is active
// already, if the provider is to protect those. Replaces is the row of the object
// that the new one replaces. A project or group that is not known yet, and a provider
// that is not configured yet, leave the question to the apply.
func (d *definition) refuseExisting(ctx context.Context, provider *Provider, planned settings, replaces row) []*tfprotov6.Diagnostic {
	owner := ownerOf(planned)
	if provider == nil || !provider.KeepExisting || owner.ID == "" || d.Slug == "" {
		return nil
	}
	existing, err := provider.active(ctx, owner, d.Slug)
	if err != nil {
		found := d.reading("Cannot set up", provider, owner).diagnose(ctx, err)
		found[0].Detail = message.Paragraphs(found[0].Detail, message.ExistingUnknown)
		return found
	}
	if existing == nil || existing.Inherited() {
		return nil
	}
	if id := rowOf(existing).ID; id != 0 && id == replaces.ID || provider.own.has(id) {
		return nil
	}
	return []*tfprotov6.Diagnostic{errorAt(string(owner.Kind), d.subject(owner).Existing(resourceID(planned)))}
}

// active is an integration that is active, from the list of its owner, or from a GET
// if there is no list; nil if it is not active.
func (p *Provider) active(ctx context.Context, owner client.Owner, slug string) (*client.Integration, error) {
	found, err := p.listedOrRead(ctx, owner, slug)
	switch {
	case err == nil && found != nil && found.Active():
		return found, nil
	case err == nil || isGone(err):
		return nil, nil
	default:
		return nil, err
	}
}

func (p *Provider) listedOrRead(ctx context.Context, owner client.Owner, slug string) (*client.Integration, error) {
	if p.Lists != nil {
		if listed, err := p.Lists.Active(ctx, owner); err == nil || client.IsOwnerNotFound(err) {
			return listed[slug], err
		}
	}
	return p.Client.GetIntegration(ctx, owner, slug)
}
