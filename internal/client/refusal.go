package client

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Fault is one thing that GitLab refuses.
type Fault struct {
	// Parameter is the name that GitLab's API gives to what is refused;
	// "base" is the integration as a whole.
	Parameter string
	// Message is GitLab's sentence about it, which goes on after the name: "is
	// missing", "can't be blank". About several parameters at once, and about
	// the whole, it is complete: "url, path are mutually exclusive".
	Message string
}

// Faults takes GitLab's words apart into what they say about single
// parameters. The rest is what is not about any, and what was not understood;
// nothing is lost but an introduction that says only that there are faults.
func (e *Error) Faults() (faults []Fault, rest string) {
	if e.Origin != FromAPI || e.Status != http.StatusBadRequest && e.Status != http.StatusUnprocessableEntity {
		return nil, e.Message
	}
	if IsUnknownSlug(e) {
		return nil, e.Message // It is about the path, not about a setting.
	}
	if faults, rest := modelFaults(e.Message); len(faults) > 0 {
		return faults, rest
	}
	return parameterFaults(e.Message)
}

// IsSimultaneous reports whether GitLab refused because another request set up
// the same integration at the same moment (recorded of GitLab 18.9). The next
// try finds the integration and changes it.
func (e *Error) IsSimultaneous() bool {
	faults, _ := e.Faults()
	return slices.Contains(faults, Fault{Parameter: "type", Message: "has already been taken"})
}

// Unexplained reports whether GitLab refused settings without a word about what
// is wrong with them. That happens if the address of a web hook, which GitLab
// builds from settings, is refused (recorded of GitLab 18.9).
func (e *Error) Unexplained() bool { return e.Message == introduction+" {}" }

// introduction is what GitLab writes before the faults of a model
// (app/services/integrations/update_service.rb in GitLab 18.9).
const introduction = "Failed to update integration."

// firstEntry is how a hash of faults begins.
var firstEntry = regexp.MustCompile(`\{(?::|"|\w+: )`)

// modelFaults reads what a model of GitLab refuses: a Ruby hash in the middle
// of the text, as Ruby printed it before 3.4 ({:url=>["can't be blank"]}) or
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

// table is what GitLab writes before the name of a parameter that has a table of
// its own, as in "issue_tracker_data.issues_url".
var table = regexp.MustCompile(`^\w+_data\.`)

// scanner reads a hash or an object from the front. It copes with text that is
// cut off, and looks at every character once.
type scanner struct{ unread string }

// faults reads a hash whose opening brace is read. It returns the entries that
// are not sentences about something as others, and stops where it does not
// understand.
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

// key reads the name of an entry and what is between it and the value.
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

// sentences reads a value: a list, or one sentence in quotes. Any other value
// has none.
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

// list reads a list whose opening bracket is read.
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

// bare reads a value without quotes, such as nil or another hash.
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

// quotedText is text in quotes, with or without its end.
var quotedText = regexp.MustCompile(`(?s)^"(?:[^"\\]|\\.)*(?:"|\\?$)`)

// quoted reads text in quotes, and takes Ruby's or JSON's escapes out of it.
func (s *scanner) quoted() string {
	text := s.take(len(quotedText.FindString(s.unread)))
	text = escape.ReplaceAllStringFunc(strings.TrimPrefix(text, `"`), unescape)
	return strings.ToValidUTF8(text, string(utf8.RuneError))
}

// escape is one escape in quotes, or the quote that ends them.
var escape = regexp.MustCompile(`(?s)\\(?:u\{[[:xdigit:]]+\}|u[[:xdigit:]]{4}|x[[:xdigit:]]{1,2}|.)|"`)

// escapes are those that have letters of their own in Ruby.
var escapes = map[string]string{
	`\n`: "\n", `\t`: "\t", `\r`: "\r", `\a`: "\a", `\b`: "\b", `\v`: "\v", `\f`: "\f", `\e`: "\x1b",
	`\"`: `"`, `\\`: `\`, `\#`: "#", `\/`: "/", `"`: "",
}

// unescape returns what an escape stands for; an unknown one stays as it is.
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

// What the API's own checks say of parameters: the sentences of the Grape
// library (its lib/grape/locale/en.yml) and of GitLab's validators
// (lib/api/validations/validators in GitLab 18.9).
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

// parameterFaults reads what the API's own checks refuse: "url is missing,
// path is invalid". Names and sentences can have commas in between too, so what
// is not the beginning of a sentence belongs to the one before.
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
		rest = goOn(clauses, rest, open)
		clauses, open = append(clauses, next), nil
	}
	rest = goOn(clauses, rest, open)
	for _, clause := range clauses {
		for _, name := range clause.names {
			faults = append(faults, Fault{Parameter: name, Message: clause.text})
		}
	}
	return faults, rest
}

// cutNames cuts the names of parameters off the end of the parts.
func cutNames(parts []string) (others, names []string) {
	first := len(parts)
	for first > 0 && parameterName.MatchString(parts[first-1]) {
		first--
	}
	return parts[:first], slices.Clone(parts[first:])
}

// goOn appends parts to the last clause, or to the rest if there is none yet,
// and returns the rest.
func goOn(clauses []clause, rest string, parts []string) string {
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
