package integration

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// planPolicy works out the state that an apply of a policy would lead to, which is what is
// configured, and warns of what it would do and the plan does not show.
func (s *Server) planPolicy(ctx context.Context, d *definition, prior, config values, resp *tfprotov6.PlanResourceChangeResponse) {
	if config == nil {
		resp.PlannedIdentity = d.identity(prior)
		if !s.applying.Load() { // The plan has warned.
			resp.Diagnostics = []*tfprotov6.Diagnostic{warningOf(d.policy.subject(prior.plain()).PolicyEnds())}
		}
		return
	}
	planned := d.policy.complete(config)
	planned[attributeID] = planID(config)
	planned[attributeProject], planned[attributeGroup] = config[attributeProject], config[attributeGroup]
	resp.PlannedState, resp.PlannedIdentity = d.object(planned), d.identity(planned)
	replaced, found := replacements(ctx, s.provider, prior, planned)
	for _, name := range replaced {
		resp.RequiresReplace = append(resp.RequiresReplace, tftypes.NewAttributePath().WithAttributeName(name))
		prior = nil
	}
	resp.Diagnostics = found
	if provider, plain := s.provider(), planned.plain(); provider != nil && ownerOf(plain).ID != "" {
		resp.Diagnostics = append(found, policyPreview{d, provider, prior.plain(), plain}.diagnostics(ctx)...)
	}
}

// policyPreview is about the apply of a planned policy. Prior is nil if it is new.
type policyPreview struct {
	*definition
	provider       *Provider
	prior, planned settings
}

// diagnostics are the warnings, or else the errors that keep the apply from doing what they
// say.
func (p policyPreview) diagnostics(ctx context.Context) []*tfprotov6.Diagnostic {
	warnings := p.warnings(ctx)
	policy := plannedPolicy{p.policy.subject(p.planned), p.policy.forbids(p.planned), allowed(p.planned)}
	if policy.forbids == nil {
		return warnings
	}
	names := p.provider.names(policy.subject.Owner)
	if other, both, found := p.provider.conflicts.otherPolicy(names, policy); found {
		warnings = append(warnings, warningOf(policy.subject.TwoPolicies(other, both)))
	}
	if setUp := p.provider.conflicts.addPolicy(names, p.forbiddenRows(policy), policy); len(setUp) > 0 {
		return []*tfprotov6.Diagnostic{errorOf(message.Forbids(policy.subject, setUp))}
	}
	return warnings
}

// warnings are about what the apply would do and the plan does not show.
func (p policyPreview) warnings(ctx context.Context) (found []*tfprotov6.Diagnostic) {
	subject := p.policy.subject(p.planned)
	if p.prior == nil && subject.Owner.Kind == client.GroupKind {
		found = append(found, warningOf(subject.OnlyInGroup()))
	}
	active, failed := p.active(ctx)
	if len(failed) > 0 {
		return failed
	}
	if p.policy.forbids(p.planned) == nil && len(active) > 0 {
		return append(found, warningOf(message.MayDisable(subject.Owner, slices.Sorted(maps.Keys(active)))))
	}
	var off []string
	for _, slug := range slices.Sorted(maps.Keys(active)) {
		if entry := active[slug]; p.policy.disables(p.prior, p.planned, slug, entry.Inherited()) {
			d := p.policy.toDisable(slug)
			found = append(found, d.warnOfDisabling(subject.Owner, entry.Inherited())...)
			if d.staysActive(subject.Owner) == "" {
				off = append(off, slug)
			}
		}
	}
	if len(off) > 0 && p.policy.appliesAnew(p.prior, p.planned) {
		found = slices.Insert(found, 0, warningOf(message.Disables(subject.Owner, off, p.policy.remedy())))
	}
	return found
}

// active are the integrations that are active now. A policy whose apply may disable some
// requests the list, unless the refresh has: a policy that is to be applied anew, to name
// them in the plan, and any other, to know the numbers of the rows.
func (p policyPreview) active(ctx context.Context) (active activeList, failed []*tfprotov6.Diagnostic) {
	if !policyOperation(p).acts() {
		return p.known(), nil
	}
	active, err := p.policy.find(ctx, p.provider, p.planned)
	switch {
	case client.IsOwnerNotFound(err):
		// The apply may create it first.
		p.provider.Lists.Retry(ownerOf(p.planned))
		return nil, nil
	case err != nil:
		failed = p.policyContext("Cannot read", p.provider, p.planned).diagnose(ctx, err)
		failed[0].Detail = message.Paragraphs(failed[0].Detail, message.NothingToShow)
	}
	return active, failed
}

// known are the active integrations, as far as this run has read them.
func (p policyPreview) known() activeList {
	if p.provider.Lists == nil {
		return nil
	}
	return withoutInactive(p.provider.Lists.Known(ownerOf(p.planned)))
}

// warnOfDisabling warns of what is special about an integration that is to be
// disabled.
func (d *definition) warnOfDisabling(owner client.Owner, inherited bool) (found []*tfprotov6.Diagnostic) {
	subject := d.subject(owner)
	switch {
	case d.staysActive(owner) != "":
		found = append(found, warningOf(subject.WillStayActive(d.staysActive(owner))))
	case inherited:
		found = append(found, warningOf(subject.EnabledByInheritance()))
	case d.Install != "":
		found = append(found, warningOf(subject.NotRestorableOnceDisabled(d.Install)))
	}
	return found
}

// staysActive says why GitLab's API cannot disable the integration of an owner; "" if it
// can.
func (d *definition) staysActive(owner client.Owner) string {
	switch {
	case d.Undeletable:
		return message.OnlyByTheApp
	case !d.Exists(owner.Kind):
		return message.OnlyInherited
	}
	return ""
}

// forbiddenRows are the numbers of the active rows that a policy forbids, as far as this run
// has read them.
func (p policyPreview) forbiddenRows(policy plannedPolicy) map[int64]bool {
	rows := map[int64]bool{}
	for slug, entry := range p.known() {
		if id := rowOf(entry).ID; id != 0 && policy.forbids(slug, entry.Inherited()) {
			rows[id] = true
		}
	}
	return rows
}
