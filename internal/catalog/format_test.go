package catalog

import (
	"fmt"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/check"
)

// checksOfFormats are the functions that the formats stand for.
var checksOfFormats = map[string]func(string) string{
	HTTPURL:                 check.HTTPURL,
	DiscordURL:              check.DiscordURL,
	ConfluenceURL:           check.ConfluenceURL,
	LinearURL:               check.LinearURL,
	IRCServer:               check.IRCServer,
	Regexp:                  check.Regexp,
	EmailList:               check.EmailList,
	SpacedEmailList:         check.SpacedEmailList,
	AppStoreIssuerID:        check.AppStoreIssuerID,
	AppStoreKeyID:           check.AppStoreKeyID,
	PrivateKey:              check.PrivateKey,
	GooglePlayPackage:       check.GooglePlayPackage,
	GoogleServiceAccountKey: check.GoogleServiceAccountKey,
	GoogleCloudProjectID:    check.GoogleCloudProjectID,
	GoogleCloudPoolID:       check.GoogleCloudPoolID,
	DatadogSite:             check.DatadogSite,
	DatadogAPIKey:           check.DatadogAPIKey,
	DatadogTags:             check.DatadogTags,
	CampfireSubdomain:       check.CampfireSubdomain,
	CampfireRoom:            check.CampfireRoom,
	HarborProject:           check.HarborProject,
	MaskedVariable:          check.MaskedVariable,
	JiraTransitions:         check.JiraTransitions,
	JiraServices:            check.JiraServices,
	EnvironmentTiers:        check.EnvironmentTiers,
	KubernetesNamespace:     check.KubernetesNamespace,
}

func TestEveryFormatIsACheckOfTheSameName(t *testing.T) {
	got := slices.Sorted(maps.Keys(checksOfFormats))
	if want := slices.Sorted(slices.Values(formats)); !slices.Equal(got, want) {
		t.Errorf("got checks of %v, want %v", got, want)
	}
	for format, function := range checksOfFormats {
		name := runtime.FuncForPC(reflect.ValueOf(function).Pointer()).Name()
		if want := "check." + strings.ReplaceAll(format, "_", ""); !strings.HasSuffix(strings.ToLower(name), want) {
			t.Errorf("%s stands for %s", format, name)
		}
	}
}

// checkOf does with a value what the runtime does.
func checkOf(p Parameter) func(string) string {
	var checks []func(string) string
	if p.Format != "" {
		checks = append(checks, checksOfFormats[p.Format])
	}
	if p.MaximumLength > 0 {
		checks = append(checks, check.MaximumLength(p.MaximumLength))
	}
	if p.MaximumItems > 0 {
		checks = append(checks, check.MaximumItems(p.MaximumItems))
	}
	switch {
	case p.Maximum != nil:
		checks = append(checks, check.Between(*p.Minimum, *p.Maximum))
	case p.Minimum != nil:
		checks = append(checks, check.AtLeast(*p.Minimum))
	}
	return check.All(checks...)
}

func TestExamplesAndDefaultsPassTheChecks(t *testing.T) {
	for _, integration := range loadAll(t) {
		for _, p := range integration.Parameters {
			for _, value := range []any{p.Example, p.Default} {
				if !isSet(value) {
					continue
				}
				text := fmt.Sprint(value)
				if list, ok := value.([]string); ok {
					text = strings.Join(list, ",")
				}
				if fault := checkOf(p)(text); fault != "" {
					t.Errorf("%s %s: %q %s", integration.Slug, p.Name, text, fault)
				}
			}
		}
	}
}
