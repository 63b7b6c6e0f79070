package integration_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

// These are the reasons why the provider accepts a value that GitLab rejected. No reason
// is needed where the test shows that the provider cannot send the value.
const (
	otherRecord = "it depends on another record"
	instance    = "it depends on the settings of the instance"
)

// exceptions are the rejections that the provider cannot predict, by GitLab's messages.
// Rejections that depend on stored settings are not exceptions, because a configuration
// contains all settings.
var exceptions = []struct{ words, reason string }{
	{"Default integration not found.", otherRecord},
	{"Another issue tracker is already in use", otherRecord},
	{"Requests to localhost are not allowed", instance},
	{"400 Integration not available", instance},
	{"You cannot create the", instance},
}

func TestWhatGitLabRefusedIsRefusedWhilePlanning(t *testing.T) {
	tests := newRecordedTest(t)
	used := map[string]int{}
	refused, outcomes := 0, map[string]int{}
	for _, put := range recordedPuts(t) {
		if put.taken {
			continue
		}
		refused++
		for _, writeOnly := range []bool{false, true} {
			how, unexplained := tests.explain(&put, writeOnly, used)
			outcomes[how]++
			if unexplained != "" {
				t.Errorf("%s: GitLab refused %s and the provider does not: %s", put.place, unexplained, put.message)
			}
		}
	}
	for _, exception := range exceptions {
		if used[exception.words] == 0 {
			t.Errorf("no PUT was rejected with %q", exception.words)
		}
	}
	t.Logf("%d PUTs were refused; in two forms each: %v; exceptions: %v", refused, outcomes, used)
}

// stricter are the rules by which the provider intentionally rejects values that GitLab
// accepts. Each rule checks one setting and its recorded value.
var stricter = []struct {
	why     string
	applies func(p integration.Parameter, put *recordedPut, value any) bool
}{
	{"settings have no effect if the integration inherits", func(_ integration.Parameter, put *recordedPut, _ any) bool { return put.inherits() }},
	{"a line break in a single line breaks the integration elsewhere", func(p integration.Parameter, _ *recordedPut, value any) bool {
		return p.Type == integration.String && !p.Multiline && strings.ContainsAny(fmt.Sprint(value), "\r\n")
	}},
	{"GitLab removes whitespace around the value, so its response differs", func(p integration.Parameter, put *recordedPut, value any) bool {
		text, isText := value.(string)
		return isText && strings.TrimSpace(text) != text && put.answered[p.Name] == strings.TrimSpace(text)
	}},
	{"GitLab does not support the value and ignores it", func(p integration.Parameter, _ *recordedPut, value any) bool {
		return p.OneOf != nil && !slices.Contains(p.OneOf, fmt.Sprint(value))
	}},
	{"GitLab truncates the number", func(p integration.Parameter, _ *recordedPut, value any) bool {
		return p.Type == integration.Integer && strings.Contains(fmt.Sprint(value), ".")
	}},
	{"GitLab cannot use the value that it accepts: it has whitespace around it, or the message says why", func(p integration.Parameter, _ *recordedPut, value any) bool {
		text := fmt.Sprint(value)
		return p.Check != nil && p.Check(text) != "" && (p.Check(strings.TrimSpace(text)) == "" || strings.Contains(p.Check(text), "GitLab accepts"))
	}},
	{"a number out of its range has no meaning", func(p integration.Parameter, _ *recordedPut, value any) bool {
		return p.Type == integration.Integer && p.Check != nil && p.Check(fmt.Sprint(value)) != ""
	}},
	{"GitLab silently drops what is not an email address", func(p integration.Parameter, _ *recordedPut, value any) bool {
		noAddress := func(word string) bool { return !strings.Contains(word, "@") }
		return p.Name == "recipients" && slices.ContainsFunc(strings.Fields(fmt.Sprint(value)), noAddress)
	}},
	{"the integration does nothing without the setting", func(p integration.Parameter, _ *recordedPut, value any) bool {
		return p.Required && (value == nil || value == "")
	}},
	{"without labels `match_all` has no effect", func(p integration.Parameter, put *recordedPut, value any) bool {
		return p.Name == "labels_to_be_notified" && (value == nil || value == "") && put.meant()["labels_to_be_notified_behavior"] == "match_all"
	}},
	{"GitLab validates it only in the projects that inherit it from the group", func(p integration.Parameter, put *recordedPut, value any) bool {
		return put.owner == "group" && put.refusedInProject[p.Name+" = "+jsonText(value)]
	}},
}

