package catalog

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// loadAll returns the catalog. It fails the test if the catalog is invalid.
func loadAll(t *testing.T) []Integration {
	t.Helper()
	integrations, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return integrations
}

// The test compares with all files in the folder, so it also finds a file whose name
// Load does not match.
func TestLoadReadsEveryFile(t *testing.T) {
	entries, err := os.ReadDir("integrations")
	if err != nil {
		t.Fatal(err)
	}
	var files, loaded []string
	for _, entry := range entries {
		files = append(files, entry.Name())
	}
	integrations := loadAll(t)
	for _, integration := range integrations {
		loaded = append(loaded, integration.Slug+".yaml")
	}
	slices.Sort(loaded)
	if len(loaded) == 0 || !slices.Equal(loaded, files) {
		t.Errorf("loaded the files %v, but the folder contains %v", loaded, files)
	}
	bySlug := func(a, b Integration) int { return strings.Compare(a.Slug, b.Slug) }
	if !slices.IsSortedFunc(integrations, bySlug) {
		t.Error("the integrations are not sorted by slug")
	}
}

// The test covers the integrations that GitLab documented up to 19.1. It ignores those
// that the catalog added later or has removed.
func TestLoadKnowsTheIntegrationsThatStandOut(t *testing.T) {
	tests := map[string]struct {
		holds func(Integration) bool
		want  []string
	}{
		"created by an app": {
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
		"issue trackers, one of which can be active": {
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
	documented := documentedNames(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for _, integration := range loadAll(t) {
				got, want := test.holds(integration), slices.Contains(test.want, integration.Slug)
				isNew := documented[integration.Slug] == nil
				if got != want && (want || !isNew) {
					t.Errorf("%s: got %t, want %t", integration.Slug, got, want)
				}
			}
		})
	}
}

// accessName matches the names of settings that may contain credentials.
var accessName = regexp.MustCompile(`password|token|secret|webhook|_key$|private_key|json`)

// harmless has the settings that match accessName but contain no credentials.
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

// documentedNames returns every parameter in GitLab's documentation of 10.x, 13.x, 17.x
// and 19.1, by slug.
func documentedNames(t *testing.T) map[string][]string {
	t.Helper()
	content, err := os.ReadFile("testdata/documented.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	if !slices.IsSorted(lines) {
		t.Error("testdata/documented.txt is not sorted")
	}
	names := map[string][]string{}
	for _, line := range lines {
		slug, name, _ := strings.Cut(line, " ")
		names[slug] = append(names[slug], name)
	}
	return names
}

// The test covers only the integrations in the catalog.
func TestEveryDocumentedNameIsExplained(t *testing.T) {
	documented := documentedNames(t)
	for _, integration := range loadAll(t) {
		explained := explainedNames(integration)
		for _, name := range documented[integration.Slug] {
			if !slices.Contains(explained, name) {
				t.Errorf("%s: %q is documented, but neither a parameter nor ignored", integration.Slug, name)
			}
		}
	}
}

// explainedNames returns the names of all settings that the catalog contains or
// ignores.
func explainedNames(integration Integration) []string {
	names := []string{"use_inherited_settings"}
	for _, parameter := range integration.Parameters {
		names = append(names, parameter.Name)
	}
	for _, ignored := range integration.Ignored {
		names = append(names, ignored.Name)
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
			t.Errorf("%q is duplicate or not a slug, or its reason %q is not a sentence", i.Name, i.Reason)
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
