package client

import (
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/recordings"
)

// withoutFaults matches the messages of GitLab that concern a whole request, a whole
// integration or an unknown slug.
var withoutFaults = regexp.MustCompile(`^(Default integration not found\.|400 Integration not available|Invalid JSON format|slug does not have a valid value|Failed to update integration\. \{\})$`)

// Each recorded refusal must result in a sentence about a parameter, unless the refusal
// concerns the whole request.
func TestRecordedRefusalsAreTakenApart(t *testing.T) {
	for _, release := range recordings.Releases() {
		recorded, err := recordings.Load(release)
		if err != nil {
			t.Fatal(err)
		}
		for _, slug := range recorded.Files() {
			for _, exchange := range recorded.Exchanges[slug] {
				if exchange.Status == http.StatusBadRequest {
					expectTakenApart(t, recorded, slug, exchange)
				}
			}
		}
	}
}

func expectTakenApart(t *testing.T, recorded recordings.Release, slug string, exchange recordings.Exchange) {
	t.Helper()
	if strings.Contains(string(exchange.Answer), `"__text"`) {
		return // The message is not JSON.
	}
	refused := refusal(&http.Response{StatusCode: exchange.Status, Header: http.Header{}}, exchange.Answer)
	faults, rest := refused.Faults()
	if (rest != "") != withoutFaults.MatchString(refused.Message) || (rest == "") != (len(faults) > 0) {
		t.Errorf("%s, %s: %q resulted in the faults %q and the rest %q", slug, exchange.Case, refused.Message, faults, rest)
	}
	for _, fault := range faults {
		if !isKnownParameter(recorded, slug, fault.Parameter) || strings.ContainsAny(fault.Message, `{}[]"`) {
			t.Errorf("%s, %s: %q resulted in the fault %q", slug, exchange.Case, refused.Message, fault)
		}
	}
	newer := *refused
	newer.Message = inRuby34(refused.Message)
	if again, _ := newer.Faults(); !reflect.DeepEqual(again, faults) {
		t.Errorf("%s, %s: in the notation of Ruby 3.4, %q resulted in %q", slug, exchange.Case, newer.Message, again)
	}
}

// isKnownParameter reports whether a name is a parameter of the API, the integration as
// a whole, or the webhook that GitLab builds from the parameters of telegram.
func isKnownParameter(recorded recordings.Release, slug, name string) bool {
	_, declared := recorded.Accepted[slug].Parameters[name]
	isSubject := strings.HasPrefix(slug, "_") // The file is about many integrations.
	return declared || isSubject || name == "base" || name == "use_inherited_settings" || slug == "telegram" && name == "webhook"
}

var rubyEntry = regexp.MustCompile(`([{ ]):("[^"]*"|\w+)=>\[`)

// inRuby34 rewrites a hash to the notation of Ruby 3.4 and newer.
func inRuby34(message string) string { return rubyEntry.ReplaceAllString(message, "$1$2: [") }

// Recorded refusals must be recognised as responses of GitLab, except the one that
// GitLab sends as plain text.
func TestRecordedAnswersAreGitLabs(t *testing.T) {
	for _, release := range recordings.Releases() {
		recorded, err := recordings.Load(release)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range recorded.Files() {
			for _, exchange := range recorded.Exchanges[file] {
				if exchange.Status < 400 || exchange.Method == http.MethodHead || exchange.Method == http.MethodPost {
					continue
				}
				refused := refusal(&http.Response{StatusCode: exchange.Status, Header: http.Header{}}, exchange.Answer)
				if isText := strings.Contains(string(exchange.Answer), `"__text"`); refused.Origin.IsFromGitLab() == isText {
					t.Errorf("%s, %s: %s has the origin %d", file, exchange.Case, exchange.Answer, refused.Origin)
				}
			}
		}
	}
}
