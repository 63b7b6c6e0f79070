package message

import (
	"slices"
	"strings"
)

// Problem is what is unusual in the value of a setting, without the value.
type Problem struct {
	// Is is the end of a sentence that begins with the name of the setting.
	Is string
	// Remedy is a sentence, or "".
	Remedy string
}

// The problems that can make GitLab refuse a value without a reason.
var (
	IsEmpty           = Problem{"is empty", "Leave it out if there is none."}
	HasLineBreak      = Problem{"contains a line break", "What `file()` returns often ends with one, which `trimspace()` removes."}
	HasControl        = Problem{"contains a control character", ""}
	IsTooLong         = Problem{"has more than 2048 characters", ""}
	IsLong            = Problem{"has more than 255 characters", ""}
	HasOuterSpace     = Problem{"begins or ends with whitespace", "`trimspace()` removes that."}
	HasSpace          = Problem{"contains a space", "Write it as in an address, such as `%20` for a space."}
	HasOtherLetter    = Problem{"contains a character outside ASCII", "Write it as in an address, such as `%C3%BC` for `ü`."}
	HasUnescaped      = Problem{"contains a character that no address can have, such as `{`, `|` or a quote", "Write it as in an address, such as `%7B` for `{`."}
	HasPercentWithout = Problem{"contains a `%` that does not begin an escape", "Write it as in an address: `%25` for `%`."}
)

// Suspect is a setting whose value may be the reason for a refusal.
type Suspect struct {
	Name    string
	Problem Problem
}

// WithoutReason is the remedy if GitLab refuses settings without a reason. From are
// the settings from which GitLab builds the address of a webhook, if it has one.
func WithoutReason(from []string, suspects []Suspect) string {
	text := "GitLab does not say which setting it refuses."
	if len(from) > 0 {
		text += " It refuses the address of a webhook, which GitLab builds from " + alternatives(from, "and") + "."
	}
	if len(suspects) > 0 {
		return text + " " + Likely(suspects)
	}
	return text + " Look for spaces, line breaks and other characters that are not allowed in an address, for empty strings, and for values of thousands of characters."
}

// FailedOnValue is the remedy if GitLab fails, and values may be the reason.
func FailedOnValue(suspects []Suspect) string {
	const lead = "GitLab also fails like this if it cannot use a value. "
	if len(suspects) == 1 {
		return lead + remedied("Check `"+suspects[0].Name+"`: it "+suspects[0].Problem.Is+".", suspects)
	}
	return lead + remedied("Check these: "+described(suspects)+".", suspects)
}

// Likely says which values are the likely reason for a refusal.
func Likely(suspects []Suspect) string {
	if len(suspects) == 1 {
		return remedied("`"+suspects[0].Name+"` is the likely reason: it "+suspects[0].Problem.Is+".", suspects)
	}
	return remedied("The reason is likely one of these: "+described(suspects)+".", suspects)
}

func described(suspects []Suspect) string {
	list := make([]string, len(suspects))
	for i, suspect := range suspects {
		list[i] = "`" + suspect.Name + "` " + suspect.Problem.Is
	}
	return strings.Join(list, ", ")
}

// remedied adds the remedies, each once.
func remedied(sentence string, suspects []Suspect) string {
	sentences := []string{sentence}
	for _, suspect := range suspects {
		if remedy := suspect.Problem.Remedy; remedy != "" && !slices.Contains(sentences, remedy) {
			sentences = append(sentences, remedy)
		}
	}
	return strings.Join(sentences, " ")
}
