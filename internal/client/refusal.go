package client

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Fault is GitLab's error about one parameter.
type Fault struct {
	// Parameter is the name in GitLab's API. It is "base" for the integration as a
	// whole.
	Parameter string
	// Message is GitLab's text, which continues a sentence that begins with the
	// name: "is missing", "can't be blank". If it is about several parameters, or
	// about the whole, it is a complete sentence: "url, path are mutually exclusive".
	Message string
}

// Faults splits GitLab's message into the faults of single parameters. The rest is
// text about no parameter, or text that cannot be parsed. An introduction that only
// says that there are faults is dropped.
func (e *Error) Faults() (faults []Fault, rest string) {
	if e.Origin != FromAPI || e.Status != http.StatusBadRequest && e.Status != http.StatusUnprocessableEntity {
		return nil, e.Message
	}
	if IsUnknownSlug(e) {
		return nil, e.Message // This is about the path, not about a setting.
	}
	if faults, rest := modelFaults(e.Message); len(faults) > 0 {
		return faults, rest
	}
	return parameterFaults(e.Message)
}

// IsSimultaneous reports whether GitLab refused the request because another request
// set up the same integration at the same moment (recorded of GitLab 18.9). The
// next attempt updates the integration.
func (e *Error) IsSimultaneous() bool {
	faults, _ := e.Faults()
	return slices.Contains(faults, Fault{Parameter: "type", Message: "has already been taken"})
}

// Unexplained reports whether GitLab refused the settings without a reason. It does
// so if it refuses the address of a webhook, which it builds from settings (recorded
// of GitLab 18.9).
func (e *Error) Unexplained() bool { return e.Message == introduction+" {}" }

// introduction is what GitLab writes before the faults of a model
// (app/services/integrations/update_service.rb in GitLab 18.9).
const introduction = "Failed to update integration."

// firstEntry matches the beginning of a hash of faults.
var firstEntry = regexp.MustCompile(`\{(?::|"|\w+: )`)

// modelFaults parses the faults that a model of GitLab found: a Ruby hash in the
// middle of the text, as Ruby printed it before 3.4 ({:url=>["can't be blank"]}) or
// prints it since ({url: ["can't be blank"]}), or a JSON object.
func modelFaults(message string) (faults []Fault, rest string) {
	begin := firstEntry.FindStringIndex(message)
	if begin == nil {
		return nil, message
	}
	before := strings.TrimSpace(message[:begin[0]])
	hash := scanner{message[begin[0]+1:]}
	faults, others := hash.faults()
	others = append(others, strings.TrimSpace(hash.unread))
	others = slices.DeleteFunc(others, func(text string) bool { return text == "" })
	if before != "" && (before != introduction || len(others) > 0) {
		others = append([]string{before}, others...)
	}
	return faults, strings.Join(others, " ")
}

// table matches the prefix of a parameter that is stored in a separate table, as in
// "issue_tracker_data.issues_url".
var table = regexp.MustCompile(`^\w+_data\.`)

// scanner parses a hash or an object. It accepts incomplete text, and reads every
// character once.
type scanner struct{ unread string }

// faults parses a hash after its opening brace. It returns entries without sentences
// as others, and stops at text that it cannot parse.
func (s *scanner) faults() (faults []Fault, others []string) {
	for s.spaces(); s.unread != "" && !s.skip("}"); s.spaces() {
		entry := s.unread
		name, found := s.key()
		name = table.ReplaceAllString(name, "")
		if !found {
			s.unread = entry
			break
		}
		sentences := s.sentences()
		for _, sentence := range sentences {
			faults = append(faults, Fault{Parameter: name, Message: sentence})
		}
		if len(sentences) == 0 {
			others = append(others, entry[:len(entry)-len(s.unread)])
		}
		s.spaces()
		if !s.skip(",") && !strings.HasPrefix(s.unread, "}") {
			break
		}
	}
	return faults, others
}

var (
	bareKey   = regexp.MustCompile(`^[^\s"=:,>{}\[\]]+`)
	separator = regexp.MustCompile(`^\s*(?:=>|:)\s*`)
)

// key parses the name of an entry and the separator after it.
func (s *scanner) key() (name string, found bool) {
	s.skip(":")
	if strings.HasPrefix(s.unread, `"`) {
		name = s.quoted()
	} else {
		name = s.take(len(bareKey.FindString(s.unread)))
	}
	length := len(separator.FindString(s.unread))
	s.take(length)
	return name, name != "" && length > 0
}

// sentences parses a value: a list, or one sentence in quotes. Any other value has
// no sentences.
func (s *scanner) sentences() []string {
	switch {
	case s.skip("["):
		return s.list()
	case strings.HasPrefix(s.unread, `"`):
		return nonEmpty(s.quoted())
	}
	s.bare()
	return nil
}

// list parses a list after its opening bracket.
func (s *scanner) list() (elements []string) {
	for s.spaces(); s.unread != "" && !s.skip("]"); s.spaces() {
		switch {
		case strings.HasPrefix(s.unread, `"`):
			elements = append(elements, nonEmpty(s.quoted())...)
		case strings.HasPrefix(s.unread, "}"):
			return elements
		case !s.skip(","):
			elements = append(elements, nonEmpty(s.bare())...)
		}
	}
	return elements
}