func TestWhatGitLabTookIsTaken(t *testing.T) {
	tests := newRecordedTest(t)
	taken, used := 0, map[string]int{}
	for _, put := range recordedPuts(t) {
		if !put.taken {
			continue
		}
		taken++
		for _, writeOnly := range []bool{false, true} {
			for _, diagnostic := range tests.newErrors(&put, writeOnly) {
				why := whyStricter(&put, on(diagnostic))
				used[why]++
				if why == "" {
					t.Errorf("%s: GitLab took it, and the provider does not: %s", put.place, describe(diagnostic))
				}
			}
		}
	}
	for _, rule := range stricter {
		if used[rule.why] == 0 {
			t.Errorf("no accepted PUT is rejected because %s", rule.why)
		}
	}
	t.Logf("%d PUTs were taken; errors by rule: %v", taken, used)
}

// newErrors returns the errors that the body causes, without those that the stored
// settings cause.
func (r *recordedTest) newErrors(put *recordedPut, writeOnly bool) []*tfprotov6.Diagnostic {
	before, _ := put.config(put.stored, writeOnly)
	old := r.errors(put.spec.TypeName(), before)
	config, _ := put.config(put.meant(), writeOnly)
	return slices.DeleteFunc(r.errors(put.spec.TypeName(), config), func(d *tfprotov6.Diagnostic) bool {
		_, has := put.body[strings.TrimSuffix(on(d), "_wo")]
		return !has && slices.ContainsFunc(old, func(o *tfprotov6.Diagnostic) bool { return describe(o) == describe(d) })
	})
}

func whyStricter(put *recordedPut, attribute string) string {
	for _, p := range put.spec.Parameters {
		if attribute != p.Name && attribute != p.Name+"_wo" {
			continue
		}
		for _, rule := range stricter {
			if rule.applies(p, put, put.meant()[p.Name]) {
				return rule.why
			}
		}
	}
	return ""
}

// recordedTest uses a provider with all integrations of the catalog.
type recordedTest struct {
	*terraform
	gitlab *gitlab
}

func newRecordedTest(t *testing.T) *recordedTest {
	t.Helper()
	g := newGitLab(t, always(http.StatusNotFound, `{"error":"404 Not Found"}`))
	return &recordedTest{newTerraform(t, integration.NewServer(newInnerServer(nil), resources.All, configuredWith(newClient(t, g.address)))), g}
}

// errors returns the errors of the validation and of the plan of a new resource.
func (r *recordedTest) errors(typeName string, config object) []*tfprotov6.Diagnostic {
	r.t.Helper()
	return errorsIn(append(r.validate(typeName, config), r.plan(typeName, nil, config).diagnostics...))
}

// explain reports how the provider avoids a rejection, or the setting for which it does
// not.
func (r *recordedTest) explain(put *recordedPut, writeOnly bool, used map[string]int) (how, unexplained string) {
	config, cannot := put.config(put.merged(), writeOnly)
	found := r.errors(put.spec.TypeName(), config)
	var sent map[string]any
	met := func(name string) string {
		switch {
		case slices.Contains(cannot, name):
			return "has no such value"
		case refuses(found, formNamed(put.spec, name, writeOnly)):
			return "refused while planning"
		}
		if sent == nil {
			sent = r.sent(put, config)
		}
		if jsonText(sent[name]) != jsonText(put.body[name]) || hasKey(sent, name) != hasKey(put.body, name) {
			return "sends another value"
		}
		return ""
	}
	named := refusedSettings(put)
	if len(named) == 0 {
		return meetsOne(put, met, used)
	}
	for _, name := range named {
		if how = met(name); how == "" {
			if how = excepted(put, used); how == "" {
				return "", name
			}
		}
	}
	return how, ""
}

