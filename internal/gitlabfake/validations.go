package gitlabfake

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// invalid is a setting that a validation refuses, with the reason.
type invalid struct {
	name    string
	reasons []string
}

// validation collects the errors of GitLab's model for a record.
type validation struct {
	gitlab      *GitLab
	integration integration
	// stored is the record before the request, draft the one after it, and sent
	// the settings of the request.
	stored, draft *record
	sent          map[string]any
	refused       []invalid
	// crashed is set if GitLab answers with status 500.
	crashed bool
}

// add records a reason, each only once.
func (v *validation) add(name, reason string) {
	for i, known := range v.refused {
		if known.name == name {
			if !slices.Contains(known.reasons, reason) {
				v.refused[i].reasons = append(known.reasons, reason)
			}
			return
		}
	}
	v.refused = append(v.refused, invalid{name, []string{reason}})
}

// run makes all checks. Records that are not active can have any values, unless a
// value is too long for its separate table.
func (v *validation) run(o *owner) {
	for _, check := range v.integration.checks() {
		if check.InTable {
			v.check(check)
		}
	}
	if !v.draft.active {
		return
	}
	v.checkExclusive(o)
	for _, check := range v.integration.checks() {
		if !check.InTable {
			v.check(check)
		}
	}
	v.checkChannels(o)
}

// checkExclusive refuses the record if another integration of its kind is active.
func (v *validation) checkExclusive(o *owner) {
	i := v.integration
	if i.Exclusive != "" && v.gitlab.release().exclusive && v.gitlab.inUse(o, i) {
		v.add("base", fmt.Sprintf("Another %[1]s is already in use. Only one %[1]s service can be active at a time", i.Exclusive))
	}
}

func tooLong(maximum int) string {
	return fmt.Sprintf("is too long (maximum is %d characters)", maximum)
}

func (v *validation) check(c catalog.Check) {
	value := v.draft.settings[c.Parameter]
	if c.AllowBlank && blank(value) || !v.applies(c.If) {
		return
	}
	switch c.Check {
	case catalog.Presence:
		v.want(!blank(value), c, "can't be blank")
	case catalog.PublicURL:
		v.checkURL(c, value)
	case catalog.Included:
		v.want(v.included(c.Parameter, value), c, "is not included in the list")
	case catalog.WholeNumber:
		v.checkNumber(c, value)
	case catalog.Fails:
		v.want(false, c, c.Message)
	case catalog.JSONKey:
		v.checkKey(c, value)
	default:
		v.checkText(c, asText(value))
	}
}

// want records the reason unless the check passed.
func (v *validation) want(passed bool, c catalog.Check, reason string) {
	if c.Message != "" {
		reason = c.Message
	}
	name := c.Parameter
	if c.InTable {
		name = v.integration.Table + "." + name
	}
	if !passed {
		v.add(name, reason)
	}
}

func (v *validation) checkText(c catalog.Check, text string) {
	switch c.Check {
	case catalog.Matches:
		v.want(v.gitlab.pattern(c.Pattern).MatchString(text), c, "is invalid")
	case catalog.Length:
		v.want(utf8.RuneCountInString(text) <= c.Maximum, c, tooLong(c.Maximum))
	case catalog.Items:
		v.want(len(v.gitlab.pattern(c.Pattern).FindAllString(text, -1)) <= c.Maximum, c, c.Message)
	case catalog.RE2:
		_, err := syntax.Parse(text, syntax.Perl)
		v.want(err == nil, c, "not valid RE2 syntax: "+inRE2(err))
	}
}

