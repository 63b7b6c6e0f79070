package integration

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// values are the attributes of a configuration, plan or state as values of Terraform,
// which can be unknown.
type values map[string]tftypes.Value

// settings are the attributes of a resource in plain Go: nil, string, bool, int64 or
// []string. Those of a custom integration can also be a json.Number, or a
// tftypes.Value for the attributes that contain its settings.
type settings map[string]any

// setOfStrings is the Terraform type of Strings.
var setOfStrings = tftypes.Set{ElementType: tftypes.String}

// terraform returns the type's counterpart in Terraform.
func (t Type) terraform() tftypes.Type {
	switch t {
	case Bool:
		return tftypes.Bool
	case Integer:
		return tftypes.Number
	case Strings:
		return setOfStrings
	case Any:
		return tftypes.DynamicPseudoType
	case Secrets:
		return tftypes.Map{ElementType: tftypes.String}
	default:
		return tftypes.String
	}
}

// toValue converts plain Go to a value of Terraform; nil becomes null.
func toValue(t tftypes.Type, setting any) tftypes.Value {
	switch setting := setting.(type) {
	case int:
		return tftypes.NewValue(t, int64(setting))
	case []string:
		elements := make([]tftypes.Value, len(setting))
		for i, element := range setting {
			elements[i] = tftypes.NewValue(tftypes.String, element)
		}
		return tftypes.NewValue(t, elements)
	case tftypes.Value:
		return setting
	default:
		return tftypes.NewValue(t, setting)
	}
}

// toSetting converts a value of Terraform to plain Go; null and unknown become nil.
// The attributes of a custom integration that contain settings are not converted.
func toSetting(value tftypes.Value) any {
	switch t := value.Type(); {
	case value.IsNull() || !value.IsFullyKnown():
		return nil
	case t.Is(tftypes.Bool):
		return as[bool](value)
	case t.Is(tftypes.Number):
		number := as[big.Float](value)
		integer, _ := number.Int64()
		return integer
	case t.Is(setOfStrings):
		list := []string{}
		for _, element := range as[[]tftypes.Value](value) {
			list = append(list, as[string](element))
		}
		slices.Sort(list)
		return list
	case t.Is(tftypes.String):
		return as[string](value)
	default:
		return value
	}
}

// toText returns a known string, or else "".
func toText(value tftypes.Value) string {
	text, _ := toSetting(value).(string)
	return text
}

// as returns a value whose type is known from the schema.
func as[T any](value tftypes.Value) (result T) {
	if err := value.As(&result); err != nil {
		panic(err)
	}
	return result
}

// decode returns the value of a setting in GitLab's answer as this type. Versions of
// GitLab return the same setting as true, "true", "1" or 1, and as 123 or "123". A
// value of another type becomes nil, so that a plan corrects it.
func (t Type) decode(wire any) any {
	switch t {
	case Bool:
		return decodeBool(wire)
	case Integer:
		integer, err := strconv.ParseInt(decodeString(wire), 10, 64)
		if err != nil {
			return nil
		}
		return integer
	case Strings:
		return decodeStrings(wire)
	case Any:
		if text, isText := wire.(string); isText {
			return lineFeeds(text)
		}
		return wire
	default:
		if wire == nil {
			return nil
		}
		return lineFeeds(decodeString(wire))
	}
}

