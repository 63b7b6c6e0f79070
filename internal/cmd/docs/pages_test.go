package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

var (
	yes = true
	no  = false
	// chat has everything that a page can show.
	chat = catalog.Integration{
		Slug: "chat", Title: "Chat", Category: "Chat", Scopes: []string{catalog.Project, catalog.Group}, Since: "16.1",
		Exclusive: "chat", Undeletable: true,
		Parameters: []catalog.Parameter{
			{Name: "url", Required: true, ExposesSecrets: true, Format: "http_url"},
			{Name: "token", Required: true, Secret: true},
			{Name: "key", Secret: true},
			{Name: "push_channel"},
			{Name: "push_events", Type: catalog.Boolean},
			{Name: "old_events", Type: catalog.Boolean, Deprecated: "Use `push_events`."},
			{Name: "user"},
		},
		Rules: []catalog.Rule{
			{If: catalog.Condition{Parameter: "user", Set: &yes}, Then: catalog.Condition{Parameter: "push_events", Equals: true}, Because: "Only pushes have users."},
			{If: catalog.Condition{Parameter: "user", Set: &no}, Then: catalog.Condition{Parameter: "key", Set: &no}, Because: "A key belongs to a user."},
		},
		Ignored:        []catalog.Ignored{{Name: "color", Reason: "GitLab drops it."}},
		UnusableEvents: []string{"job_events"},
	}
)

func attribute(name string, optional bool) *tfprotov6.SchemaAttribute {
	return &tfprotov6.SchemaAttribute{Name: name, Type: tftypes.String, Optional: optional, Computed: !optional, Description: "Text."}
}

func TestSettingsAreInGroups(t *testing.T) {
	attributes := []*tfprotov6.SchemaAttribute{attribute("id", false), attribute("project", true), attribute("use_inherited_settings", true)}
	for _, name := range []string{"url", "token", "token_wo", "token_wo_version", "key", "key_wo", "push_channel", "push_events", "old_events", "user"} {
		attributes = append(attributes, attribute(name, true))
	}
	groupsOf := func(kind string, i *catalog.Integration, attributes []*tfprotov6.SchemaAttribute) string {
		p := page{kind, "gitlabintegrations_chat", &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: attributes}}, i}
		text := regexp.MustCompile("\n+(- `|### )|` .*").ReplaceAllString(p.settings(), " ")
		return strings.Join(strings.Fields(text), " ")
	}
	want := "## Schema Project or group project use_inherited_settings Required settings url token token_wo token_wo_version " +
		"Optional secrets key key_wo Optional settings user Events push_events Channels push_channel Deprecated settings old_events Read-only id"
	if got := groupsOf(resources, &chat, attributes); got != want {
		t.Errorf("a resource has\n%s\nwant\n%s", got, want)
	}
	if got := groupsOf(dataSources, &chat, attributes); !strings.Contains(got, "Status id Optional secrets") {
		t.Errorf("a data source has %s", got)
	}
	narrow := chat
	narrow.Scopes = []string{catalog.Group}
	if got := groupsOf(resources, &narrow, attributes); !strings.HasPrefix(got, "## Schema Group project use_inherited_settings Required") {
		t.Errorf("an integration of groups has %s", got)
	}
	others := []*tfprotov6.SchemaAttribute{
		attribute("group", true), {Name: "slug", Type: tftypes.String, Required: true}, attribute("include", true), attribute("project", true), attribute("id", false),
	}
	if got, want := groupsOf(resources, nil, others), "## Schema Project or group project group Required settings slug Optional settings include Read-only id"; got != want {
		t.Errorf("a resource without an integration has\n%s\nwant\n%s", got, want)
	}
	if got, want := groupsOf(listResources, &narrow, others), "## Schema Project or group project group Required settings slug Filters include Read-only id"; got != want {
		t.Errorf("a list resource has\n%s\nwant\n%s", got, want)
	}
}

