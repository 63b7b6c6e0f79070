package integration

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// judgeValues judges the values of an attribute of gitlabintegrations_custom. That
// resource is also for GitLabs that accept more than the catalog knows, so most of what
// its own resource refuses is only a warning.
func (d *definition) judgeValues(slug, attribute string, values map[string]tftypes.Value) (found []*tfprotov6.Diagnostic) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value := customValue{name: name, attribute: attribute, texts: customTexts(values[name])}
		if known := d.catalogued(slug, name); known != nil {
			found = append(found, value.judgeKnown(known, d.known[slug])...)
		} else {
			found = append(found, value.judgeUnknown()...)
		}
	}
	return found
}

// customValue is a value in settings or secrets_wo.
type customValue struct {
	name, attribute string
	// texts are the strings of the value. A number is one string.
	texts []string
}

// customTexts returns the strings of a value. It returns none for null, for a boolean,
// and for what is not known yet.
func customTexts(value tftypes.Value) (list []string) {
	switch t := value.Type(); {
	case !isSet(value) || !isSetting(value):
		return nil
	case t.Is(tftypes.String):
		return []string{as[string](value)}
	case t.Is(tftypes.Number):
		number := as[big.Float](value)
		return []string{number.Text('f', -1)}
	case isList(t):
		for _, element := range as[[]tftypes.Value](value) {
			list = append(list, as[string](element))
		}
	}
	return list
}

// judgeKnown judges the value of a setting in the catalog. Integration is the resource
// that has the setting as an attribute.
func (v customValue) judgeKnown(p *Parameter, integration *definition) []*tfprotov6.Diagnostic {
	if len(v.texts) == 0 {
		return nil
	}
	if fault := v.characterFault(p); fault != "" {
		return v.refuse(fault)
	}
	fault, doubt := p.judgeCustom(v.texts)
	switch {
	case fault == message.OuterWhitespace && p.Normalize != nil:
		// GitLab removes it, and a read of this resource accepts that.
		return v.warn(message.OuterWhitespaceOfCustom(v.name, v.attribute))
	case fault != "":
		return v.warn(message.DoubtfulCustomValue(v.name, v.attribute, fault, integration.TypeName()))
	case doubt != nil:
		return v.warn(doubt(v.name))
	}
	return nil
}

// judgeCustom judges a value of any type. A boolean can be spelled in many ways.
func (p *Parameter) judgeCustom(list []string) (fault string, doubt doubt) {
	switch p.Type {
	case Bool:
		return "", nil
	case Integer:
		if _, err := strconv.ParseInt(list[0], 10, 64); err != nil && list[0] != "" {
			return message.NotWholeNumber, nil
		}
		return p.textFault(list[0]), nil
	default:
		return p.judgeTexts(list)
	}
}

// characterFault checks for characters that no GitLab can have meant: the null character
// and, in a secret, those that a file adds. What else GitLab has stored, this resource can
// have too. Whether the secret of another integration has one line is not known.
func (v customValue) characterFault(p *Parameter) string {
	isSecret := v.attribute == customSecrets.writeOnly() || p != nil && p.Secret
	judged := Parameter{Multiline: p == nil || p.Multiline}
	for _, text := range v.texts {
		fault := judged.characterFault(text)
		if fault != "" && (isSecret || fault == message.NullCharacter) {
			return fault
		}
	}
	return ""
}

// judgeUnknown judges the value of a setting that is not in the catalog.
func (v customValue) judgeUnknown() []*tfprotov6.Diagnostic {
	if fault := v.characterFault(nil); fault != "" {
		return v.refuse(fault)
	}
	for _, text := range v.texts {
		trimmed := strings.TrimSpace(text)
		switch {
		case trimmed == text || strings.ContainsAny(trimmed, "\r\n"):
		case strings.ContainsAny(text, "\r\n"):
			return v.warn(message.OuterLineBreakOfCustom(v.name, v.attribute))
		default:
			return v.warn(message.OuterWhitespaceOfCustom(v.name, v.attribute))
		}
	}
	return nil
}

func (v customValue) refuse(fault string) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{errorIn(element(v.attribute, v.name), message.InvalidCustomValue(v.name, v.attribute, fault))}
}

func (v customValue) warn(text message.Text) []*tfprotov6.Diagnostic {
	diagnostic := warningOf(text)
	diagnostic.Attribute = element(v.attribute, v.name)
	return []*tfprotov6.Diagnostic{diagnostic}
}
