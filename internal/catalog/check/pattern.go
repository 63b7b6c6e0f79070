package check

import (
	"errors"
	"regexp"
	"regexp/syntax"
)

// regularExpression accepts regular expressions in RE2 syntax, which GitLab and Go
// have in common (app/validators/untrusted_regexp_validator.rb).
func regularExpression(value string) string {
	_, err := regexp.Compile(value)
	if err == nil {
		return ""
	}
	fault := "must be a regular expression in RE2 syntax, such as `[A-Z]+-\\d+`"
	var reason *syntax.Error
	if errors.As(err, &reason) {
		fault += "; it has an error: " + reason.Code.String()
	}
	return fault
}
