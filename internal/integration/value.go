package integration

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// doubt makes the warning about a value that is valid, but probably not intended. It
// takes the name of the attribute.
type doubt func(name string) message.Text

// judge returns the fault of a known value. If there is none, it returns the doubt
// about it, if there is one. Neither contains the value, which may be a secret, also
// in a setting that is not one.
func (p *Parameter) judge(value tftypes.Value) (fault string, doubt doubt) {
	switch p.Type {
	case String:
		return p.judgeTexts([]string{as[string](value)})
	case Strings:
		if slices.ContainsFunc(as[[]tftypes.Value](value), tftypes.Value.IsNull) {
			return message.NullItem, nil
		}
		list, _ := toSetting(value).([]string)
		return p.judgeTexts(list)
	case Integer:
		if !isWholeNumber(value) {
			return message.NotWholeNumber, nil
		}
	}
	return p.textFault(fmt.Sprint(toSetting(value))), nil
}

// judgeTexts judges the strings of a value.
func (p *Parameter) judgeTexts(list []string) (fault string, doubt doubt) {
	for _, text := range list {
		if fault := p.characterFault(text); fault != "" {
			return p.ofElement(fault), nil
		}
	}
	if fault := p.textFault(strings.Join(list, ",")); fault != "" {
		return fault, nil
	}
	for _, text := range list {
		if fault, doubt := p.whitespace(text); fault != "" || doubt != nil {
			return p.ofElement(fault), doubt
		}
		if p.Secret && !p.Multiline && strings.ContainsFunc(text, isInvisible) {
			return "", message.InvisibleCharacter
		}
	}
	if p.Type == String && list[0] == "" && len(p.OneOf) > 0 && p.Default != nil {
		// GitLab treats an empty string as unset elsewhere, but does not replace it
		// by a default (recorded of GitLab 18.9).
		return "", func(name string) message.Text { return message.EmptyInsteadOfDefault(name, fmt.Sprint(p.Default)) }
	}
	return "", nil
}

// ofElement says that the fault is one of an element, if the value is a list.
func (p *Parameter) ofElement(fault string) string {
	if p.Type != Strings || fault == "" {
		return fault
	}
	return message.OfElement(fault)
}

// byteOrderMark is what some editors write at the beginning of a file.
const byteOrderMark = "\ufeff"

// characterFault checks for characters that no setting of this kind can have. GitLab
// refuses the null character everywhere. It stores most line breaks without an error,
// and the integration then fails later; if the value is part of an address, GitLab
// answers with status 500.
func (p *Parameter) characterFault(text string) string {
	switch {
	case strings.Contains(text, "\x00"):
		return message.NullCharacter
	case strings.HasPrefix(text, byteOrderMark):
		return message.ByteOrderMark
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
		return message.NotAllowed(p.OneOf, text)
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
func (p *Parameter) whitespace(text string) (fault string, doubt doubt) {
	if p.Multiline {
		text = strings.Trim(text, "\r\n")
	}
	trimmed := strings.TrimSpace(text)
	switch {
	case text == trimmed:
		return "", nil
	case p.Normalize != nil && p.Normalize(text) == p.Normalize(trimmed):
		return message.OuterWhitespace, nil
	case p.Multiline:
		return "", nil
	default:
		return "", message.KeptWhitespace
	}
}

// isInvisible reports whether a character is one that nobody sees, apart from ASCII's own
// whitespace.
func isInvisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) && r > unicode.MaxASCII || unicode.IsControl(r) && !unicode.IsSpace(r)
}

func isWholeNumber(value tftypes.Value) bool {
	number := as[big.Float](value)
	_, accuracy := number.Int64()
	return accuracy == big.Exact
}
