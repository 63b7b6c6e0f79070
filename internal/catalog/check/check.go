// Package check checks the values of settings before they are sent to GitLab.
//
// A check takes a value that is not empty. It returns the end of a sentence that
// begins with the attribute's name, such as "must begin with
// `https://discord.com/`", or "" if the value is valid. It never repeats the value,
// which may be a secret.
//
// The checks refuse only what GitLab refuses, or accepts and can never use. If older
// versions accept more than GitLab 18.9, and the value can work there, the check
// accepts it, and its comment says so. Addresses in local networks are never refused,
// because an administrator of GitLab can allow them.
package check

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// All combines checks. It returns the first fault.
func All(checks ...func(value string) string) func(value string) string {
	return func(value string) string {
		for _, check := range checks {
			if fault := check(value); fault != "" {
				return fault
			}
		}
		return ""
	}
}

// Between accepts whole numbers in decimal from minimum to maximum.
func Between(minimum, maximum int) func(value string) string {
	return func(value string) string {
		number, err := strconv.Atoi(value)
		if err != nil || number < minimum || number > maximum {
			return fmt.Sprintf("must be a whole number from %d to %d", minimum, maximum)
		}
		return ""
	}
}

// AtLeast accepts whole numbers in decimal that are not less than minimum.
func AtLeast(minimum int) func(value string) string {
	return func(value string) string {
		number, err := strconv.Atoi(value)
		if err != nil || number < minimum {
			return fmt.Sprintf("must be a whole number of at least %d", minimum)
		}
		return ""
	}
}

// MaximumLength accepts values of at most that many characters, which are Unicode code
// points as in Ruby.
func MaximumLength(characters int) func(value string) string {
	return func(value string) string {
		if utf8.RuneCountInString(value) > characters {
			return fmt.Sprintf("must have at most %d characters", characters)
		}
		return ""
	}
}

// MaximumItems accepts comma-separated lists of at most that many items. Duplicates
// and empty items do not count (validate_channel_limit in
// app/models/concerns/integrations/base/chat_notification.rb).
func MaximumItems(items int) func(value string) string {
	return func(value string) string {
		switch {
		case len(distinct(commaList(value))) <= items:
			return ""
		case items == 1:
			return "must be a single item without commas"
		default:
			return fmt.Sprintf("must have at most %d items, separated by commas", items)
		}
	}
}

// commaList splits a list, trims its items and removes empty ones.
func commaList(value string) []string {
	var items []string
	for item := range strings.SplitSeq(value, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

func distinct(items []string) map[string]bool {
	set := map[string]bool{}
	for _, item := range items {
		set[item] = true
	}
	return set
}

// trimmed checks a value without the whitespace around it.
func trimmed(check func(value string) string) func(value string) string {
	return func(value string) string { return check(strings.TrimSpace(value)) }
}

// matching accepts values that match a pattern. Fault is the fault of all others.
func matching(pattern, fault string) func(value string) string {
	form := regexp.MustCompile(pattern)
	return func(value string) string {
		if form.MatchString(value) {
			return ""
		}
		return fault
	}
}