// lineFeeds replaces CR LF by LF. GitLab returns a text area that was saved in its
// web interface with CR LF (recorded). A line break at the end is kept, because
// GitLab keeps it (recorded).
func lineFeeds(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

func decodeBool(wire any) any {
	switch strings.ToLower(strings.TrimSpace(decodeString(wire))) {
	case "true", "t", "1", "yes", "on":
		return true
	case "false", "f", "0", "no", "off":
		return false
	default:
		return nil
	}
}

func decodeStrings(wire any) any {
	list := []string{}
	switch wire := wire.(type) {
	case nil:
	case []any:
		for _, element := range wire {
			list = append(list, decodeString(element))
		}
	case []string:
		list = append(list, wire...)
	default:
		list = strings.FieldsFunc(decodeString(wire), func(r rune) bool { return r == ',' })
	}
	slices.Sort(list)
	return list
}

func decodeString(wire any) string {
	switch wire := wire.(type) {
	case nil:
		return ""
	case string:
		return wire
	case map[string]any, []any:
		text, err := json.Marshal(wire)
		if err != nil {
			panic(err)
		}
		return string(text)
	default:
		return fmt.Sprint(wire)
	}
}

// literal returns a setting as a configuration writes it.
func literal(setting any) string {
	var elements []string
	switch setting := setting.(type) {
	case nil:
		return "null"
	case string:
		return strconv.Quote(setting)
	case []string:
		for _, element := range setting {
			elements = append(elements, literal(element))
		}
	case []any:
		for _, element := range setting {
			elements = append(elements, literal(element))
		}
	default:
		return decodeString(setting)
	}
	return "[" + strings.Join(elements, ", ") + "]"
}

// reconcile returns the state of a setting after an answer of GitLab: the previous
// value if the answer is equivalent to it, or else the answer. So an equivalent
// answer does not replace the spelling of the configuration.
func (p *Parameter) reconcile(before, answered any) any {
	switch {
	case p.same(before, answered):
		return before
	case p.AlwaysAnswered != nil && answered == p.AlwaysAnswered && (before != nil || p.Type == Any):
		return before
	case p.Type == Any:
		return coerce(before, answered)
	case p.blank(answered):
		return nil
	default:
		return answered
	}
}

// same reports whether an answer is equivalent to the previous value.
func (p *Parameter) same(before, answered any) bool {
	if p.Unordered {
		return slices.Equal(words(before), words(answered))
	}
	if p.Type == Any {
		return sameMeaning(before, answered, p.canonical)
	}
	if p.blank(before) || p.blank(answered) {
		return p.blank(before) == p.blank(answered)
	}
	stored := normal(before, p.canonical)
	return slices.Equal(stored, normal(answered, p.lines)) || slices.Equal(stored, normal(answered, p.canonical))
}

// sameSecret reports whether two values of a secret are equal for GitLab: the line ends of
// a file do not matter, and an empty string is equivalent to null.
func (p *Parameter) sameSecret(before, after any) bool {
	return p.lines(decodeString(before)) == p.lines(decodeString(after))
}

// words are the elements of a list that is a text, in alphabetical order.
func words(text any) []string {
	list := strings.FieldsFunc(decodeString(text), func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	slices.Sort(list)
	return slices.Compact(list)
}

// sameMeaning reports whether two values of a setting of type Any are equivalent for
// GitLab. The values decide of which type the setting is.
func sameMeaning(a, b any, canonical func(string) string) bool {
	switch {
	case isType[bool](a) || isType[bool](b):
		return truth(a) != nil && truth(a) == truth(b)
	case isType[[]string](a) || isType[[]string](b) || isType[[]any](a) || isType[[]any](b):
		return slices.Equal(normal(decodeStrings(a), canonical), normal(decodeStrings(b), canonical))
	default:
		return slices.Equal(normal(decodeString(a), canonical), normal(decodeString(b), canonical))
	}
}

// coerce converts an answer to the type of the previous value, if that is possible.
func coerce(before, answered any) any {
	if answered == nil || isType[map[string]any](answered) {
		return answered
	}
	var understood any
	switch before.(type) {
	case bool:
		understood = decodeBool(answered)
	case json.Number:
		if integer := Integer.decode(answered); integer != nil {
			understood = json.Number(decodeString(integer))
		}
	case []string:
		understood = decodeStrings(answered)
	case string:
		if !isType[[]any](answered) {
			understood = decodeString(answered)
		}
	}
	if understood == nil {
		return answered
	}
	return understood
}

func isType[T any](value any) bool {
	_, is := value.(T)
	return is
}

// truth returns true or false; false for a value that is not set, and nil for a value
// that is neither.
func truth(value any) any {
	if decodeString(value) == "" {
		return false
	}
	return decodeBool(value)
}

// blank reports whether a value means that the setting is not set. For GitLab, an
// empty string is equivalent to null. False and an empty list are too if a new record
// has no value: old versions return either for a checkbox that was never changed.
func (p *Parameter) blank(setting any) bool {
	switch setting := setting.(type) {
	case nil:
		return true
	case string:
		return setting == "" || p.Normalize != nil && p.Normalize(setting) == ""
	case bool:
		return !setting && !p.computed()
	case []string:
		return len(setting) == 0 && !p.computed()
	default:
		return false
	}
}

// normal returns the canonical form of a value: that of each text, sorted and without
// duplicates.
func normal(setting any, canonical func(string) string) []string {
	list, ok := setting.([]string)
	if !ok {
		list = []string{fmt.Sprint(setting)}
	}
	list = slices.Clone(list)
	for i, element := range list {
		list[i] = canonical(element)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// canonical returns a text as GitLab returns it, with line ends as in lines.
func (p *Parameter) canonical(text string) string {
	text = p.lines(text)
	if p.Normalize != nil {
		text = p.Normalize(text)
	}
	return text
}

// lines returns a text with LF at line ends. A setting of several lines has the same
// lines with and without line breaks after the last one.
func (p *Parameter) lines(text string) string {
	text = lineFeeds(text)
	if p.Multiline {
		text = strings.TrimRight(text, "\n")
	}
	return text
}

// TrailingSlash removes whitespace at both ends, and then one slash at the end.
func TrailingSlash(text string) string { return strings.TrimSuffix(strings.TrimSpace(text), "/") }

// Trim removes whitespace at both ends.
func Trim(text string) string { return strings.TrimSpace(text) }

// CommaList trims the elements of a comma-separated list, and removes empty elements
// and duplicates. It keeps the order.
func CommaList(text string) string {
	var list []string
	for _, element := range strings.Split(text, ",") {
		element = strings.TrimSpace(element)
		if element != "" && !slices.Contains(list, element) {
			list = append(list, element)
		}
	}
	return strings.Join(list, ",")
}
