package catalog

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// loadAll returns the catalog and fails the test if it is not sound.
func loadAll(t *testing.T) []Integration {
	t.Helper()
	integrations, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return integrations
}

func TestLoad(t *testing.T) {
	integrations := loadAll(t)
	if got, want := len(integrations), 57; got != want {
		t.Errorf("got %d integrations, want %d", got, want)
	}
	bySlug := func(a, b Integration) int { return strings.Compare(a.Slug, b.Slug) }
	if !slices.IsSortedFunc(integrations, bySlug) {
		t.Error("the integrations are not sorted by slug")
	}
}

func TestLoadKnowsTheIntegrationsThatStandOut(t *testing.T) {
	tests := map[string]struct {
		holds func(Integration) bool
		want  []string
	}{
		"made by an app": {
			func(i Integration) bool { return i.Install != "" },
			[]string{"gitlab-slack-application", "jira-cloud-app"},
		},
		"undeletable": {
			func(i Integration) bool { return i.Undeletable },
			[]string{"jira-cloud-app"},
		},
		"for groups only": {
			func(i Integration) bool { return !i.HasScope(Project) },
			[]string{"zentao"},
		},
		"retired": {
			func(i Integration) bool { return i.Category == Retired },
			[]string{"flowdock", "gemnasium", "hipchat", "jenkins-deprecated", "kubernetes", "prometheus"},
		},
		"issue trackers of which one can be active": {
			func(i Integration) bool { return i.Exclusive == "issue tracker" },
			[]string{
				"bugzilla", "clickup", "custom-issue-tracker", "ewm", "jira",
				"linear", "phorge", "redmine", "youtrack", "zentao",
			},
		},
		"with rules": {
			func(i Integration) bool { return len(i.Rules) > 0 },
			[]string{
				"datadog", "gitlab-slack-application", "jenkins", "jira", "jira-cloud-app",
				"mattermost", "slack",
			},
		},
	}
	integrations := loadAll(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, integration := range integrations {
				if test.holds(integration) {
					got = append(got, integration.Slug)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// accessName matches the names of settings whose value gives access.
var accessName = regexp.MustCompile(`password|token|secret|webhook|_key$|private_key|json`)

// harmless settings only look as if their value gave access.
var harmless = []string{
	"apple-app-store app_store_private_key_file_name",
	"diffblue-cover diffblue_access_token_name",
	"jira project_key",
}

func TestSettingsThatGiveAccessAreSecret(t *testing.T) {
	for _, integration := range loadAll(t) {
		for _, parameter := range integration.Parameters {
			isWebhook := integration.Slug == "discord" && strings.HasSuffix(parameter.Name, "_channel")
			name := integration.Slug + " " + parameter.Name
			want := (isWebhook || accessName.MatchString(parameter.Name)) && !slices.Contains(harmless, name)
			if parameter.Secret != want {
				t.Errorf("%s: secret is %t, want %t", name, parameter.Secret, want)
			}
		}
	}
}

// TestEveryDocumentedNameIsExplained reads a list of every parameter that
// GitLab's documentation of 10.x, 13.x, 17.x or 19.1 prints.
func TestEveryDocumentedNameIsExplained(t *testing.T) {
	documented, err := os.ReadFile("testdata/documented.txt")
	if err != nil {
		t.Fatal(err)
	}
	explained := explainedNames(loadAll(t))
	lines := strings.Split(strings.TrimSpace(string(documented)), "\n")
	if !slices.IsSorted(lines) {
		t.Error("testdata/documented.txt is not sorted")
	}
	for _, line := range lines {
		if !explained[line] {
			t.Errorf("%q is documented, but neither a parameter nor ignored", line)
		}
	}
}

// explainedNames holds "slug name" for every name that the catalog explains.
func explainedNames(integrations []Integration) map[string]bool {
	names := map[string]bool{}
	for _, integration := range integrations {
		names[integration.Slug+" use_inherited_settings"] = true
		for _, parameter := range integration.Parameters {
			names[integration.Slug+" "+parameter.Name] = true
		}
		for _, ignored := range integration.Ignored {
			names[integration.Slug+" "+ignored.Name] = true
		}
	}
	return names
}

func TestIgnoredIntegrationsAreExplainedAndNotInTheCatalog(t *testing.T) {
	ignored, err := LoadIgnored()
	if err != nil || len(ignored) == 0 {
		t.Fatalf("got %v, error %v", ignored, err)
	}
	seen := map[string]bool{}
	for _, integration := range loadAll(t) {
		seen[integration.Slug] = true
	}
	for _, i := range ignored {
		if seen[i.Name] || !slugPattern.MatchString(i.Name) || !isSentence(i.Reason) {
			t.Errorf("%q is no other slug, or its reason %q no sentence", i.Name, i.Reason)
		}
		seen[i.Name] = true
	}
}

func TestTypeName(t *testing.T) {
	got := Integration{Slug: "pipelines-email"}.TypeName()
	if want := "gitlabintegrations_pipelines_email"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParameter(t *testing.T) {
	integration := Integration{Parameters: []Parameter{{Name: "url"}, {Name: "token", Secret: true}}}
	if parameter, found := integration.Parameter("token"); !found || !parameter.Secret {
		t.Errorf("token: got %+v, %t", parameter, found)
	}
	if parameter, found := integration.Parameter("room"); found || !reflect.DeepEqual(parameter, Parameter{}) {
		t.Errorf("room: got %+v, %t", parameter, found)
	}
}
