package integration

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// ValidateResourceConfig validates a configuration without requests to GitLab.
// Unknown values are valid: Terraform validates again when they are known. A plan
// validates twice, the first time without configuring the provider and with unknown
// variables. Warnings are only returned the second time, so that they are not shown
// twice. Only the warning of gitlabintegrations_custom that there is a better
// resource is always returned.
func (s *Server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (resp *tfprotov6.ValidateResourceConfigResponse, err error) {
	resp = &tfprotov6.ValidateResourceConfigResponse{}
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.ValidateResourceConfig(ctx, req)
			return
		}
		config := d.values(req.Config)
		switch {
		case d.policy != nil:
			resp.Diagnostics = append(d.validateOwner(config), d.policy.validate(config)...)
		case d.isCustom():
			resp.Diagnostics = d.validateCustom(config)
		default:
			resp.Diagnostics = slices.Concat(d.validateOwner(config), d.validateSettings(config), d.validateRules(config))
		}
		if req.ClientCapabilities == nil || !req.ClientCapabilities.WriteOnlyAttributesAllowed {
			resp.Diagnostics = append(resp.Diagnostics, d.refuseWriteOnly(config)...)
		}
		if s.provider() == nil {
			resp.Diagnostics = withoutWarnings(resp.Diagnostics)
		}
		if d.isCustom() {
			resp.Diagnostics = append(resp.Diagnostics, d.betterResource(toText(config[attributeSlug]))...)
		}
	})
	return resp, err
}

func withoutWarnings(found []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	return slices.DeleteFunc(found, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityWarning })
}

// ValidateDataResourceConfig does the same for a data source, which only has an
// owner.
func (s *Server) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (resp *tfprotov6.ValidateDataResourceConfigResponse, err error) {
	resp = &tfprotov6.ValidateDataResourceConfigResponse{}
	guard(&resp.Diagnostics, func() {
		d, ok := s.dataSources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.ValidateDataResourceConfig(ctx, req)
			return
		}
		resp.Diagnostics = d.validateOwner(d.values(req.Config))
	})
	return resp, err
}

// ValidateOwner validates the attributes project and group of a data source that is
// not generated: exactly one of them, with an ID or a path.
func ValidateOwner(config map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	return (&definition{Spec: &Spec{}}).validateOwner(config)
}

// validateOwner requires exactly one of project and group, with an ID or a path.
func (d *definition) validateOwner(config values) (found []*tfprotov6.Diagnostic) {
	configured, unknown := 0, false
	for _, name := range []string{attributeProject, attributeGroup} {
		value, exists := config[name]
		switch {
		case !exists || value.IsNull():
		case !value.IsKnown():
			unknown = true
		default:
			configured++
			found = append(found, validateOwnerName(name, as[string](value))...)
		}
	}
	switch {
	case d.Scope != ProjectAndGroup:
	case configured == 0 && !unknown:
		found = append(found, errorOf(message.MissingOwner()))
	case configured == 2:
		found = append(found, errorAt(attributeGroup, message.TwoOwners()))
	}
	return found
}

func validateOwnerName(attribute, name string) []*tfprotov6.Diagnostic {
	wrong := name == "" || strings.Trim(name, "/ \t\r\n") != name || strings.Contains(strings.ToUpper(name), "%2F") || strings.Contains(name, "://")
	if !wrong {
		return nil
	}
	return []*tfprotov6.Diagnostic{invalid(attribute, message.NotOwnerName(name))}
}

// validateSettings validates each setting of a configuration alone and together with
// use_inherited_settings. Whether a secret may be missing depends on the state, so
// the plan checks it.
func (d *definition) validateSettings(config values) (found []*tfprotov6.Diagnostic) {
	inherits := config[attributeInherited]
	inherited := isSet(inherits) && as[bool](inherits)
	for i := range d.Parameters {
		p := &d.Parameters[i]
		required := p.Required && inherits.IsKnown() && !inherited
		for _, name := range p.attributes() {
			found = append(found, p.validate(name, config[name], inherited)...)
		}
		switch {
		case p.Secret:
			found = append(found, p.validateSecret(config)...)
		case required && config[p.Name].IsNull():
			found = append(found, errorAt(p.Name, message.MissingSetting(p.Name)))
		}
	}
	return found
}

// validate validates the value of one attribute of a setting, if it is known.
func (p *Parameter) validate(attribute string, value tftypes.Value, inherited bool) []*tfprotov6.Diagnostic {
	if !isSet(value) {
		return nil
	}
	if inherited {
		return []*tfprotov6.Diagnostic{errorAt(attribute, message.BesideInheritance(attribute))}
	}
	if attribute == p.writeOnlyVersion() {
		return nil
	}
	fault, doubt := p.judge(value)
	switch {
	case fault != "":
		return []*tfprotov6.Diagnostic{invalid(attribute, fault)}
	case doubt != nil:
		return []*tfprotov6.Diagnostic{warningAt(attribute, doubt(attribute))}
	}
	return nil
}

// invalid is the error of a value with a fault, which is the end of a sentence that
// begins with the attribute's name.
func invalid(attribute, fault string) *tfprotov6.Diagnostic {
	return errorAt(attribute, message.Invalid(attribute, fault))
}
