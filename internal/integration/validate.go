package integration

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ValidateResourceConfig finds what is wrong with a configuration without
// asking GitLab. Unknown values are never wrong: Terraform validates again
// when they are known.
func (s *Server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (resp *tfprotov6.ValidateResourceConfigResponse, err error) {
	resp = &tfprotov6.ValidateResourceConfigResponse{}
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.ValidateResourceConfig(ctx, req)
			return
		}
		config := d.values(req.Config)
		if d.isCustom() {
			resp.Diagnostics = d.validateCustom(config)
		} else {
			resp.Diagnostics = slices.Concat(d.validateOwner(config), d.validateSettings(config), d.validateRules(config))
		}
		if req.ClientCapabilities == nil || !req.ClientCapabilities.WriteOnlyAttributesAllowed {
			resp.Diagnostics = append(resp.Diagnostics, d.refuseWriteOnly(config)...)
		}
	})
	return resp, err
}

// ValidateDataResourceConfig is the same for a data source, which has only an
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

// ValidateOwner checks the attributes project and group of a configuration, for
// what is written by hand: exactly one of them, and an id or a path in it.
func ValidateOwner(config map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	return (&definition{Spec: &Spec{}}).validateOwner(config)
}

// validateOwner demands exactly one of project and group, and a name in it.
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
		found = append(found, failure("Missing project or group",
			"Set `project` to the id or full path of a project, or `group` to that of a group."))
	case configured == 2:
		found = append(found, failureAt(attributeGroup, "Both project and group",
			"An integration belongs to a project or to a group. Remove `project` or `group`; for both, write two blocks."))
	}
	return found
}

func validateOwnerName(attribute, name string) []*tfprotov6.Diagnostic {
	wrong := name == "" || strings.Trim(name, "/ \t\r\n") != name || strings.Contains(name, "%2F") || strings.Contains(name, "://")
	if !wrong {
		return nil
	}
	return []*tfprotov6.Diagnostic{invalid(attribute, fmt.Sprintf(
		"must be an id such as `42` or a full path such as `acme/web`: not empty, without the address of GitLab before it, without slashes or spaces around it, and with plain slashes in it; it is %q", name))}
}

// validateSettings checks every setting of a configuration for itself and
// against use_inherited_settings.
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
			found = append(found, p.validateSecret(config, required)...)
		case required && config[p.Name].IsNull():
			found = append(found, failureAt(p.Name, "Missing "+p.Name,
				fmt.Sprintf("`%s` is required unless `use_inherited_settings` is `true`.", p.Name)))
		}
	}
	return found
}

// validate checks the value of one attribute of a setting, if it is known.
func (p *Parameter) validate(attribute string, value tftypes.Value, inherited bool) []*tfprotov6.Diagnostic {
	if !isSet(value) {
		return nil
	}
	if inherited {
		return []*tfprotov6.Diagnostic{failureAt(attribute, "Conflicting "+attribute,
			fmt.Sprintf("`%s` has no effect while `use_inherited_settings` is `true`: the settings come from a group above or from the instance. Remove one of the two.", attribute))}
	}
	if attribute == p.writeOnlyVersion() {
		return nil
	}
	if fault := p.fault(value); fault != "" {
		return []*tfprotov6.Diagnostic{invalid(attribute, fault)}
	}
	return nil
}

// invalid reports the fault of a value, which goes on after its name.
func invalid(attribute, fault string) *tfprotov6.Diagnostic {
	return failureAt(attribute, "Invalid "+attribute, fmt.Sprintf("`%s` %s.", attribute, fault))
}

// fault says what is wrong with a known value. It never shows the value of a
// secret.
func (p *Parameter) fault(value tftypes.Value) string {
	if p.Type == Strings && slices.ContainsFunc(as[[]tftypes.Value](value), tftypes.Value.IsNull) {
		return "must not contain null"
	}
	if p.Type == Integer && !isWholeNumber(value) {
		return "must be a whole number"
	}
	setting := toSetting(value)
	if list, ok := setting.([]string); ok {
		setting = strings.Join(list, ",")
	}
	return p.textFault(fmt.Sprint(setting))
}

func (p *Parameter) textFault(text string) string {
	if text == "" && p.Required {
		return "must not be empty"
	}
	if text == "" {
		// GitLab takes an empty string for unset.
		return ""
	}
	if len(p.OneOf) > 0 && !slices.Contains(p.OneOf, text) {
		fault := "must be one of " + strings.Join(quoted(p.OneOf), ", ")
		if !p.Secret {
			fault += fmt.Sprintf("; it is %q", text)
		}
		return fault
	}
	if p.Check != nil {
		return p.Check(text)
	}
	return ""
}

func isWholeNumber(value tftypes.Value) bool {
	number := as[big.Float](value)
	_, accuracy := number.Int64()
	return accuracy == big.Exact
}

func quoted(names []string) []string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = "`" + name + "`"
	}
	return list
}
