package message

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// redacted stands for a secret.
	redacted = "(sensitive)"
	// shortestSecret is the number of characters from which a secret can be told
	// from ordinary text.
	shortestSecret = 4
)

// Redact takes secrets out of a text that somebody else wrote, in whatever form
// the text has them: plain, quoted as in Ruby and JSON, or escaped as in a URL,
// each also with its white space changed. If a secret of fewer than four
// characters occurs, nothing of the text is left, because the rest could show
// where it stood.
func Redact(text string, secrets []string) string {
	var spans [][]int
	for _, secret := range secrets {
		found := occurrences(text, secret)
		if len(found) > 0 && utf8.RuneCountInString(strings.TrimSpace(secret)) < shortestSecret {
			return redacted
		}
		spans = append(spans, found...)
	}
	slices.SortFunc(spans, func(a, b []int) int { return a[0] - b[0] })
	var shown strings.Builder
	end := 0
	for _, span := range spans {
		if span[0] >= end {
			shown.WriteString(text[end:span[0]] + redacted)
		}
		end = max(end, span[1])
	}
	return shown.String() + text[end:]
}

// occurrences finds where a secret stands in a text, also where it overlaps
// itself.
func occurrences(text, secret string) (spans [][]int) {
	if strings.TrimSpace(secret) == "" {
		return nil
	}
	pattern := regexp.MustCompile(spellings(secret))
	for start := 0; ; {
		found := pattern.FindStringIndex(text[start:])
		if found == nil {
			return spans
		}
		spans = append(spans, []int{start + found[0], start + found[1]})
		_, width := utf8.DecodeRuneInString(text[start+found[0]:])
		start += found[0] + width
	}
}

// spellings is a regular expression for the forms of a secret.
func spellings(secret string) string {
	const space = `(?:\s|\\+[abefnrtv]|\\+[ux]\{?[[:xdigit:]]+\}?|%[01][[:xdigit:]]|%20|\+)+`
	var pattern strings.Builder
	for _, word := range strings.FieldsFunc(secret, isBlank) {
		if pattern.Len() > 0 {
			pattern.WriteString(space)
		}
		for _, r := range word {
			pattern.WriteString(spelling(r))
		}
	}
	return pattern.String()
}

// isBlank reports whether a character is white space or a control character,
// which a text can show in many ways, or leave out at the ends.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// spelling is a regular expression for the forms of one character.
func spelling(r rune) string {
	var url, bytes strings.Builder
	for _, b := range []byte(string(r)) {
		fmt.Fprintf(&url, "%%(?i:%02x)", b)
		fmt.Fprintf(&bytes, `\\x(?i:%02x)`, b)
	}
	return fmt.Sprintf(`(?:\\*%s|%s|\\+u\{?0*(?i:%x)\}?|%s)`, regexp.QuoteMeta(string(r)), url.String(), r, bytes.String())
}
