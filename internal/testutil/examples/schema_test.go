package examples_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
)

// TestBlocksFollowTheSchema compares all configurations in the documentation with the
// provider's schema, including those that need a newer CLI than the installed one.
func TestBlocksFollowTheSchema(t *testing.T) {
	schemas, err := provider.NewServer("")().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	checked := map[string]int{}
	for _, c := range configurations(t, allDocuments(t)) {
		if strings.HasPrefix(c.text, "provider_installation") {
			continue // The CLI parses its own configuration as HCL 1.
		}
		faults := faultsOf(c.text, schemas, func(kind string) { checked[kind]++ })
		for _, fault := range faults {
			t.Errorf("%s: %s", c.name, fault)
		}
	}
	for _, kind := range []string{"provider", "resource", "data", "list", "import", "moved"} {
		if checked[kind] == 0 {
			t.Errorf("no block %s was checked", kind)
		}
	}
}

// TestFaultyBlocksAreFound checks that TestBlocksFollowTheSchema can fail.
func TestFaultyBlocksAreFound(t *testing.T) {
	schemas, err := provider.NewServer("")().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"a = {": {"is no HCL"},
		`list "gitlabintegrations_slack" "a" {
  provider = gitlabintegrations
  limit    = "many"
  color    = 1
  config {
    grup             = "acme"
    include_archived = [1]
    project          = var.project
  }
}`: {"list has no color", "limit of list is no number", "gitlabintegrations_slack has no grup", "include_archived of gitlabintegrations_slack is no bool"},
		`list "gitlabintegrations_slak" "a" {}`:                                {"there is no list gitlabintegrations_slak"},
		`list "gitlabintegrations_zentao" "a" {}`:                              {"gitlabintegrations_zentao needs group"},
		"list \"gitlabintegrations_slack\" \"a\" {\n  configuration {\n  }\n}": {"list has no block configuration"},
		"resource \"gitlabintegrations_slack\" \"a\" {\n  colour = 1\n}":       {"gitlabintegrations_slack has no colour"},
		"data \"gitlabintegrations_jenkins\" \"a\" {\n  count = 0\n}":          {"gitlabintegrations_jenkins needs project"},
		"provider \"gitlabintegrations\" {\n  url = \"\"\n}":                   {"gitlabintegrations has no url"},
		"import {\n  to = gitlabintegrations_slak.a\n}":                        {"there is no resource gitlabintegrations_slak"},
		"moved {\n  to = gitlabintegrations_slak.a\n}":                         {"there is no resource gitlabintegrations_slak"},
		`resource "vault_secret" "a" {}`:                                       nil,
	} {
		got := faultsOf(text, schemas, func(string) {})
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("found %q instead of %q in\n%s", got, want, text)
		}
	}
}

// prefix is the common prefix of this provider's types.
const prefix = "gitlabintegrations"

// The CLI defines these arguments for every provider, resource and data source, and for
// every list block.
var (
	metaArguments = []string{"alias", "count", "for_each", "depends_on", "provider"}
	listArguments = map[string]tftypes.Type{"provider": nil, "limit": tftypes.Number, "include_resource": tftypes.Bool, "count": nil, "for_each": nil}
)

