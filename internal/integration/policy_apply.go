package integration

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// applyPolicy disables what a policy forbids. A destroy changes nothing in GitLab.
func (d *definition) applyPolicy(ctx context.Context, provider *Provider, prior, planned settings, resp *tfprotov6.ApplyResourceChangeResponse) {
	switch {
	case planned == nil:
		resp.NewState = d.object(nil)
		return
	case provider == nil:
		resp.Diagnostics = []*tfprotov6.Diagnostic{errorOf(message.NotConfigured(d.policy.subject(planned).Task("Cannot disable")))}
		return
	}
	planned[attributeID] = resourceID(planned)
	op := policyOperation{d, provider, prior, planned}
	remaining, failed, found := op.enforce(ctx)
	state := planned
	if failed {
		state = nil
		if len(remaining) > 0 {
			state = d.policy.left(planned, remaining)
		}
	}
	resp.Diagnostics = found
	if state != nil {
		resp.NewState, resp.Private = d.state(state), (&policyState{Allowed: allowed(planned)}).bytes()
	}
}

// policyOperation is the apply of a policy. Prior is nil if it is new.
type policyOperation struct {
	*definition
	provider       *Provider
	prior, planned settings
}

// enforce disables what the policy forbids. It continues after a failure, and returns
// what remains active.
func (op policyOperation) enforce(ctx context.Context) (remaining []string, failed bool, found []*tfprotov6.Diagnostic) {
	if !op.acts() {
		return nil, false, nil
	}
	active, err := op.policy.find(ctx, op.provider, op.planned)
	if err != nil {
		return nil, true, op.policyContext("Cannot read", op.provider, op.planned).diagnose(ctx, err)
	}
	for _, slug := range slices.Sorted(maps.Keys(active)) {
		entry := active[slug]
		if !op.policy.disables(op.prior, op.planned, slug, entry.Inherited()) {
			continue
		}
		if failed && ctx.Err() != nil {
			remaining = append(remaining, slug) // The first error explains it.
			continue
		}
		stays, explained := op.disable(ctx, slug, entry)
		found = append(found, explained...)
		if stays {
			remaining, failed = append(remaining, slug), true
		}
	}
	return remaining, failed, found
}

// acts reports whether there may be something to disable.
func (op policyOperation) acts() bool {
	return op.policy.appliesAnew(op.prior, op.planned) || slices.ContainsFunc(allowed(op.prior), func(slug string) bool {
		return !slices.Contains(allowed(op.planned), slug)
	})
}

// disable disables one integration, as it was just read.
func (op policyOperation) disable(ctx context.Context, slug string, entry *client.Integration) (failed bool, found []*tfprotov6.Diagnostic) {
	d, owner, known := op.policy.toDisable(slug), ownerOf(op.planned), rowOf(entry)
	subject := d.subject(owner)
	switch {
	case d.staysActive(owner) != "":
		return true, []*tfprotov6.Diagnostic{errorOf(subject.CannotDisable(d.staysActive(owner)))}
	case op.provider.conflicts.isSetUp(op.provider.names(owner), slug, known.ID):
		return true, d.reading("Cannot disable", op.provider, owner).failures("", subject.ManagedInThisRun())
	}
	disabling := applyOperation{
		definition: d, provider: op.provider, demanded: true,
		prior:  settings{string(owner.Kind): owner.ID, attributeInherited: entry.Inherited()},
		stored: &privateState{Row: known, Warned: true},
	}
	return disabling.disable(ctx)
}
