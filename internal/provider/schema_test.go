package provider_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
)

// schemas requests the schemas of the provider.
func schemas(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	resp, err := provider.NewServer("test")().GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, diagnostic := range resp.Diagnostics {
		t.Fatalf("%s: %s", diagnostic.Summary, diagnostic.Detail)
	}
	return resp
}

func TestSchemaIsComplete(t *testing.T) {
	resp := schemas(t)
	integrations := loadCatalog(t)
	for name := range integrations {
		if resp.ResourceSchemas[name] == nil {
			t.Errorf("there is no resource %s", name)
		}
		if resp.DataSourceSchemas[name] == nil {
			t.Errorf("there is no data source %s", name)
		}
	}
	others := []string{"gitlabintegrations_custom", "gitlabintegrations_disabled", "gitlabintegrations_exclusive"}
	for _, name := range others {
		if resp.ResourceSchemas[name] == nil {
			t.Errorf("there is no resource %s", name)
		}
	}
	if len(resp.ResourceSchemas) != len(integrations)+len(others) {
		t.Errorf("there are %d resources instead of %d", len(resp.ResourceSchemas), len(integrations)+len(others))
	}
	if resp.DataSourceSchemas["gitlabintegrations_active"] == nil || resp.DataSourceSchemas["gitlabintegrations_inventory"] == nil || len(resp.DataSourceSchemas) != len(integrations)+2 {
		t.Errorf("there are %d data sources instead of %d with gitlabintegrations_active and _inventory", len(resp.DataSourceSchemas), len(integrations)+2)
	}
}

