package provider_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// TestAdoption imports all integrations of each generation of GitLab that were set up
// manually. It uses a configuration that repeats the values that GitLab returns, and the
// configuration that the CLI generates. Neither contains secrets, and the import must not
// change anything.
func TestAdoption(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"10.3", "10.8", "13.12", "17.11", "18.9", "19.1"} {
		for form, settingsOf := range map[string]func(catalog.Integration) settings{"minimal": minimal, "full": full} {
			t.Run(version+"/"+form, func(t *testing.T) {
				t.Parallel()
				newGeneration(t, version).adopt(settingsOf)
			})
		}
	}
}

func (g *generation) adopt(settingsOf func(catalog.Integration) settings) {
	for n, i := range g.integrations {
		g.integrations[n] = g.repeatable(i)
		g.gitlab.SetUp(g.ownerOf(i), i.Slug, typedIn(i).with(settingsOf(g.integrations[n])))
	}
	shown := func(i catalog.Integration) settings {
		repeated := settingsOf(i)
		for _, secret := range secretsOf(i) {
			delete(repeated, secret.Name)
		}
		return repeated
	}
	imports := g.importBlocks(func(i catalog.Integration) (address, id string) { return i.TypeName() + ".it", g.ownerOf(i) })
	g.configure(imports + g.resources(shown))
	g.gitlab.Forget()
	g.shows(g.succeed("plan"), g.nothing())
	g.expectOneRead()
	generated := g.adoptGenerated(imports)
	for _, i := range g.integrations {
		for _, secret := range secretsOf(i) {
			if value, _ := settingsOf(i)[secret.Name].(string); value != "" && strings.Contains(generated, value) {
				g.t.Errorf("the generated configuration has %s of %s", secret.Name, i.Slug)
			}
		}
	}
}

// expectOneRead expects one GET for each integration. The only other requests are those
// that detect the version of GitLab and the API route of an old GitLab.
func (g *generation) expectOneRead() {
	g.t.Helper()
	reads := map[string]int{}
	for _, request := range g.gitlab.Requests() {
		reads[request.Method+" "+request.Path]++
	}
	isOld := slices.ContainsFunc(slices.Collect(maps.Keys(reads)), func(request string) bool { return strings.Contains(request, "/services/") })
	maps.DeleteFunc(reads, func(request string, _ int) bool {
		return request == "GET metadata" || request == "GET version" || isOld && strings.Contains(request, "/integrations/")
	})
	for request, count := range reads {
		if count != 1 || !strings.HasPrefix(request, "GET ") {
			g.t.Errorf("%s was sent %d times", request, count)
		}
	}
	if len(reads) != len(g.integrations) {
		g.t.Errorf("%d integrations caused the requests %v", len(g.integrations), reads)
	}
}

// typedIn returns the boolean settings that the web page always sends. If they have no
// value, GitLab returns a default that depends on the host.
func typedIn(i catalog.Integration) settings {
	sent := settings{}
	for _, p := range i.Parameters {
		if p.AnsweredForHost != nil {
			sent[p.Name] = p.Default
		}
	}
	return sent
}

// nothing returns the summary of a plan that only imports, without changes.
func (g *generation) nothing() string {
	return fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", len(g.integrations))
}

// adoptGenerated imports with the configuration that the CLI generates, and returns that
// configuration.
func (g *generation) adoptGenerated(imports string) (generated string) {
	g.configure(imports)
	g.shows(g.succeed("plan", "-generate-config-out=generated.tf"), g.nothing())
	g.shows(g.succeed("plan"), g.nothing())
	g.apply()
	g.unchanged("the apply of the import")
	if requests := g.requests(); requests["PUT"]+requests["DELETE"] > 0 {
		g.t.Errorf("the import sent changes: %v", requests)
	}
	return mustRead(g.t, filepath.Join(g.dir, "generated.tf"))
}

// TestAdoptionAsCustom runs the same import with gitlabintegrations_custom.
func TestAdoptionAsCustom(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"10.3", "19.1"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			g := newGeneration(t, version)
			for _, i := range g.integrations {
				g.gitlab.SetUp(g.ownerOf(i), i.Slug, full(i))
			}
			g.adoptGenerated(g.importBlocks(func(i catalog.Integration) (address, id string) {
				return "gitlabintegrations_custom." + strings.TrimPrefix(i.TypeName(), "gitlabintegrations_"), g.ownerOf(i) + ":" + i.Slug
			}))
		})
	}
}

func (g *generation) ownerOf(i catalog.Integration) string {
	kind, path := ownerFor(i)
	return kind + "s/" + path
}

// importBlocks returns the import blocks of all integrations.
func (g *generation) importBlocks(of func(catalog.Integration) (address, id string)) string {
	var blocks strings.Builder
	for _, i := range g.integrations {
		address, id := of(i)
		blocks.WriteString(block("import", settings{"to": reference(address), "id": id}))
	}
	return blocks.String()
}

// repeatable returns an integration without the settings that a configuration cannot
// repeat: those that GitLab does not return, and deprecated ones, which the CLI omits
// from the generated configuration.
func (g *generation) repeatable(i catalog.Integration) catalog.Integration {
	i = g.shown(i)
	i.Parameters = slices.DeleteFunc(i.Parameters, func(p catalog.Parameter) bool { return p.Deprecated != "" && !p.Required })
	return i
}

// shown returns an integration without the settings that GitLab does not return.
func (g *generation) shown(i catalog.Integration) catalog.Integration {
	i.Parameters = slices.DeleteFunc(slices.Clone(i.Parameters), func(p catalog.Parameter) bool { return !p.Secret && !g.answers(i, p) })
	return i
}
