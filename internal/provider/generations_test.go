package provider_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// TestGenerations tests the lifecycle of all integrations, with all settings, on each
// generation of GitLab.
func TestGenerations(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"10.3", "10.8", "13.12", "17.11", "19.1"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			newGeneration(t, version).live()
		})
	}
}

// generation is a version of GitLab with all integrations that it supports, each in a
// project or group of its own.
type generation struct {
	*cli
	integrations []catalog.Integration
}

func newGeneration(t *testing.T, version string) *generation {
	t.Helper()
	g := &generation{cli: newCLI(t)}
	g.gitlab.Version = version
	// Until version 10.3, responses to an administrator contain secrets.
	g.gitlab.Administrator = true
	for _, i := range loadCatalog(t) {
		if !within(version, i.Since, i.Until) || !i.HasScope(catalog.Project) && !within(version, "17.9", "") {
			continue
		}
		g.integrations = append(g.integrations, inVersion(i, version))
	}
	slices.SortFunc(g.integrations, func(a, b catalog.Integration) int { return strings.Compare(a.Slug, b.Slug) })
	for _, i := range g.integrations {
		kind, path := ownerFor(i)
		if kind == catalog.Project {
			g.gitlab.AddProject(path)
		} else {
			g.gitlab.AddGroup(path)
		}
		if i.Install != "" {
			g.gitlab.SetUp(kind+"s/"+path, i.Slug, nil)
		}
	}
	return g
}

// ownerFor returns the project or group of an integration.
func ownerFor(i catalog.Integration) (kind, path string) {
	if i.HasScope(catalog.Project) {
		return catalog.Project, "acme/" + i.Slug
	}
	return catalog.Group, i.Slug
}

// resources returns the configuration of all integrations.
func (g *generation) resources(configured func(catalog.Integration) settings) string {
	var text strings.Builder
	for _, i := range g.integrations {
		kind, path := ownerFor(i)
		text.WriteString(resourceBlock(i.TypeName(), "it", configured(i).with(settings{kind: path})))
	}
	return text.String()
}

func (g *generation) live() {
	count := len(g.integrations)
	g.configure(g.resources(minimal))
	g.shows(g.apply(), fmt.Sprintf("%d added, 0 changed, 0 destroyed", count))
	g.unchanged("minimal")
	g.configure(g.resources(full))
	g.confirmed(g.apply())
	g.unchanged("full")
	g.drift()
	g.read()
	g.imports()
	g.outside("disabled", func(i catalog.Integration, owner string) bool {
		g.gitlab.Disable(owner, i.Slug)
		return true
	}, "will be created")
	g.end()
}

// notShown lists the settings that an old GitLab stores but does not return. GitLab
// treats one as a secret because of its name, and returns others only in later versions.
var notShown = map[string]map[string][]string{
	"10.3": {
		"hipchat":         {"confidential_issues_events"},
		"jira":            {"commit_events"},
		"mattermost":      {"confidential_issues_events", "wiki_page_events"},
		"microsoft-teams": {"confidential_issues_events", "confidential_note_events", "wiki_page_events"},
		"slack":           {"confidential_issues_events", "wiki_page_events"},
	},
	"10.8":  {"jira": {"project_key", "commit_events"}},
	"13.12": {"jira": {"project_key"}, "mattermost": {"deployment_events"}, "slack": {"deployment_events", "alert_events"}},
}

var unconfirmed = regexp.MustCompile(`does not show these settings of .*? in \w+ (?:acme/)?([\w-]+) as they are configured: (.*?)\. `)

// confirmed expects that the responses contain all other settings, and that the warnings
// name exactly the notShown ones.
func (g *generation) confirmed(said string) {
	g.t.Helper()
	found := map[string][]string{}
	for _, match := range unconfirmed.FindAllStringSubmatch(said, -1) {
		found[match[1]] = strings.Split(strings.ReplaceAll(match[2], "`", ""), ", ")
	}
	want := notShown[g.gitlab.Version]
	if len(found) != len(want) || !reflect.DeepEqual(found, want) && len(want) > 0 {
		g.t.Errorf("the settings that GitLab did not confirm are %v, want %v", found, want)
	}
}