// faultsOfRE2 are the messages of the library RE2 that differ from those of Go.
var faultsOfRE2 = map[syntax.ErrorCode]string{
	syntax.ErrInvalidNamedCapture:   "invalid named capture group",
	syntax.ErrInvalidPerlOp:         "invalid perl operator",
	syntax.ErrInvalidRepeatOp:       "bad repetition operator",
	syntax.ErrInvalidRepeatSize:     "invalid repetition size",
	syntax.ErrMissingBracket:        "missing ]",
	syntax.ErrMissingParen:          "missing )",
	syntax.ErrMissingRepeatArgument: "no argument for repetition operator",
	syntax.ErrTrailingBackslash:     `trailing \`,
}

// inRE2 is the message of the library RE2 for an error of Go; "" for none.
func inRE2(err error) string {
	var fault *syntax.Error
	if !errors.As(err, &fault) {
		return ""
	}
	text, differs := faultsOfRE2[fault.Code]
	if !differs {
		text = fault.Code.String()
	}
	if fault.Expr != "" {
		text += ": " + fault.Expr
	}
	return text
}

// checkURL removes whitespace around an address, as GitLab does. That fails if the
// setting is not a column of a table.
func (v *validation) checkURL(c catalog.Check, value any) {
	text := asText(value)
	trimmed := stripped(text)
	switch {
	case blank(value):
		v.want(false, c, "must be a valid URL")
		return
	case trimmed != text && v.integration.Table == "":
		v.crashed = true
		return
	}
	v.draft.settings[c.Parameter] = trimmed
	if reason := v.gitlab.block(trimmed, c.Schemes, c.Local); reason != "" {
		v.want(false, c, "is blocked: "+reason)
	}
}

// included reports whether a value is in the enumeration or, if there is none, a
// boolean.
func (v *validation) included(name string, value any) bool {
	p, _ := v.integration.Parameter(name)
	if len(p.Enum) > 0 {
		return slices.Contains(p.Enum, value)
	}
	_, isBoolean := value.(bool)
	return isBoolean
}

var (
	numberPattern = regexp.MustCompile(`^[\s\v]*[+-]?(\d+(_\d+)*)(\.\d+)?([eE][+-]?\d+)?[\s\v]*$`)
	wholePattern  = regexp.MustCompile(`^[+-]?\d+$`)
)

func (v *validation) checkNumber(c catalog.Check, value any) {
	text := asText(value)
	number, err := strconv.Atoi(text)
	switch {
	case !numberPattern.MatchString(text):
		v.want(false, c, "is not a number")
	case !wholePattern.MatchString(text):
		v.want(false, c, "must be an integer")
	case c.Minimum != 0 && err == nil && number < c.Minimum:
		v.want(false, c, fmt.Sprintf("must be greater than %d", c.Minimum-1))
	}
}

// serviceAccountKeys are the members of a service account key that GitLab requires
// (app/validators/json_schemas/google_service_account_key.json).
var serviceAccountKeys = []string{
	"type", "project_id", "private_key_id", "private_key", "client_email", "client_id", "auth_uri",
	"token_uri", "auth_provider_x509_cert_url", "client_x509_cert_url",
}

func (v *validation) checkKey(c catalog.Check, value any) {
	text, isText := value.(string)
	var key map[string]any
	if isText && !json.Valid([]byte(text)) {
		v.crashed = true
		return
	}
	valid := json.Unmarshal([]byte(text), &key) == nil && key["type"] == "service_account"
	for _, name := range serviceAccountKeys {
		_, isText := key[name].(string)
		valid = valid && isText
	}
	v.want(valid, c, c.Message)
}

// applies reports whether all conditions of a check hold.
func (v *validation) applies(conditions []catalog.CheckCondition) bool {
	return !slices.ContainsFunc(conditions, func(c catalog.CheckCondition) bool { return !v.holds(c) })
}

func (v *validation) holds(c catalog.CheckCondition) bool {
	value := v.draft.settings[c.Parameter]
	switch c.Is {
	case catalog.Present:
		return !blank(value) && value != false
	case catalog.Blank:
		return blank(value) || value == false
	case catalog.Given:
		return value != nil
	case catalog.Sent:
		_, sent := v.sent[c.Parameter]
		return sent && !blank(value)
	case catalog.Changed:
		return !blank(value) && !reflect.DeepEqual(value, v.stored.settings[c.Parameter])
	}
	return value == c.Is
}

// pattern compiles a regular expression of the catalog, once.
func (g *GitLab) pattern(text string) *regexp.Regexp {
	if g.patterns[text] == nil {
		g.patterns[text] = regexp.MustCompile(text)
	}
	return g.patterns[text]
}

// asText is a value as the text that GitLab would store.
func asText(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// inUse reports whether another integration of the same exclusive kind is active in
// the project. Groups may have several.
func (g *GitLab) inUse(o *owner, i integration) bool {
	if o.group {
		return false
	}
	for slug, r := range o.records {
		other, _ := g.offered(slug)
		if slug != i.Slug && r.active && other.Exclusive == i.Exclusive {
			return true
		}
	}
	return false
}
