package integration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// refreshFromList refreshes an integration from the list of its owner, possibly with
// warnings. It is gone if it is not on the list, and unchanged if the list shows that the
// state is up to date. Otherwise a GET is necessary.
func (d *definition) refreshFromList(ctx context.Context, provider *Provider, before settings, stored *privateState) (gone, unchanged bool, found []*tfprotov6.Diagnostic) {
	if !provider.RefreshByList || stored.Imported || stored.Uncertain || !d.hasReliableTime() || before[attributeInherited] == true {
		return false, false, nil
	}
	owner := ownerOf(before)
	listed, err := provider.Lists.Active(ctx, owner)
	if err != nil {
		return false, false, nil
	}
	entry, active := listed[d.Slug]
	if active && !d.unchangedSince(before, stored, entry) {
		return false, false, nil
	}
	return !active, active, provider.movedResource(ctx, owner, provider.Lists.MovedTo(owner))
}

// unchangedSince reports whether an integration has not been written since the
// provider last read or wrote it. An integration that the instance no longer allows
// stays on the list, but is inactive
// (ee/app/models/concerns/ee/integrations/base/integration.rb in GitLab 18.9).
func (d *definition) unchangedSince(before settings, stored *privateState, entry *client.Integration) bool {
	if !entry.Active() || entry.Inherited() {
		return false
	}
	if stored.Row.UpdatedAt == "" || stored.Row != rowOf(entry) {
		return false
	}
	for i := range d.Parameters {
		if p := &d.Parameters[i]; p.TopLevel && !p.confirmed(before[p.Name], entry) {
			return false
		}
	}
	return true
}

// hasReliableTime reports whether every change of the integration updates
// "updated_at" in GitLab. That is not certain for a custom integration.
func (d *definition) hasReliableTime() bool { return !d.OwnTable && !d.isCustom() }
