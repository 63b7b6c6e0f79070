package integration

import (
	"context"
	"fmt"
	"math/big"
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
		if s.provider() == nil && !d.isCustom() {
			resp.Diagnostics = withoutWarnings(resp.Diagnostics)
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
	fault, doubtful := p.judge(value)
	switch {
	case fault != "":
		return []*tfprotov6.Diagnostic{invalid(attribute, fault)}
	case doubtful:
		return []*tfprotov6.Diagnostic{warningAt(attribute, message.KeptWhitespace(attribute))}
	}
	return nil
}

// invalid is the error of a value with a fault, which is the end of a sentence that
// begins with the attribute's name.
func invalid(attribute, fault string) *tfprotov6.Diagnostic {
	return errorAt(attribute, message.Invalid(attribute, fault))
}

// judge returns the fault of a known value. If there is none, it reports whether the
// whitespace around the value is probably not intended. A fault never contains the
// value of a secret.
func (p *Parameter) judge(value tftypes.Value) (fault string, doubtful bool) {
	if fault := p.fault(value); fault != "" || p.Type != String && p.Type != Strings {
		return fault, false
	}
	for _, text := range texts(value) {
		if fault, doubtful := p.whitespace(text); fault != "" || doubtful {
			return fault, doubtful
		}
	}
	return "", false
}

// texts returns the strings in a known value of the type String or Strings.
func texts(value tftypes.Value) []string {
	if list, isList := toSetting(value).([]string); isList {
		return list
	}
	return []string{as[string](value)}
}

// fault returns the fault of a known value, apart from whitespace around it that its
// check accepts.
func (p *Parameter) fault(value tftypes.Value) string {
	if p.Type == Strings && slices.ContainsFunc(as[[]tftypes.Value](value), tftypes.Value.IsNull) {
		return message.NullItem
	}
	if p.Type == Integer && !isWholeNumber(value) {
		return message.NotWholeNumber
	}
	if p.Type == String || p.Type == Strings {
		for _, text := range texts(value) {
			if fault := p.lineFault(text); fault != "" {
				return fault
			}
		}
	}
	setting := toSetting(value)
	if list, ok := setting.([]string); ok {
		setting = strings.Join(list, ",")
	}
	return p.textFault(fmt.Sprint(setting))
}

// lineFault checks for characters that no setting of this kind can have. GitLab
// refuses the null character everywhere. It stores most line breaks without an error,
// and the integration then fails later; if the value is part of an address, GitLab
// answers with status 500.
func (p *Parameter) lineFault(text string) string {
	switch {
	case strings.Contains(text, "\x00"):
		return message.NullCharacter
	case p.Multiline || !strings.ContainsAny(text, "\r\n"):
		return ""
	case strings.ContainsAny(strings.TrimSpace(text), "\r\n"):
		return message.LineBreakInside
	case strings.TrimSpace(text) == "":
		return message.OnlyLineBreaks
	default:
		return message.LineBreakAtEnd
	}
}

func (p *Parameter) textFault(text string) string {
	switch {
	case strings.TrimSpace(text) == "" && p.Required:
		return message.EmptyRequired
	case text == "" && p.NotEmpty:
		return message.EmptyOptional
	case text == "":
		// GitLab treats an empty string as unset.
		return ""
	case len(p.OneOf) > 0 && !slices.Contains(p.OneOf, text):
		if p.Secret {
			return message.NotOneOf(p.OneOf, "")
		}
		return message.NotOneOf(p.OneOf, text)
	}
	fault := p.checkFault(text)
	if trimmed := strings.TrimSpace(text); fault != "" && text != trimmed && p.checkFault(trimmed) == "" {
		return message.OuterWhitespace
	}
	return fault
}

func (p *Parameter) checkFault(text string) string {
	if p.Check == nil {
		return ""
	}
	return p.Check(text)
}

// whitespace checks the whitespace around a text. It is a fault if GitLab removes it,
// because GitLab's answer then differs from the configuration. Line breaks around a
// text of several lines are ignored. Whitespace around such a text is accepted if
// GitLab keeps it, because it separates entries.
func (p *Parameter) whitespace(text string) (fault string, doubtful bool) {
	if p.Multiline {
		text = strings.Trim(text, "\r\n")
	}
	trimmed := strings.TrimSpace(text)
	switch {
	case text == trimmed:
		return "", false
	case p.Normalize != nil && p.Normalize(text) == p.Normalize(trimmed):
		return message.OuterWhitespace, false
	default:
		return "", !p.Multiline
	}
}

func isWholeNumber(value tftypes.Value) bool {
	number := as[big.Float](value)
	_, accuracy := number.Int64()
	return accuracy == big.Exact
}