// faultsOf compares the blocks of a configuration with the schemas. It calls checked
// with the kind of each block that belongs to this provider.
func faultsOf(text string, schemas *tfprotov6.GetProviderSchemaResponse, checked func(kind string)) (faults []string) {
	file, diagnostics := hclsyntax.ParseConfig([]byte(text), "", hcl.InitialPos)
	if diagnostics.HasErrors() {
		return []string{"is no HCL"}
	}
	for _, block := range file.Body.(*hclsyntax.Body).Blocks { //nolint:forcetypeassert // hclsyntax has no other.
		typeName := typeOf(block)
		if !strings.HasPrefix(typeName, prefix) {
			continue
		}
		checked(block.Type)
		byType := map[string]map[string]*tfprotov6.Schema{
			"provider": {prefix: schemas.Provider}, "resource": schemas.ResourceSchemas, "import": schemas.ResourceSchemas, "moved": schemas.ResourceSchemas,
			"data": schemas.DataSourceSchemas, "list": schemas.ListResourceSchemas, "mock_provider": {prefix: schemas.Provider},
			"mock_resource": schemas.ResourceSchemas, "mock_data": schemas.DataSourceSchemas,
		}
		schema := byType[block.Type][typeName]
		switch {
		case schema == nil && (block.Type == "import" || block.Type == "moved"):
			faults = append(faults, "there is no resource "+typeName)
		case schema == nil:
			faults = append(faults, fmt.Sprintf("there is no %s %s", block.Type, typeName))
		case block.Type == "list":
			faults = append(faults, faultsOfList(block, typeName, schema)...)
		case slices.Contains([]string{"provider", "resource", "data"}, block.Type):
			faults = append(faults, faultsOfBody(block.Body, typeName, schema)...)
		}
	}
	return faults
}

// typeOf returns the type of a block, which is its label or that of its target.
func typeOf(block *hclsyntax.Block) string {
	if len(block.Labels) > 0 {
		return block.Labels[0]
	}
	to, found := block.Body.Attributes["to"]
	if !found || len(to.Expr.Variables()) == 0 {
		return ""
	}
	return to.Expr.Variables()[0].RootName()
}

func faultsOfList(block *hclsyntax.Block, typeName string, schema *tfprotov6.Schema) (faults []string) {
	for name, a := range block.Body.Attributes {
		t, known := listArguments[name]
		switch {
		case !known:
			faults = append(faults, "list has no "+name)
		case t != nil && !fits(a, t):
			faults = append(faults, fmt.Sprintf("%s of list is no %s", name, nameOf(t)))
		}
	}
	config := &hclsyntax.Body{}
	for _, inner := range block.Body.Blocks {
		if inner.Type == "config" {
			config = inner.Body
		} else {
			faults = append(faults, "list has no block "+inner.Type)
		}
	}
	return append(faults, faultsOfBody(config, typeName, schema)...)
}

// faultsOfBody compares the arguments of a block with a schema.
func faultsOfBody(body *hclsyntax.Body, typeName string, schema *tfprotov6.Schema) (faults []string) {
	known := map[string]*tfprotov6.SchemaAttribute{}
	for _, a := range schema.Block.Attributes {
		known[a.Name] = a
		if a.Required && body.Attributes[a.Name] == nil {
			faults = append(faults, typeName+" needs "+a.Name)
		}
	}
	for name, a := range body.Attributes {
		attribute := known[name]
		switch {
		case attribute == nil && !slices.Contains(metaArguments, name):
			faults = append(faults, typeName+" has no "+name)
		case attribute != nil && attribute.Type != nil && !fits(a, attribute.Type):
			faults = append(faults, fmt.Sprintf("%s of %s is no %s", name, typeName, nameOf(attribute.Type)))
		}
	}
	return faults
}

// fits reports whether a value can have a type. A value that is not a literal always
// can.
func fits(a *hclsyntax.Attribute, t tftypes.Type) bool {
	value, diagnostics := a.Expr.Value(nil)
	if diagnostics.HasErrors() || value.IsNull() {
		return true
	}
	switch {
	case t.Is(tftypes.String):
		return value.Type().IsPrimitiveType()
	case t.Is(tftypes.Bool):
		return value.Type() == cty.Bool
	case t.Is(tftypes.Number):
		return value.Type() == cty.Number
	case t.Is(tftypes.Set{}):
		return value.Type().IsTupleType()
	default:
		return true
	}
}

// nameOf returns the name of a type for messages.
func nameOf(t tftypes.Type) string {
	switch {
	case t.Is(tftypes.Bool):
		return "bool"
	case t.Is(tftypes.Number):
		return "number"
	case t.Is(tftypes.Set{}):
		return "list"
	default:
		return "string"
	}
}
