package integration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// refreshFromList asks the owner's list about an integration. It is gone if it is
// not on the list, and settled if the list shows that all is as the state has it;
// then there may be something to warn of. Otherwise a GET has to tell.
func (d *definition) refreshFromList(ctx context.Context, provider *Provider, before settings, stored *privateState) (gone, settled bool, found []*tfprotov6.Diagnostic) {
	if !provider.RefreshByList || stored.Imported || stored.Uncertain || d.OwnTable || d.isCustom() || before[attributeInherited] == true {
		return false, false, nil
	}
	owner := ownerOf(before)
	listed, err := provider.Lists.Active(ctx, owner)
	if err != nil {
		return false, false, nil
	}
	entry, active := listed[d.Slug]
	switch {
	case !active:
		return true, true, nil
	case !d.unchangedSince(before, stored, entry):
		return false, false, nil
	default:
		return false, true, provider.movedResource(ctx, owner, entry.MovedTo)
	}
}

// unchangedSince reports whether an integration has not been written since the provider last
// saw it. What the instance does not allow any more stays on the list, inactive
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
