package catalog_test

import (
	"maps"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/recordings"
)

// For each recorded release, the catalog must have the same integrations, titles and
// parameters of PUT. An integration without versions may be newer than the recordings,
// and one that is missing from the catalog was removed on purpose.
func TestCatalogFollowsRecordedReleases(t *testing.T) {
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range recordings.Releases() {
		recorded, err := recordings.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		release, _ := version.Parse(name)
		for _, i := range integrations {
			accepted, has := recorded.Accepted[i.Slug]
			bounded := i.Since != "" || i.Until != ""
			if within := release.Within(i.Since, i.Until); has && !within || !has && within && bounded {
				t.Errorf("GitLab %s has %s: %t, unlike in the catalog", name, i.Slug, has)
			}
			if has {
				compareAccepted(t, release, i, accepted)
			}
		}
	}
}

func compareAccepted(t *testing.T, release version.Version, i catalog.Integration, accepted recordings.Accepted) {
	t.Helper()
	if accepted.Title != i.Title {
		t.Errorf("%s: title %q, GitLab shows %q", i.Slug, i.Title, accepted.Title)
	}
	left := maps.Clone(accepted.Parameters)
	delete(left, "use_inherited_settings")
	for _, name := range i.UnusableEvents {
		if _, declared := left[name]; !declared {
			t.Errorf("%s.%s is in unusable_events, but PUT does not declare it", i.Slug, name)
		}
		delete(left, name)
	}
	for _, p := range i.Parameters {
		declared, has := left[p.Name]
		delete(left, p.Name)
		if has != release.Within(p.Since, p.Until) {
			t.Errorf("%s.%s: PUT declares it: %t", i.Slug, p.Name, has)
		}
		if has && declared.Required != (p.Required || p.Presence) {
			t.Errorf("%s.%s: PUT requires it: %t", i.Slug, p.Name, declared.Required)
		}
		if has && declared.Type != declaredType(p) {
			t.Errorf("%s.%s is a %s, PUT declares %s", i.Slug, p.Name, p.Type, declared.Type)
		}
	}
	for name := range left {
		t.Errorf("%s.%s is declared by PUT but missing in the catalog", i.Slug, name)
	}
}

// declaredType returns GitLab's name for the type of a parameter.
func declaredType(p catalog.Parameter) string {
	if p.TakenAsText {
		return "String"
	}
	return map[string]string{
		catalog.String:  "String",
		catalog.Boolean: "Boolean",
		catalog.Integer: "Integer",
		catalog.Strings: "[String]",
	}[p.Type]
}