// answers reports whether GitLab returns a setting.
func (g *generation) answers(i catalog.Integration, p catalog.Parameter) bool {
	return !p.Secret && p.Returned != catalog.Hidden && p.AlwaysAnswered == nil && !slices.Contains(notShown[g.gitlab.Version][i.Slug], p.Name)
}

// unchanged expects an empty plan.
func (g *generation) unchanged(when string) {
	g.t.Helper()
	if said := g.succeed("plan"); !strings.Contains(said, "No changes.") {
		g.t.Errorf("%s: %s", when, said)
	}
}

// drift makes an external change of a visible setting of each integration.
func (g *generation) drift() {
	g.t.Helper()
	g.outside("drift", func(i catalog.Integration, owner string) bool {
		configured := full(i)
		for _, p := range i.Parameters {
			visible := g.answers(i, p) && p.DefaultFrom == "" && configured[p.Name] != nil
			if visible && !slices.ContainsFunc(i.Parameters, func(other catalog.Parameter) bool { return other.DefaultFrom == p.Name }) {
				g.gitlab.Change(owner, i.Slug, map[string]any{p.Name: another(p, configured[p.Name])})
				return true
			}
		}
		return false
	}, "will be updated in-place")
}

// outside makes an external change of each integration, and expects that a plan shows it
// and an apply reverts it.
func (g *generation) outside(name string, act func(catalog.Integration, string) bool, want string) {
	g.t.Helper()
	var touched []string
	for _, i := range g.integrations {
		kind, path := ownerFor(i)
		if i.Install == "" && act(i, kind+"s/"+path) {
			touched = append(touched, i.TypeName())
		}
	}
	plan := g.succeed("plan")
	for _, typeName := range touched {
		if !strings.Contains(plan, "# "+typeName+".it "+want) {
			g.t.Errorf("%s: %s.it %s is not in the plan", name, typeName, want)
		}
	}
	g.apply()
	g.unchanged(name)
}

// read compares every data source with its resource.
func (g *generation) read() {
	g.t.Helper()
	var data strings.Builder
	for _, i := range g.integrations {
		kind, path := ownerFor(i)
		data.WriteString(block(fmt.Sprintf("data %q %q", i.TypeName(), "it"), settings{kind: path}))
		var managed, found []string
		for _, p := range i.Parameters {
			if _, configured := full(i)[p.Name]; configured && g.answers(i, p) {
				managed = append(managed, i.TypeName()+".it."+p.Name)
				found = append(found, "data."+i.TypeName()+".it."+p.Name)
			}
		}
		if len(found) == 0 {
			continue
		}
		fmt.Fprintf(&data, "check %q {\n  assert {\n    condition     = jsonencode([%s]) == jsonencode([%s])\n    error_message = %q\n  }\n}\n",
			i.TypeName(), strings.Join(managed, ", "), strings.Join(found, ", "), i.Slug)
	}
	g.configure(g.resources(full) + data.String())
	if said := g.succeed("plan"); strings.Contains(said, "Check block assertion failed") || !strings.Contains(said, "No changes.") {
		g.t.Errorf("a data source differs from its resource: %s", said)
	}
	g.configure(g.resources(full))
}

// imports removes all resources from the state and imports them again. GitLab does not
// return the secrets, so the apply sends them again with an update in place.
func (g *generation) imports() {
	g.t.Helper()
	var blocks strings.Builder
	for _, i := range g.integrations {
		kind, path := ownerFor(i)
		g.succeed("state", "rm", i.TypeName()+".it")
		blocks.WriteString(block("import", settings{"to": reference(i.TypeName() + ".it"), "id": kind + "s/" + path}))
	}
	g.configure(g.resources(full) + blocks.String())
	g.shows(g.apply(), fmt.Sprintf("%d imported, 0 added", len(g.integrations)))
	g.unchanged("import")
	g.configure(g.resources(full))
}

// end destroys all integrations that GitLab can disable.
func (g *generation) end() {
	g.t.Helper()
	g.succeed("destroy", "-auto-approve")
	for _, i := range g.integrations {
		kind, path := ownerFor(i)
		if stored, _ := g.gitlab.Stored(kind+"s/"+path, i.Slug); stored.Active && !i.Undeletable {
			g.t.Errorf("%s is still active", i.Slug)
		}
	}
}
