package gitlabfake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// declared returns the parameters of a request that the API declares, converted to
// their types, or the errors of GitLab's API framework about missing and malformed
// ones. It ignores all others.
func declared(parameters []catalog.Parameter, body map[string]any) (settings map[string]any, complaints []string) {
	settings = map[string]any{}
	for _, p := range parameters {
		value, present := body[p.Name]
		if !present {
			if p.Required || p.Presence {
				complaints = append(complaints, p.Name+" is missing")
			}
			continue
		}
		coerced, valid := coerce(p, value)
		if !valid {
			complaints = append(complaints, p.Name+" is invalid")
		}
		settings[p.Name] = coerced
	}
	return settings, complaints
}

// coerce converts a value to the parameter's type: string, bool, int, []string
// or nil. Null stays null, and becomes an empty list where a list is declared.
func coerce(p catalog.Parameter, value any) (any, bool) {
	switch {
	case p.Type == catalog.Strings:
		return toStrings(value)
	case value == nil:
		return nil, true
	case p.TakenAsText && p.Type == catalog.Boolean:
		return toColumn(value)
	case p.TakenAsText:
		return toString(value)
	case p.Type == catalog.Boolean:
		return toBoolean(value)
	case p.Type == catalog.Integer:
		return toInteger(value)
	}
	return toString(value)
}

func toString(value any) (any, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case bool, int:
		return fmt.Sprint(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	}
	return nil, false
}

func toBoolean(value any) (any, bool) {
	switch strings.ToLower(fmt.Sprint(value)) {
	case "true", "t", "1", "on", "yes", "y":
		return true, true
	case "false", "f", "0", "off", "no", "n":
		return false, true
	}
	return nil, value == ""
}

// falseColumns are the texts that a boolean column of Ruby on Rails converts to
// false.
var falseColumns = []string{"0", "f", "F", "false", "FALSE", "off", "OFF"}

// toColumn converts a text as a boolean column does.
func toColumn(value any) (any, bool) {
	text, valid := toString(value)
	if !valid || text == "" {
		return nil, valid
	}
	return !slices.Contains(falseColumns, fmt.Sprint(text)), true
}

func toInteger(value any) (any, bool) {
	switch v := value.(type) {
	case int:
		return v, true
	case float64:
		return int(v), true
	case string:
		number, err := strconv.Atoi(v)
		if err == nil {
			return number, true
		}
	}
	return nil, value == ""
}

func toStrings(value any) (any, bool) {
	list := []string{}
	switch values := value.(type) {
	case nil:
	case []string:
		list = append(list, values...)
	case []any:
		for _, v := range values {
			converted, _ := toString(v)
			text, valid := converted.(string)
			if !valid {
				return list, false
			}
			list = append(list, text)
		}
	default:
		return list, value == ""
	}
	return list, true
}

// tidied is a value as GitLab stores it.
func tidied(p catalog.Parameter, value any) any {
	switch v := value.(type) {
	case []string:
		return compact(v)
	case string:
		switch p.Normalized {
		case "comma_list":
			return strings.Join(compact(strings.Split(v, ",")), ",")
		case "trim":
			return stripped(v)
		}
	}
	return value
}

// compact trims the items and drops blanks and duplicates.
func compact(items []string) []string {
	kept := []string{}
	for _, item := range items {
		item = stripped(item)
		if item != "" && !slices.Contains(kept, item) {
			kept = append(kept, item)
		}
	}
	return kept
}

// stripped removes the whitespace that Ruby's String#strip removes, which is ASCII only.
func stripped(text string) string { return strings.Trim(text, "\t\n\v\f\r ") }

// blank reports whether GitLab's presence validation refuses a value. Unlike
// String#strip, it knows all whitespace of Unicode.
func blank(value any) bool {
	text, isText := value.(string)
	return value == nil || isText && strings.TrimSpace(text) == ""
}

// password reports whether GitLab treats the setting as a password, which it clears
// when an address changes. Webhooks and channels are plain text for it, although it
// does not return them.
func password(p catalog.Parameter) bool {
	return p.Secret && p.Returned == catalog.Hidden && p.Name != "webhook" && !strings.HasSuffix(p.Name, "_channel")
}
