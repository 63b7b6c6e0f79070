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

// settings are attributes of a configuration: string, bool, int, []string or
// reference; nil if they are not there.
type settings map[string]any

// reference is an expression that is written as it is.
type reference = sample.Expression

// block writes a block of the configuration.
func block(header string, attributes settings) string { return sample.Block(header, attributes) }

// resourceBlock writes a resource.
func resourceBlock(typeName, name string, attributes settings) string {
	return block(fmt.Sprintf("resource %q %q", typeName, name), attributes)
}

// resourceWeb writes the resource "web".
func resourceWeb(typeName string, attributes settings) string {
	return resourceBlock("gitlabintegrations_"+typeName, "web", attributes)
}

// providerBlock writes the provider's configuration for a GitLab.
func providerBlock(gitlab *gitlabfake.GitLab, url string) string {
	return block(`provider "gitlabintegrations"`, settings{"base_url": url, "token": gitlab.Token})
}

// asJSON is a value as encoding/json reads it, without what is null.
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

// set is what is not null.
func set(attributes map[string]any) map[string]any {
	decoded := asJSON(attributes)
	maps.DeleteFunc(decoded, func(_ string, value any) bool { return value == nil })
	return decoded
}

// differing are the names of the attributes that differ.
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

// minimal, full, complete, holds, another, inVersion and within are those of package sample.
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

// find returns the integration of a slug.
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
