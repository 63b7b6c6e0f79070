package integration

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// applyRule switches off what a rule forbids. To destroy it changes nothing in GitLab.
func (d *definition) applyRule(ctx context.Context, provider *Provider, prior, planned settings, resp *tfprotov6.ApplyResourceChangeResponse) {
	switch {
	case planned == nil:
		resp.NewState = d.object(nil)
		return
	case provider == nil:
		resp.Diagnostics = []*tfprotov6.Diagnostic{errorOf(message.NotConfigured(d.rule.subject(planned).Task("Cannot switch off")))}
		return
	}
	planned[attributeID] = resourceID(planned)
	op := ruleOperation{d, provider, prior, planned}
	remaining, failed, found := op.enforce(ctx)
	state := planned
	if failed {
		state = nil
		if len(remaining) > 0 {
			state = d.rule.left(planned, remaining)
		}
	}
	resp.Diagnostics = found
	if state != nil {
		resp.NewState, resp.Private = d.state(state), (&ruleState{Allowed: allowed(planned)}).bytes()
	}
}

// ruleOperation is the apply of a rule. Prior is nil if it is new.
type ruleOperation struct {
	*definition
	provider       *Provider
	prior, planned settings
}

// enforce switches off what the rule forbids. It goes on after a failure, and returns
// what remains active.
func (op ruleOperation) enforce(ctx context.Context) (remaining []string, failed bool, found []*tfprotov6.Diagnostic) {
	if !op.acts() {
		return nil, false, nil
	}
	active, err := op.rule.find(ctx, op.provider, op.planned)
	if err != nil {
		return nil, true, op.ruleContext("Cannot read", op.provider, op.planned).diagnose(ctx, err)
	}
	for _, slug := range slices.Sorted(maps.Keys(active)) {
		entry := active[slug]
		if !op.rule.switchesOff(op.prior, op.planned, slug, entry.Inherited()) {
			continue
		}
		if failed && ctx.Err() != nil {
			remaining = append(remaining, slug) // The first one has said why.
			continue
		}
		stays, explained := op.switchOff(ctx, slug, entry)
		found = append(found, explained...)
		if stays {
			remaining, failed = append(remaining, slug), true
		}
	}
	return remaining, failed, found
}

// acts reports whether there may be something to switch off.
func (op ruleOperation) acts() bool {
	return op.rule.appliesAnew(op.prior, op.planned) || slices.ContainsFunc(allowed(op.prior), func(slug string) bool {
		return !slices.Contains(allowed(op.planned), slug)
	})
}

// switchOff disables one integration, as it was just read.
func (op ruleOperation) switchOff(ctx context.Context, slug string, entry *client.Integration) (failed bool, found []*tfprotov6.Diagnostic) {
	d, owner, known := op.rule.toSwitchOff(slug), ownerOf(op.planned), rowOf(entry)
	subject := d.subject(owner)
	switch {
	case d.Undeletable:
		return true, []*tfprotov6.Diagnostic{errorOf(subject.CannotSwitchOff())}
	case op.provider.claims.isSetUp(op.provider.names(owner), slug, known.ID):
		return true, d.reading("Cannot disable", op.provider, owner).failures("", subject.SetUpByThisRun())
	}
	disabling := applyOperation{
		definition: d, provider: op.provider, demanded: true,
		prior:  settings{string(owner.Kind): owner.ID, attributeInherited: entry.Inherited()},
		stored: &privateState{Row: known, Warned: true},
	}
	return disabling.disable(ctx)
}
