package integration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// PlanResourceChange plans the state after an apply. It needs neither GitLab nor the
// provider's configuration, but uses them to check whether this GitLab has what is
// configured, and whether another name of an owner means another owner.
func (s *Server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (resp *tfprotov6.PlanResourceChangeResponse, err error) {
	resp = &tfprotov6.PlanResourceChangeResponse{PlannedState: req.ProposedNewState, PlannedPrivate: req.PriorPrivate}
	defer func() { resp.Diagnostics = s.reported.shorten(ctx, resp.Diagnostics) }()
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.PlanResourceChange(ctx, req)
			return
		}
		prior, config := d.values(req.PriorState), d.values(req.Config)
		if d.policy != nil {
			s.planPolicy(ctx, d, prior, config, resp)
			return
		}
		stored := parsePrivateState(req.PriorPrivate)
		if config == nil {
			resp.Diagnostics = append(s.planDestroy(d, prior, stored), s.planRow(ctx, plannedChange{definition: d, prior: prior}, stored)...)
			resp.PlannedPrivate, resp.PlannedIdentity = stored.bytes(), d.identity(prior)
			return
		}
		resp.Diagnostics = s.validateVersions(ctx, d, config, prior)
		if prior == nil {
			stored = stored.ofNew()
		}
		planned := d.plan(config, prior, stored)
		replaced, found := replacements(ctx, s.provider, prior, planned)
		resp.Diagnostics = append(resp.Diagnostics, found...)
		for _, name := range replaced {
			resp.RequiresReplace = append(resp.RequiresReplace, tftypes.NewAttributePath().WithAttributeName(name))
		}
		row := stored.Row.ID
		if len(resp.RequiresReplace) > 0 {
			row = 0
		}
		resp.Diagnostics = append(resp.Diagnostics, s.checkPolicies(d, planned, row)...)
		change := plannedChange{d, config, prior, planned, len(resp.RequiresReplace) > 0, stored.Adopted}
		if prior != nil && stored.Shared {
			resp.Diagnostics = append(resp.Diagnostics, change.planAgain()...)
		}
		if stored.Adopted {
			resp.Diagnostics = append(resp.Diagnostics, change.adopt()...)
		}
		resp.Diagnostics = append(resp.Diagnostics, change.demandSecrets(stored)...)
		resp.Diagnostics = append(resp.Diagnostics, change.warnOfAssumed(stored)...)
		if prior != nil {
			stored.Warned = len(resp.RequiresReplace) > 0 && d.warnsOfLoss(prior)
		}
		resp.Diagnostics = append(resp.Diagnostics, s.planRow(ctx, change, stored)...)
		if prior == nil {
			resp.Diagnostics = append(resp.Diagnostics, d.inPlan(planned).planExisting(ctx, s.provider(), planned.plain(), stored.Replaces)...)
		}
		resp.PlannedState, resp.PlannedPrivate = d.object(planned), stored.bytes()
		resp.PlannedIdentity = d.identity(planned)
		resp.Diagnostics = append(resp.Diagnostics, d.inheritanceWarnings(prior, planned, len(resp.RequiresReplace) > 0)...)
	})
	return resp, err
}

// planDestroy returns the warnings of a destroy, and records in the private state
// that it has warned. With create_before_destroy, the CLI plans the destroy during
// the apply; the plan of the replacement has warned already.
func (s *Server) planDestroy(d *definition, prior values, stored *privateState) (found []*tfprotov6.Diagnostic) {
	stored.Warned = d.warnsOfLoss(prior)
	if s.applying.Load() {
		return nil
	}
	return d.planDestroy(prior)
}

// plan completes a configuration. Except for the versions of write-only secrets, the
// result does not depend on the prior state: a setting that is no longer configured
// is reset to its default.
func (d *definition) plan(config, prior values, stored *privateState) values {
	planned := values{attributeID: planID(config)}
	for _, name := range []string{attributeProject, attributeGroup} {
		if value, exists := config[name]; exists {
			planned[name] = value
		}
	}
	inherits := config[attributeInherited]
	if inherits.IsNull() {
		inherits = tftypes.NewValue(tftypes.Bool, false)
	}
	planned[attributeInherited] = inherits
	for i := range d.Parameters {
		p := &d.Parameters[i]
		if p.Type != Secrets {
			planned[p.Name] = d.planSetting(p, config, inherits)
		}
		if p.Secret {
			stored.planSecret(p, planned, config, prior)
		}
	}
	return planned
}

// planSetting is the configured value, else the default, else null.
func (d *definition) planSetting(p *Parameter, config values, inherits tftypes.Value) tftypes.Value {
	value := config[p.Name]
	switch {
	case !value.IsNull() || !p.computed():
		return value
	case !inherits.IsKnown():
		return tftypes.NewValue(value.Type(), tftypes.UnknownValue)
	case as[bool](inherits):
		return value
	case p.DefaultFrom != "":
		return d.planSetting(d.parameters[p.DefaultFrom], config, inherits)
	default:
		return d.defaults[p.Name]
	}
}

// planID returns the ID, which is known as soon as the owner is known, and for a
// custom integration also the slug.
func planID(config values) tftypes.Value {
	plain := settings{}
	for _, name := range []string{attributeProject, attributeGroup, attributeSlug, attributeIntegration} {
		if value := config[name]; !value.IsKnown() {
			return tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
		} else if !value.IsNull() {
			plain[name] = as[string](value)
		}
	}
	return tftypes.NewValue(tftypes.String, resourceID(plain))
}
