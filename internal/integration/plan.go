package integration

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// PlanResourceChange works out the state that an apply would lead to. It needs
// neither GitLab nor the provider's configuration, but uses them to find out
// whether this GitLab has what is configured, and whether another name of an
// owner means another owner.
func (s *Server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (resp *tfprotov6.PlanResourceChangeResponse, err error) {
	resp = &tfprotov6.PlanResourceChangeResponse{PlannedState: req.ProposedNewState, PlannedPrivate: req.PriorPrivate}
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.PlanResourceChange(ctx, req)
			return
		}
		prior, config := d.values(req.PriorState), d.values(req.Config)
		if config == nil {
			resp.Diagnostics = d.planDestroy(prior)
			return
		}
		resp.Diagnostics = s.validateVersions(ctx, d, config, prior)
		stored := parsePrivateState(req.PriorPrivate)
		if prior == nil {
			// Before a replacement Terraform hands on the private state of the old
			// one, after it nothing; both plans must be the same.
			stored = parsePrivateState(nil)
		}
		planned := d.plan(config, prior, stored)
		for _, name := range Replacements(ctx, s.provider, prior, planned) {
			resp.RequiresReplace = append(resp.RequiresReplace, tftypes.NewAttributePath().WithAttributeName(name))
		}
		if d.isCustom() && stored.Adopted {
			resp.Diagnostics = append(resp.Diagnostics, d.adopt(planned, prior, len(resp.RequiresReplace) == 0)...)
		}
		resp.PlannedState, resp.PlannedPrivate = d.object(planned), stored.bytes()
	})
	return resp, err
}

// plan completes a configuration. But for the versions of write-only secrets
// nothing in it depends on the prior state: a setting that is no longer
// configured goes back to its default.
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

// planID is known as soon as the owner is, and the slug of a custom integration.
func planID(config values) tftypes.Value {
	plain := settings{}
	for _, name := range []string{attributeProject, attributeGroup, attributeSlug} {
		if value := config[name]; !value.IsKnown() {
			return tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
		} else if !value.IsNull() {
			plain[name] = as[string](value)
		}
	}
	return tftypes.NewValue(tftypes.String, resourceID(plain))
}

// Replacements are the attributes, of "project", "group" and "slug", whose change
// makes another integration of it. An owner that is not known yet may be another one.
// Prior is nil for a new resource. The function provider returns nil as long as
// the provider's configuration is not known.
func Replacements(ctx context.Context, provider func() *Provider, prior, planned map[string]tftypes.Value) (names []string) {
	for _, name := range []string{attributeProject, attributeGroup} {
		if prior != nil && !prior[name].Equal(planned[name]) && !provider().sameOwner(ctx, client.Kind(name), prior[name], planned[name]) {
			names = append(names, name)
		}
	}
	if prior != nil && !prior[attributeSlug].Equal(planned[attributeSlug]) {
		names = append(names, attributeSlug)
	}
	return names
}

// sameOwner reports whether two values are known to name the same project or
// group: an id and a path, or the paths before and after a move. Case makes no
// difference to GitLab, so only what differs more makes it ask. Where GitLab
// does not tell, nothing is known.
func (p *Provider) sameOwner(ctx context.Context, kind client.Kind, before, after tftypes.Value) bool {
	switch {
	case !isSet(before) || !isSet(after):
		return false
	case strings.EqualFold(as[string](before), as[string](after)):
		return true
	case p == nil:
		return false
	}
	was, err := p.Client.FullPath(ctx, client.Owner{Kind: kind, ID: as[string](before)})
	if err != nil {
		return false
	}
	is, err := p.Client.FullPath(ctx, client.Owner{Kind: kind, ID: as[string](after)})
	return err == nil && strings.EqualFold(was, is)
}

// planDestroy warns of what a destroy cannot do.
func (d *definition) planDestroy(prior values) []*tfprotov6.Diagnostic {
	if !d.Undeletable || prior == nil {
		return nil
	}
	owner := ownerOf(settings{
		attributeProject: toSetting(prior[attributeProject]),
		attributeGroup:   toSetting(prior[attributeGroup]),
	})
	return []*tfprotov6.Diagnostic{d.staysActive(owner)}
}
