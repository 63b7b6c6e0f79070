package integration

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// suspects returns the settings whose values are the likely reason if GitLab gives none.
// If GitLab builds addresses from settings, that is where it usually fails.
func (dc diagnosticContext) suspects() []message.Suspect {
	return dc.suspectsAmong(dc.addressed(), func(*Parameter) bool { return true })
}

// suspectsIn does the same for the refusal of an address.
func (dc diagnosticContext) suspectsIn(address *Address) []message.Suspect {
	return dc.suspectsAmong(address.From, func(p *Parameter) bool { return slices.Contains(address.From, p.Name) })
}

// addressed returns the settings from which GitLab builds addresses.
func (dc diagnosticContext) addressed() (names []string) {
	for _, address := range dc.Addresses {
		names = append(names, address.From...)
	}
	return names
}

// suspectsAmong returns the suspects among the parameters that match. What GitLab never
// takes comes alone; what it only takes in some places comes if there is nothing else.
func (dc diagnosticContext) suspectsAmong(addressed []string, matches func(*Parameter) bool) []message.Suspect {
	var grave, slight []message.Suspect
	for i := range dc.Parameters {
		p := &dc.Parameters[i]
		text, isText := dc.value(p).(string)
		if !isText || !matches(p) {
			continue
		}
		inAddress := slices.Contains(addressed, p.Name)
		if problem, found := p.graveProblem(text, inAddress || len(addressed) == 0); found {
			grave = append(grave, message.Suspect{Name: dc.attribute(p), Problem: problem})
		} else if problem, found := p.slightProblem(text, inAddress, len(addressed) == 0); found {
			slight = append(slight, message.Suspect{Name: dc.attribute(p), Problem: problem})
		}
	}
	if len(grave) > 0 {
		return grave
	}
	return slight
}

// longestInAddress is the maximum length of a value that GitLab stores apart from the
// address of a webhook (app/validators/json_schemas/web_hooks_url_variables.json in
// GitLab 18.9; GitLab was recorded to refuse 3,000 characters without a reason). A
// whole address can have 8,192 (MAX_PARAM_LENGTH in
// app/models/concerns/web_hooks/hook.rb).
const longestInAddress = 2048

// graveProblem returns what GitLab probably cannot use anywhere. Whether an empty text
// can be the reason depends on the setting.
func (p *Parameter) graveProblem(text string, mayBeEmpty bool) (problem message.Problem, found bool) {
	switch {
	case text == "":
		return message.IsEmpty, mayBeEmpty
	case !p.Multiline && strings.ContainsAny(text, "\r\n"):
		return message.HasLineBreak, true
	case strings.ContainsFunc(text, isControl):
		return message.HasControl, true
	case !p.Multiline && utf8.RuneCountInString(text) > longestInAddress:
		return message.IsTooLong, true
	}
	return message.Problem{}, false
}

func isControl(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }

var (
	outsideASCII = regexp.MustCompile(`[^\x00-\x7f]`)
	unescaped    = regexp.MustCompile("[\"<>\\\\^`{|}]")
	percent      = regexp.MustCompile(`%(?:[^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|[0-9A-Fa-f]?$)`)
)

// slightProblem returns what is unusual in a text, or in a part of an address. An
// integration without an address can have a limit of its own.
func (p *Parameter) slightProblem(text string, inAddress, noAddress bool) (problem message.Problem, found bool) {
	const ordinary = 255
	if p.Multiline {
		return message.Problem{}, false
	}
	switch {
	case strings.TrimSpace(text) != text:
		return message.HasOuterSpace, true
	case noAddress && utf8.RuneCountInString(text) > ordinary:
		return message.IsLong, true
	case !inAddress:
	case strings.ContainsFunc(text, unicode.IsSpace):
		return message.HasSpace, true
	case outsideASCII.MatchString(text):
		return message.HasOtherLetter, true
	case unescaped.MatchString(text):
		return message.HasUnescaped, true
	case percent.MatchString(text):
		return message.HasPercentWithout, true
	}
	return message.Problem{}, false
}

// unexplained returns the attribute and the remedies of a refusal without a reason.
func (dc diagnosticContext) unexplained() (attribute string, remedies []string) {
	suspects := dc.suspects()
	return onlyOf(suspects), []string{message.WithoutReason(dc.attributes(dc.addressed()), suspects)}
}

// crashing returns the suspects if GitLab has failed. A value of a few hundred characters
// is none: many addresses are that long.
func (dc diagnosticContext) crashing() []message.Suspect {
	return slices.DeleteFunc(dc.suspects(), func(s message.Suspect) bool { return s.Problem == message.IsLong })
}

// failed returns the attribute and the remedies if GitLab has failed, and values may be
// the reason.
func (dc diagnosticContext) failed() (attribute string, remedies []string) {
	suspects := dc.crashing()
	if len(suspects) == 0 {
		return "", nil
	}
	return onlyOf(suspects), []string{message.FailedOnValue(suspects)}
}

// onlyOf returns the name of the only suspect; "" if there are several or none.
func onlyOf(suspects []message.Suspect) string {
	if len(suspects) != 1 {
		return ""
	}
	return suspects[0].Name
}
