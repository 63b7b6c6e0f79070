package client

import (
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/recordings"
)

// withoutFaults matches the messages of GitLab that concern a whole request, a whole
// integration or an unknown slug.
var withoutFaults = regexp.MustCompile(`^(Default integration not found\.|400 Integration not available|Invalid JSON format|slug does not have a valid value|Failed to update integration\. \{\})$`)

// Each recorded refusal must result in a sentence about a parameter, unless the refusal
// concerns the whole request.
func TestRecordedRefusalsAreTakenApart(t *testing.T) {
	built := builtAddresses(t)
	for _, release := range recordings.Releases() {
		recorded, err := recordings.Load(release)
		if err != nil {
			t.Fatal(err)
		}
		for _, slug := range recorded.Files() {
			known := func(name string) bool { return built[slug][name] || isKnownParameter(recorded, slug, name) }
			for _, exchange := range recorded.Exchanges[slug] {
				if exchange.Status == http.StatusBadRequest {
					expectTakenApart(t, slug, exchange, known)
				}
			}
		}
	}
}

func expectTakenApart(t *testing.T, slug string, exchange recordings.Exchange, known func(name string) bool) {
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
		if !known(fault.Parameter) || strings.ContainsAny(fault.Message, `{}[]"`) {
			t.Errorf("%s, %s: %q resulted in the fault %q", slug, exchange.Case, refused.Message, fault)
		}
	}
	newer := *refused
	newer.Message = inRuby34(refused.Message)
	if again, _ := newer.Faults(); !reflect.DeepEqual(again, faults) {
		t.Errorf("%s, %s: in the notation of Ruby 3.4, %q resulted in %q", slug, exchange.Case, newer.Message, again)
	}
}

// isKnownParameter reports whether a name is a parameter of the API or stands for the
// integration as a whole.
func isKnownParameter(recorded recordings.Release, slug, name string) bool {
	_, declared := recorded.Accepted[slug].Parameters[name]
	isSubject := strings.HasPrefix(slug, "_") // The file is about many integrations.
	return declared || isSubject || name == "base" || name == "use_inherited_settings"
}

// builtAddresses returns the names of addresses that GitLab builds from parameters, by
// the slug of the integration.
func builtAddresses(t *testing.T) map[string]map[string]bool {
	t.Helper()
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	built := map[string]map[string]bool{}
	for _, i := range integrations {
		built[i.Slug] = map[string]bool{}
		for _, address := range i.Addresses {
			built[i.Slug][address.RefusedAs] = true
		}
	}
	return built
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
