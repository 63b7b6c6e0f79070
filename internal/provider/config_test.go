package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/sample"
)

// settings are attributes of a configuration, of type string, bool, int, []string or
// reference. A nil value omits the attribute.
type settings map[string]any

// reference is an expression that the configuration contains verbatim.
type reference = sample.Expression

func block(header string, attributes settings) string { return sample.Block(header, attributes) }

func resourceBlock(typeName, name string, attributes settings) string {
	return block(fmt.Sprintf("resource %q %q", typeName, name), attributes)
}

// resourceWeb returns a resource block with the name "web".
func resourceWeb(typeName string, attributes settings) string {
	return resourceBlock("gitlabintegrations_"+typeName, "web", attributes)
}

// providerBlock returns the provider block for a fake GitLab.
func providerBlock(gitlab *gitlabfake.GitLab, url string) string {
	return block(`provider "gitlabintegrations"`, settings{"base_url": url, "token": gitlab.Token})
}

// asJSON returns the attributes as encoding/json decodes them, without null values.
func asJSON(attributes map[string]any) map[string]any {
	encoded, err := json.Marshal(attributes)
	if err != nil {
		panic(err)
	}
	var decoded map[string]any
	if err := json.Unmarshal(encoded, &decoded); err != nil {
		panic(err)
	}
	return decoded
}

// set returns the attributes that are not null.
func set(attributes map[string]any) map[string]any {
	decoded := asJSON(attributes)
	maps.DeleteFunc(decoded, func(_ string, value any) bool { return value == nil })
	return decoded
}

// differing returns the names of the attributes whose values differ.
func differing(a, b map[string]any) []string {
	names := maps.Clone(a)
	maps.Copy(names, b)
	var found []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !reflect.DeepEqual(a[name], b[name]) {
			found = append(found, name)
		}
	}
	return found
}

// The following functions are shorthands for those of package sample.
func minimal(i catalog.Integration) settings { return sample.Minimal(i) }

func full(i catalog.Integration) settings { return sample.Full(i) }

func complete(i catalog.Integration, configured settings) settings {
	return sample.Complete(i, configured)
}

func holds(i catalog.Integration, c catalog.Condition, configured settings) bool {
	return sample.Holds(i, c, configured)
}

func another(p catalog.Parameter, value any) any { return sample.Another(p, value) }

func inVersion(i catalog.Integration, release string) catalog.Integration {
	return sample.InVersion(i, release)
}

func within(release, since, until string) bool { return sample.Within(release, since, until) }

// loadCatalog returns the integrations by type name.
func loadCatalog(t *testing.T) map[string]catalog.Integration {
	t.Helper()
	integrations, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	byType := map[string]catalog.Integration{}
	for _, i := range integrations {
		byType[i.TypeName()] = i
	}
	return byType
}

// find returns the integration with the given slug.
func find(t *testing.T, slug string) catalog.Integration {
	t.Helper()
	for _, i := range loadCatalog(t) {
		if i.Slug == slug {
			return i
		}
	}
	t.Fatalf("the catalog has no %q", slug)
	return catalog.Integration{}
}
