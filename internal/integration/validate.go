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
// when they are known. A plan validates twice, first without configuring the
// provider and with variables unknown: warnings come only the second time, so
// that nobody reads them twice. That there is a better resource than
// gitlabintegrations_custom is also said where nothing else is asked.
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
		case d.rule != nil:
			resp.Diagnostics = append(d.validateOwner(config), d.rule.validate(config)...)
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
// what is written by hand: exactly one of them, and an ID or a path in it.
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
			"Set `project` to the ID or full path of a project, or `group` to that of a group."))
	case configured == 2:
		found = append(found, failureAt(attributeGroup, "Both project and group",
			"An integration belongs to a project or to a group. Remove `project` or `group`; for both, write two blocks."))
	}
	return found
}

func validateOwnerName(attribute, name string) []*tfprotov6.Diagnostic {
	wrong := name == "" || strings.Trim(name, "/ \t\r\n") != name || strings.Contains(strings.ToUpper(name), "%2F") || strings.Contains(name, "://")
	if !wrong {
		return nil
	}
	return []*tfprotov6.Diagnostic{invalid(attribute, fmt.Sprintf(
		"must be an ID such as `42` or a full path such as `acme/web`: not empty, without the address of GitLab, without slashes or spaces around it, and with unescaped slashes; it is %q", name))}
}

// validateSettings checks every setting of a configuration for itself and
// against use_inherited_settings. Whether a secret may be missing depends on the
// state, so the plan demands it.
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
	fault, doubt := p.judge(value)
	switch {
	case fault != "":
		return []*tfprotov6.Diagnostic{invalid(attribute, fault)}
	case doubt != "":
		return []*tfprotov6.Diagnostic{doubtful(attribute, doubt)}
	}
	return nil
}

// invalid reports the fault of a value, which goes on after its name.
func invalid(attribute, fault string) *tfprotov6.Diagnostic {
	return failureAt(attribute, "Invalid "+attribute, fmt.Sprintf("`%s` %s.", attribute, fault))
}

// doubtful warns of whitespace that GitLab keeps, but that is probably not
// intended.
func doubtful(attribute, doubt string) *tfprotov6.Diagnostic {
	diagnostic := warning("Whitespace around "+attribute, fmt.Sprintf("`%s` %s.", attribute, doubt))
	diagnostic.Attribute = tftypes.NewAttributePath().WithAttributeName(attribute)
	return diagnostic
}

// judge says what is wrong with a known value, or else what is doubtful about
// it, as the end of a sentence that begins with the attribute's name. It never
// shows the value of a secret.
func (p *Parameter) judge(value tftypes.Value) (fault, doubt string) {
	if fault := p.fault(value); fault != "" || p.Type != String && p.Type != Strings {
		return fault, ""
	}
	for _, text := range texts(value) {
		if fault, doubt := p.whitespace(text); fault != "" || doubt != "" {
			return fault, doubt
		}
	}
	return "", ""
}

// texts are the strings in a known value of the type String or Strings.
func texts(value tftypes.Value) []string {
	if list, isList := toSetting(value).([]string); isList {
		return list
	}
	return []string{as[string](value)}
}

// fault says what is wrong with a known value, apart from whitespace around it
// that its check lets through.
func (p *Parameter) fault(value tftypes.Value) string {
	if p.Type == Strings && slices.ContainsFunc(as[[]tftypes.Value](value), tftypes.Value.IsNull) {
		return "must not contain null"
	}
	if p.Type == Integer && !isWholeNumber(value) {
		return "must be a whole number"
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

// lineFault finds characters that no setting of this kind can have. GitLab
// refuses the null character everywhere. It stores most line breaks without a
// word, and the integration then fails elsewhere; where it makes an address of
// the value, it answers with status 500.
func (p *Parameter) lineFault(text string) string {
	switch {
	case strings.Contains(text, "\x00"):
		return "must not contain the null character"
	case p.Multiline || !strings.ContainsAny(text, "\r\n"):
		return ""
	case strings.ContainsAny(strings.TrimSpace(text), "\r\n"):
		return "must be a single line, but has a line break in it"
	case strings.TrimSpace(text) == "":
		return "must be a single line, but is nothing but line breaks"
	default:
		return "must not begin or end with a line break. A file usually ends with one: read it with `trimspace(file(\"…\"))`"
	}
}

func (p *Parameter) textFault(text string) string {
	switch {
	case strings.TrimSpace(text) == "" && p.Required:
		return "must not be empty"
	case text == "" && p.NotEmpty:
		return "must not be empty: leave it out if there is none"
	case text == "":
		// GitLab takes an empty string for unset.
		return ""
	case len(p.OneOf) > 0 && !slices.Contains(p.OneOf, text):
		fault := "must be one of " + strings.Join(quoted(p.OneOf), ", ")
		if !p.Secret {
			fault += fmt.Sprintf("; it is %q", text)
		}
		return fault
	}
	fault := p.checkFault(text)
	if trimmed := strings.TrimSpace(text); fault != "" && text != trimmed && p.checkFault(trimmed) == "" {
		return withoutWhitespace
	}
	return fault
}

func (p *Parameter) checkFault(text string) string {
	if p.Check == nil {
		return ""
	}
	return p.Check(text)
}

// withoutWhitespace is said about a value that is right but for the whitespace
// around it.
const withoutWhitespace = "must not begin or end with whitespace: remove it with `trimspace()`"

// whitespace judges the whitespace around a text. It is a fault where GitLab
// removes it, because its answer is then not what was configured. Line breaks
// around a text of several lines do not count, and neither does whitespace around
// one of which GitLab removes nothing: it separates the entries.
func (p *Parameter) whitespace(text string) (fault, doubt string) {
	if p.Multiline {
		text = strings.Trim(text, "\r\n")
	}
	trimmed := strings.TrimSpace(text)
	switch {
	case text == trimmed:
		return "", ""
	case p.Normalize != nil && p.Normalize(text) == p.Normalize(trimmed):
		return withoutWhitespace, ""
	case p.Multiline:
		return "", ""
	default:
		return "", "begins or ends with whitespace, which GitLab keeps as part of the value. If that is not intended, remove it with `trimspace()`"
	}
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