// bare parses a value without quotes, such as nil or another hash.
func (s *scanner) bare() string {
	depth, at := 0, 0
scan:
	for ; at < len(s.unread); at++ {
		switch s.unread[at] {
		case '"':
			at += len(quotedText.FindString(s.unread[at:])) - 1
		case '[', '{':
			depth++
		case ']', '}':
			if depth == 0 {
				break scan
			}
			depth--
		case ',':
			if depth == 0 {
				break scan
			}
		}
	}
	return strings.TrimSpace(s.take(at))
}

// quotedText matches text in quotes, even without the closing quote.
var quotedText = regexp.MustCompile(`(?s)^"(?:[^"\\]|\\.)*(?:"|\\?$)`)

// quoted parses text in quotes with the escapes of Ruby or JSON.
func (s *scanner) quoted() string {
	text := s.take(len(quotedText.FindString(s.unread)))
	text = escape.ReplaceAllStringFunc(strings.TrimPrefix(text, `"`), unescape)
	return strings.ToValidUTF8(text, string(utf8.RuneError))
}

// escape matches one escape, or a quote.
var escape = regexp.MustCompile(`(?s)\\(?:u\{[[:xdigit:]]+\}|u[[:xdigit:]]{4}|x[[:xdigit:]]{1,2}|.)|"`)

// escapes are the one-letter escapes of Ruby and JSON.
var escapes = map[string]string{
	`\n`: "\n", `\t`: "\t", `\r`: "\r", `\a`: "\a", `\b`: "\b", `\v`: "\v", `\f`: "\f", `\e`: "\x1b",
	`\"`: `"`, `\\`: `\`, `\#`: "#", `\/`: "/", `"`: "",
}

// unescape returns the character of an escape; an unknown escape stays as it is.
func unescape(escape string) string {
	if meaning, known := escapes[escape]; known {
		return meaning
	}
	number, err := strconv.ParseUint(strings.Trim(escape, `\ux{}`), 16, 21)
	switch {
	case err != nil:
		return escape
	case strings.HasPrefix(escape, `\x`):
		return string([]byte{byte(number)})
	case !utf8.ValidRune(rune(number)):
		return escape
	}
	return string(rune(number))
}

func (s *scanner) spaces() { s.unread = strings.TrimLeft(s.unread, " \t\r\n") }

func (s *scanner) skip(prefix string) (found bool) {
	s.unread, found = strings.CutPrefix(s.unread, prefix)
	return found
}

func (s *scanner) take(length int) string {
	taken := s.unread[:length]
	s.unread = s.unread[length:]
	return taken
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// These match the messages of the API's own checks: those of the Grape library (its
// lib/grape/locale/en.yml) and of GitLab's validators (lib/api/validations/validators
// in GitLab 18.9).
var (
	parameterName   = regexp.MustCompile(`^[a-z]\w*(?:\[\w*\])*$`)
	parameterClause = regexp.MustCompile(`(?s)^([a-z]\w*(?:\[\w*\])*) ((?:is|are|has|does|must|should|can|cannot|contains|allows|provide)\b.*)$`)
	aboutSeveral    = regexp.MustCompile(`^(?:are|provide) `)
)

// clause is one sentence about one parameter, or about several.
type clause struct {
	names []string
	text  string
}

// parameterFaults parses a message of the API's own checks: "url is missing, path is
// invalid". Commas can also stand between names and inside of a sentence, so a part
// that does not begin a sentence belongs to the sentence before it.
func parameterFaults(message string) (faults []Fault, rest string) {
	var clauses []clause
	var open []string
	for part := range strings.SplitSeq(message, ", ") {
		match := parameterClause.FindStringSubmatch(part)
		if match == nil {
			open = append(open, part)
			continue
		}
		next := clause{names: match[1:2], text: match[2]}
		if aboutSeveral.MatchString(next.text) {
			var names []string
			open, names = cutNames(open)
			names = append(names, match[1])
			next = clause{names: names, text: strings.Join(names, ", ") + " " + match[2]}
		}
		rest = appendParts(clauses, rest, open)
		clauses, open = append(clauses, next), nil
	}
	rest = appendParts(clauses, rest, open)
	for _, clause := range clauses {
		for _, name := range clause.names {
			faults = append(faults, Fault{Parameter: name, Message: clause.text})
		}
	}
	return faults, rest
}

// cutNames splits the names of parameters from the end of the parts.
func cutNames(parts []string) (others, names []string) {
	first := len(parts)
	for first > 0 && parameterName.MatchString(parts[first-1]) {
		first--
	}
	return parts[:first], slices.Clone(parts[first:])
}

// appendParts appends parts to the last clause, or to the rest if there is no clause
// yet. It returns the rest.
func appendParts(clauses []clause, rest string, parts []string) string {
	text := strings.Join(parts, ", ")
	switch {
	case len(parts) == 0:
	case len(clauses) > 0:
		clauses[len(clauses)-1].text += ", " + text
	default:
		rest = text
	}
	return rest
}
