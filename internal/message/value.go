package message

import (
	"fmt"
	"slices"
	"strings"
)

// Faults of a value, each as the end of a sentence that begins with the name of the
// attribute. Those of formats, lengths and ranges are in package check, beside the
// rule that each of them explains.
const (
	// NullItem refuses a null in a list.
	NullItem = "must not contain null"
	// NotWholeNumber refuses a fraction, and a number that is too large.
	NotWholeNumber = "must be a whole number"
	// NullCharacter refuses the character U+0000.
	NullCharacter = "must not contain the null character"
	// ByteOrderMark refuses the character U+FEFF at the beginning.
	ByteOrderMark = "must not begin with a byte order mark, the invisible character U+FEFF: save the file without one, or remove it with `trimprefix(…, \"\\ufeff\")`"
	// LineBreakInside refuses a line break between other characters.
	LineBreakInside = "must be a single line, but contains a line break"
	// OnlyLineBreaks refuses a value without other characters.
	OnlyLineBreaks = "must be a single line, but contains only line breaks"
	// LineBreakAtEnd refuses a line break at the beginning or at the end.
	LineBreakAtEnd = "must not begin or end with a line break. A file usually ends with one: read it with `trimspace(file(\"…\"))`"
	// EmptyRequired refuses an empty string for a required setting.
	EmptyRequired = "must not be empty"
	// EmptyOptional refuses an empty string for a setting that can be left out.
	EmptyOptional = "must not be empty: leave it out if there is none"
	// OuterWhitespace refuses whitespace at the beginning or at the end.
	OuterWhitespace = "must not begin or end with whitespace: remove it with `trimspace()`"
)

// OfElement is the fault of a list because of the fault of an element.
func OfElement(fault string) string { return "has an element that " + fault }

// NotOneOf is the fault of a value that is none of the allowed ones, and that is not a
// secret.
func NotOneOf(allowed []string, value string) string {
	return fmt.Sprintf("must be one of %s; it is %q", Names(allowed), value)
}

// NotAllowed is the same for a value that may be a secret, also if the setting is none:
// the provider cannot see that a value comes from a sensitive variable.
func NotAllowed(allowed []string, value string) string {
	fault := "must be one of " + Names(allowed)
	if slices.ContainsFunc(allowed, func(name string) bool { return strings.EqualFold(name, strings.TrimSpace(value)) }) {
		fault += "; it differs from one of them only in capital letters or spaces"
	}
	return fault
}

// NotOwnerName is the fault of a value of project or group that is neither an ID nor a
// full path.
func NotOwnerName(value string) string {
	return fmt.Sprintf("must be an ID such as `42` or a full path such as `acme/web`: not empty, without the address of GitLab, "+
		"without slashes or spaces around it, and with unescaped slashes; it is %q", value)
}

// NotSlug is the fault of a value that no integration can have as its slug.
func NotSlug(value string) string {
	return fmt.Sprintf("must be lower-case words with dashes between them, such as `pipelines-email`; it is %q", value)
}

// Invalid is the error of a value with a fault.
func Invalid(attribute, fault string) Text {
	return Text{"Invalid " + attribute, fmt.Sprintf("`%s` %s.", attribute, fault)}
}

// KeptWhitespace warns of whitespace that GitLab keeps, but that is probably not
// intended.
func KeptWhitespace(attribute string) Text {
	return Text{"Whitespace around " + attribute, fmt.Sprintf("`%s` begins or ends with whitespace, which GitLab keeps as part of the value. "+
		"If that is not intended, remove it with `trimspace()`.", attribute)}
}

// InvisibleCharacter warns of a character in a secret that nobody sees.
func InvisibleCharacter(attribute string) Text {
	return Text{"Invisible character in " + attribute, fmt.Sprintf("`%s` contains an invisible character, such as a zero-width space or a control character, "+
		"which GitLab keeps as part of the value. If that is not intended, copy it again, or type it.", attribute)}
}

// EmptyInsteadOfDefault warns of an empty string for a setting that has a default.
func EmptyInsteadOfDefault(attribute, value string) Text {
	return Text{"Empty " + attribute, fmt.Sprintf("`%s` is empty, and GitLab stores that instead of the default `%s`. To use the default, leave it out or set it to null.", attribute, value)}
}

// Lack says why a version of GitLab does not have an integration or a setting.
type Lack struct {
	// Since is the first version that has it; "" if this GitLab is not too old.
	Since string
	// Until is the last version that has it, if Since is "".
	Until string
	// Running is the version of this GitLab.
	Running string
}

// reason is the end of a sentence that begins with a name.
func (l Lack) reason() string {
	if l.Since != "" {
		return fmt.Sprintf("needs GitLab %s; this is %s", l.Since, l.Running)
	}
	return fmt.Sprintf("exists up to GitLab %s; this is %s", l.Until, l.Running)
}

func (l Lack) remedy() string {
	if l.Since != "" {
		return "Remove it from the configuration, or upgrade GitLab."
	}
	return "Remove it from the configuration."
}

// Missing is the error of an integration or setting that this GitLab does not have.
// The name is such as "`group`".
func Missing(name string, lack Lack) Text {
	return Text{"This GitLab does not have " + strings.Trim(name, "`"), name + " " + lack.reason() + ". " + lack.remedy()}
}
