package message

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	// redacted replaces a secret.
	redacted = "(sensitive)"
	// shortestSecret is the minimum number of characters of a secret that can be
	// distinguished from ordinary text.
	shortestSecret = 4
)

// Redact replaces secrets in a text of GitLab or of a proxy. It finds them plain,
// quoted as in Ruby and JSON, and escaped as in a URL, each also with changed
// whitespace. If the text contains a secret of fewer than four characters, the whole
// text is replaced, because the rest could show where the secret was.
func Redact(text string, secrets []string) string {
	var spans [][]int
	for _, secret := range secrets {
		found := occurrences(text, secret)
		if len(found) > 0 && isShort(secret) {
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

// Distinct returns the secrets that are long enough to be distinguished from ordinary
// text.
func Distinct(secrets []string) []string {
	return slices.DeleteFunc(slices.Clone(secrets), isShort)
}

func isShort(secret string) bool {
	return utf8.RuneCountInString(strings.TrimFunc(secret, isBlank)) < shortestSecret
}

// occurrences returns the positions of a secret in a text.
func occurrences(text, secret string) (spans [][]int) {
	form := spellings(secret)
	if form == "" {
		return nil
	}
	return regexp.MustCompile(form).FindAllStringIndex(text, -1)
}

// spellings returns a regular expression for the forms of a secret, without
// whitespace at its ends.
func spellings(secret string) string {
	var pattern strings.Builder
	var blanks []rune
	for _, r := range strings.TrimFunc(secret, isBlank) {
		if isBlank(r) {
			blanks = append(blanks, r)
			continue
		}
		if len(blanks) > 0 {
			pattern.WriteString(spacing(blanks))
		}
		pattern.WriteString(spelling(r))
		blanks = nil
	}
	return pattern.String()
}

// spacing returns a regular expression for the forms of whitespace, which can become
// a space or change its length.
func spacing(blanks []rune) string {
	forms := []string{`\s`, `\+`}
	for _, r := range blanks {
		forms = append(forms, spelling(r), `\\+`+strings.Trim(strconv.QuoteRune(r), `'\`))
	}
	return "(?:" + strings.Join(forms, "|") + ")+"
}

// isBlank reports whether a character is whitespace or a control character. A text
// can show those in many ways, or leave them out at the ends.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// spelling returns a regular expression for the forms of one character. ASCII letters
// and digits are never escaped.
func spelling(r rune) string {
	if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return string(r)
	}
	var url, bytes strings.Builder
	for _, b := range []byte(string(r)) {
		fmt.Fprintf(&url, "%%(?i:%02x)", b)
		fmt.Fprintf(&bytes, `\\x(?i:%02x)`, b)
	}
	return fmt.Sprintf(`(?:\\{0,3}%s|%s|\\+[uU]\{?0*(?i:%x)\}?|%s|%s)`,
		regexp.QuoteMeta(string(r)), url.String(), r, bytes.String(), surrogates(r))
}

// surrogates returns a regular expression for a character as JSON limited to ASCII
// escapes it: as two escapes from U+10000 on.
func surrogates(r rune) string {
	var pattern strings.Builder
	for _, unit := range utf16.AppendRune(nil, r) {
		fmt.Fprintf(&pattern, `\\+u(?i:%04x)`, unit)
	}
	return pattern.String()
}