func TestLine(t *testing.T) {
	objects := &tfprotov6.SchemaObject{Nesting: tfprotov6.SchemaObjectNestingModeList, Attributes: []*tfprotov6.SchemaAttribute{attribute("id", false), attribute("push_events", false), attribute("slug", false)}}
	for want, a := range map[string]*tfprotov6.SchemaAttribute{
		"- `id` (String) Text.": attribute("id", false),
		"- `secrets_wo` (Map of String, Sensitive, " + writeOnly + ") Secrets.": {
			Name: "secrets_wo", Type: tftypes.Map{ElementType: tftypes.String}, Sensitive: true, WriteOnly: true, Description: "Secrets.",
		},
		"- `settings` (Dynamic, Required) Settings.": {Name: "settings", Type: tftypes.DynamicPseudoType, Required: true, Description: "Settings."},
		"- `integrations` (List of Object) All.\n  - `id` (String) Text.\n  - `slug` (String) Text.\n  - `push_events` (String) Text.": {
			Name: "integrations", NestedType: objects, Computed: true, Description: "All.",
		},
	} {
		if got := line(a); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

func TestFacts(t *testing.T) {
	for got, want := range map[string]string{
		availability(chat): "\n\n- **Scope**: projects and groups\n- **Availability**: Free, Premium and Ultimate\n- **GitLab versions**: 16.1 and later",
		limits(chat): "\n\n## Limits\n\n" +
			"- A project can have only one active chat. GitLab refuses a second one until the first is disabled.\n" +
			"- If `url` changes, GitLab clears `token` and `key`. The provider therefore sends the secrets with every change.\n" +
			"- The host in `url` can have at most 1024 bytes.\n" +
			"- If `user` is set, `push_events` must be `true`. Only pushes have users.\n" +
			"- If `user` is not set, `key` must not be set. A key belongs to a user.",
		ignored(chat): "\n\n## Settings that the provider does not have\n\nGitLab's documentation or API lists these settings.\n\n" +
			"- `color`: GitLab drops it.\n- `job_events`: GitLab's API accepts it and does not store it.",
		forgotten(catalog.Integration{Parameters: []catalog.Parameter{
			{Name: "hostname", ExposesSecrets: true}, {Name: "token", Secret: true, ExposesSecrets: true},
		}}): "If `hostname` changes, GitLab clears `token`. The provider therefore sends the secrets with every change.",
		forgotten(catalog.Integration{Parameters: []catalog.Parameter{
			{Name: "license", Secret: true, ExposesSecrets: true}, {Name: "token", Secret: true},
		}}): "If `license` changes, GitLab clears `token`. The provider therefore sends the secrets with every change.",
		limits(catalog.Integration{}):  "",
		ignored(catalog.Integration{}): "",
	} {
		if got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

// The test generates the pages of the whole catalog.
func TestEachPageHasEachAttributeOnce(t *testing.T) {
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	folder, served := t.TempDir(), schemas(t)
	for _, kind := range []string{resources, dataSources, listResources} {
		content := []byte("---\n{{ template \"settings\" . }}")
		if err := os.WriteFile(filepath.Join(folder, kind+".md.tmpl"), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := writePages(folder, integrations, served); err != nil {
		t.Fatal(err)
	}
	for kind, schemas := range map[string]map[string]*tfprotov6.Schema{
		resources: served.ResourceSchemas, dataSources: served.DataSourceSchemas, listResources: served.ListResourceSchemas,
	} {
		for name, schema := range schemas {
			want := namesOf(schema.Block.Attributes)
			got := attributesOn(t, filepath.Join(folder, kind, page{typeName: name}.fileName()))
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("the page %s/%s contains the attributes %v instead of %v", kind, name, got, want)
			}
		}
	}
}

// namesOf returns the names of attributes and of those of their objects.
func namesOf(attributes []*tfprotov6.SchemaAttribute) (names []string) {
	for _, a := range attributes {
		names = append(names, a.Name)
		if a.NestedType != nil {
			names = append(names, namesOf(a.NestedType.Attributes)...)
		}
	}
	return names
}

// attributesOn returns the attributes on a page. It fails the test if the page is not a
// valid template.
func attributesOn(t *testing.T, file string) (names []string) {
	t.Helper()
	parsed, err := template.New("").Funcs(template.FuncMap{"tffile": func(string) string { return "" }, "split": strings.Split}).ParseFiles(file)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := parsed.ExecuteTemplate(&text, filepath.Base(file), nil); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(text.String(), "---\n") {
		t.Errorf("%s does not begin like its template", file)
	}
	for _, match := range regexp.MustCompile("(?m)^ *- `([a-z0-9_]+)` \\(").FindAllStringSubmatch(text.String(), -1) {
		names = append(names, match[1])
	}
	return names
}

func TestDestroyIsOnThePageOfEachResourceThatSetsUpAnIntegration(t *testing.T) {
	app := chat
	app.Undeletable, app.Install = false, "Install the app."
	of := func(kind, typeName string, i *catalog.Integration) string {
		return page{kind: kind, typeName: "gitlabintegrations_" + typeName, integration: i}.destroy()
	}
	const disables, reinstall, groups, forget = "disables the integration", "must be installed again", "guides/groups.md", "state rm"
	for _, test := range []struct {
		name, text string
		has, lacks []string
	}{
		{"an integration", of(resources, "slack", &catalog.Integration{Scopes: []string{catalog.Project}}), []string{disables, forget}, []string{reinstall, groups}},
		{"an integration of groups", of(resources, "slack", &catalog.Integration{Scopes: []string{catalog.Group}}), []string{disables, groups, forget}, []string{reinstall}},
		{"an app", of(resources, "chat", &app), []string{disables, reinstall, groups, forget}, nil},
		{"an integration that cannot be disabled", of(resources, "chat", &chat), []string{"only removes it from the state"}, []string{disables, forget}},
		{"custom", of(resources, "custom", nil), []string{disables, groups, forget}, []string{reinstall}},
	} {
		for _, part := range append(test.has, "## Destroy") {
			if !strings.Contains(test.text, part) {
				t.Errorf("%s: %q is missing in %s", test.name, part, test.text)
			}
		}
		for _, part := range test.lacks {
			if strings.Contains(test.text, part) {
				t.Errorf("%s: %q is in %s", test.name, part, test.text)
			}
		}
	}
	for _, other := range []string{of(resources, "disabled", nil), of(resources, "exclusive", nil), of(dataSources, "chat", &app), of(listResources, "chat", &app)} {
		if other != "" {
			t.Errorf("a page that is not about setting up an integration has %s", other)
		}
	}
}

func TestDataSourcesOfIntegrationsSayWhatTheyReturn(t *testing.T) {
	for kind, want := range map[string]bool{dataSources: true, resources: false, listResources: false} {
		if got := (page{kind: kind, integration: &chat}).reading() != ""; got != want {
			t.Errorf("a page in %s says it: %t", kind, got)
		}
	}
	if got := (page{kind: dataSources}).reading(); got != "" {
		t.Errorf("a data source without an integration says %s", got)
	}
}

func TestLiterally(t *testing.T) {
	const want = "a {{ .Name }} b {{{ c }}"
	var got strings.Builder
	if err := template.Must(template.New("").Parse(literally(want))).Execute(&got, nil); err != nil || got.String() != want {
		t.Errorf("got %q, error %v", got.String(), err)
	}
}