// meetsOne handles a rejection that names no setting. Its cause must be one of the
// settings that differ from the last accepted body.
func meetsOne(put *recordedPut, met func(string) string, used map[string]int) (how, unexplained string) {
	if how = excepted(put, used); how != "" {
		return how, ""
	}
	changed := changedSettings(put)
	for _, name := range changed {
		if how = met(name); how != "" {
			return how, ""
		}
	}
	return "", "one of [" + strings.Join(changed, ", ") + "]"
}

func excepted(put *recordedPut, used map[string]int) string {
	for _, exception := range exceptions {
		if strings.Contains(put.message, exception.words) {
			used[exception.words]++
			return exception.reason
		}
	}
	return ""
}

var (
	modelFault     = regexp.MustCompile(`[{ ]:\\?"?(?:[a-z_]+\.)?([a-z_]+)\\?"?=>\[`)
	parameterFault = regexp.MustCompile(`([a-z_]+) is (?:missing|invalid)`)
)

// refusedSettings returns the settings in GitLab's message.
func refusedSettings(put *recordedPut) (named []string) {
	for _, pattern := range []*regexp.Regexp{modelFault, parameterFault} {
		for _, match := range pattern.FindAllStringSubmatch(put.message, -1) {
			if match[1] == inherited.Name || slices.Contains(names(put.spec), match[1]) {
				named = append(named, match[1])
			}
		}
		if len(named) > 0 {
			return named
		}
	}
	return nil
}

// changedSettings returns the settings of the body that differ from the last accepted
// body. If there are none, it returns the settings that the body lacks.
func changedSettings(put *recordedPut) (changed []string) {
	var lacks []string
	for _, name := range names(put.spec) {
		switch {
		case !hasKey(put.body, name) && hasKey(put.last, name):
			lacks = append(lacks, name)
		case hasKey(put.body, name) && (!hasKey(put.last, name) || jsonText(put.body[name]) != jsonText(put.last[name])):
			changed = append(changed, name)
		}
	}
	if len(changed) == 0 {
		return lacks
	}
	return changed
}

func hasKey(body map[string]any, name string) bool {
	_, has := body[name]
	return has
}

func formNamed(spec *integration.Spec, name string, writeOnly bool) string {
	for _, p := range spec.Parameters {
		if p.Name == name {
			return formOf(p, writeOnly)
		}
	}
	return name
}

// refuses reports whether an error concerns an attribute. The error of a rule about two
// settings is on one of them and names the other.
func refuses(found []*tfprotov6.Diagnostic, attribute string) bool {
	return slices.ContainsFunc(found, func(diagnostic *tfprotov6.Diagnostic) bool {
		return on(diagnostic) == attribute || on(diagnostic)+"_wo" == attribute || strings.Contains(diagnostic.Detail, "if `"+attribute+"`")
	})
}

func on(diagnostic *tfprotov6.Diagnostic) string {
	return strings.TrimSuffix(strings.TrimPrefix(diagnostic.Attribute.String(), `AttributeName("`), `")`)
}

func errorsIn(found []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	return slices.DeleteFunc(slices.Clone(found), func(d *tfprotov6.Diagnostic) bool { return d.Severity != tfprotov6.DiagnosticSeverityError })
}

// sent returns the body of the PUT that creates the configured integration.
func (r *recordedTest) sent(put *recordedPut, config object) (body map[string]any) {
	r.gitlab.mu.Lock()
	r.gitlab.respond = func(asked request) reply {
		if asked.method == "PUT" {
			body = asked.body
		}
		return reply{status: 200, body: map[string]any{"active": true, "inherited": false, "properties": map[string]any{}}}
	}
	r.gitlab.mu.Unlock()
	typeName := put.spec.TypeName()
	planned := r.plan(typeName, nil, config)
	r.apply(typeName, nil, planned.state, config)
	return body
}