// TestMetadataEqualsSchema compares the resources and data sources of the metadata and of
// the schemas.
func TestMetadataEqualsSchema(t *testing.T) {
	resp := schemas(t)
	metadata, err := provider.NewServer("test")().GetMetadata(context.Background(), &tfprotov6.GetMetadataRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if len(metadata.Resources) != len(resp.ResourceSchemas) || len(metadata.DataSources) != len(resp.DataSourceSchemas) {
		t.Errorf("metadata has %d resources and %d data sources, the schema %d and %d",
			len(metadata.Resources), len(metadata.DataSources), len(resp.ResourceSchemas), len(resp.DataSourceSchemas))
	}
	for _, r := range metadata.Resources {
		if resp.ResourceSchemas[r.TypeName] == nil {
			t.Errorf("the resource %s has no schema", r.TypeName)
		}
	}
	for _, d := range metadata.DataSources {
		if resp.DataSourceSchemas[d.TypeName] == nil {
			t.Errorf("the data source %s has no schema", d.TypeName)
		}
	}
}

// TestSchemaIsSound finds schemas that the CLI would reject, and missing descriptions.
func TestSchemaIsSound(t *testing.T) {
	resp := schemas(t)
	checkBlock(t, "provider", resp.Provider.Block)
	for name, schema := range resp.ResourceSchemas {
		checkBlock(t, "resource "+name, schema.Block)
	}
	for name, schema := range resp.DataSourceSchemas {
		checkBlock(t, "data source "+name, schema.Block)
	}
}

func checkBlock(t *testing.T, where string, b *tfprotov6.SchemaBlock) {
	t.Helper()
	if b.Description == "" && where != "provider" || len(b.BlockTypes) > 0 {
		t.Errorf("%s has no description, or has blocks", where)
	}
	names := map[string]bool{}
	for _, a := range b.Attributes {
		switch {
		case names[a.Name]:
			t.Errorf("%s has %s twice", where, a.Name)
		case a.Description == "":
			t.Errorf("%s has no description of %s", where, a.Name)
		case !a.Required && !a.Optional && !a.Computed:
			t.Errorf("%s has %s neither required nor optional nor computed", where, a.Name)
		case a.Required && (a.Optional || a.Computed):
			t.Errorf("%s has %s required and something else", where, a.Name)
		case a.WriteOnly && a.Computed:
			t.Errorf("%s has %s write-only and computed", where, a.Name)
		}
		names[a.Name] = true
	}
}

// TestSchemaEqualsCatalog compares every attribute with the catalog.
func TestSchemaEqualsCatalog(t *testing.T) {
	resp := schemas(t)
	for name, i := range loadCatalog(t) {
		managed := attributes(resp.ResourceSchemas[name])
		data := attributes(resp.DataSourceSchemas[name])
		checkOwner(t, i, "resource", managed)
		checkOwner(t, i, "data source", data)
		for _, p := range i.Parameters {
			checkParameter(t, name, p, managed[p.Name], data[p.Name])
			if p.Secret && (managed[p.Name+"_wo"] == nil || managed[p.Name+"_wo_version"] == nil) {
				t.Errorf("%s has no write-only %s", name, p.Name)
			}
		}
		for attribute, a := range managed {
			p, found := i.Parameter(strings.TrimSuffix(strings.TrimSuffix(attribute, "_wo_version"), "_wo"))
			switch {
			case common[attribute]:
			case !found || attribute != p.Name && !p.Secret:
				t.Errorf("%s has %s, which is not in the catalog", name, attribute)
			case a.WriteOnly != strings.HasSuffix(attribute, "_wo"):
				t.Errorf("%s has %s with write-only %t", name, attribute, a.WriteOnly)
			}
		}
	}
}

// common are the attributes of every resource.
var common = map[string]bool{"id": true, "project": true, "group": true, "use_inherited_settings": true}

func attributes(schema *tfprotov6.Schema) map[string]*tfprotov6.SchemaAttribute {
	byName := map[string]*tfprotov6.SchemaAttribute{}
	for _, a := range schema.Block.Attributes {
		byName[a.Name] = a
	}
	return byName
}

func checkOwner(t *testing.T, i catalog.Integration, where string, found map[string]*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, scope := range []string{catalog.Project, catalog.Group} {
		a := found[scope]
		if i.HasScope(scope) != (a != nil) {
			t.Errorf("%s %s has %s: %t", where, i.TypeName(), scope, a != nil)
		} else if a != nil && a.Required != (len(i.Scopes) == 1) {
			t.Errorf("%s %s has %s required: %t", where, i.TypeName(), scope, a.Required)
		}
	}
	if id := found["id"]; id == nil || !id.Computed || id.Optional {
		t.Errorf("%s %s has no computed ID", where, i.TypeName())
	}
}

func checkParameter(t *testing.T, typeName string, p catalog.Parameter, managed, data *tfprotov6.SchemaAttribute) {
	t.Helper()
	if managed == nil {
		t.Errorf("resource %s has no %s", typeName, p.Name)
		return
	}
	if managed.Sensitive != p.Secret || !managed.Optional || managed.Computed != (p.Default != nil || p.DefaultFrom != "" || p.Deprecated != "") {
		t.Errorf("resource %s has %s sensitive: %t, optional: %t, computed: %t", typeName, p.Name, managed.Sensitive, managed.Optional, managed.Computed)
	}
	if managed.Deprecated != (p.Deprecated != "") {
		t.Errorf("resource %s has %s deprecated: %t", typeName, p.Name, managed.Deprecated)
	}
	want := map[string]string{catalog.String: "tftypes.String", catalog.Boolean: "tftypes.Bool", catalog.Integer: "tftypes.Number", catalog.Strings: "tftypes.Set[tftypes.String]"}
	if got := managed.Type.String(); got != want[p.Type] {
		t.Errorf("resource %s has %s of type %s", typeName, p.Name, got)
	}
	switch {
	case (data == nil) != p.Secret:
		t.Errorf("data source %s has %s: %t, secret: %t", typeName, p.Name, data != nil, p.Secret)
	case data != nil && (!data.Computed || data.Optional || data.Sensitive || !data.Type.Equal(managed.Type)):
		t.Errorf("data source %s has %s that is not computed only", typeName, p.Name)
	}
}
