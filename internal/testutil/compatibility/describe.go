package compatibility

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Describe requests the schema of a provider server. The defaults of a resource are the
// values that the server plans if the configuration contains only the owner. All other
// defaults come from the descriptions, because no request returns them.
func Describe(ctx context.Context, server tfprotov6.ProviderServer) (Schema, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	if err := failure(append(schemas.Diagnostics, identities.Diagnostics...)); err != nil {
		return nil, err
	}
	described := Schema{"provider": sectionOf(schemas.Provider)}
	for kind, all := range map[string]map[string]*tfprotov6.Schema{
		"resource": schemas.ResourceSchemas, "data source": schemas.DataSourceSchemas,
		"list resource": schemas.ListResourceSchemas, "ephemeral resource": schemas.EphemeralResourceSchemas,
	} {
		for name, schema := range all {
			described[headingOf(kind, name)] = sectionOf(schema)
		}
	}
	for name, identity := range identities.IdentitySchemas {
		described[headingOf("identity", name)] = sectionOfIdentity(identity)
	}
	for name, schema := range schemas.ResourceSchemas {
		if err := addDefaults(ctx, server, name, schema, described[headingOf("resource", name)]); err != nil {
			return nil, fmt.Errorf("the defaults of %s: %w", name, err)
		}
	}
	return described, nil
}

// headingOf returns the heading of a section. The only space in it precedes the type.
func headingOf(kind, typeName string) string {
	return strings.ReplaceAll(kind, " ", "-") + " " + typeName
}

func failure(found []*tfprotov6.Diagnostic) error {
	for _, d := range found {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return errors.New(d.Summary + ": " + d.Detail)
		}
	}
	return nil
}

func sectionOf(schema *tfprotov6.Schema) Section {
	section := Section{schema.Version, map[string]Attribute{}}
	section.addBlock("", schema.Block)
	return section
}

func sectionOfIdentity(identity *tfprotov6.ResourceIdentitySchema) Section {
	section := Section{identity.Version, map[string]Attribute{}}
	for _, a := range identity.IdentityAttributes {
		section.Attributes[a.Name] = Attribute{Type: typeName(a.Type), Required: a.RequiredForImport, Optional: a.OptionalForImport}
	}
	return section
}

func (s Section) addBlock(prefix string, block *tfprotov6.SchemaBlock) {
	s.addAttributes(prefix, block.Attributes)
	for _, nested := range block.BlockTypes {
		s.Attributes[prefix+nested.TypeName] = Attribute{
			Type:     fmt.Sprintf("block(%s,%d,%d)", strings.ToLower(nested.Nesting.String()), nested.MinItems, nested.MaxItems),
			Required: nested.MinItems > 0, Optional: nested.MinItems == 0,
		}
		s.addBlock(prefix+nested.TypeName+".", nested.Block)
	}
}

func (s Section) addAttributes(prefix string, attributes []*tfprotov6.SchemaAttribute) {
	for _, a := range attributes {
		described := Attribute{
			Required: a.Required, Optional: a.Optional, Computed: a.Computed,
			Sensitive: a.Sensitive, WriteOnly: a.WriteOnly, Deprecated: a.Deprecated,
		}
		if described.configurable() && !a.Computed {
			described.Variable, described.Default = documentedDefault(a.Description)
		}
		if a.NestedType != nil {
			described.Type = "nested(" + strings.ToLower(a.NestedType.Nesting.String()) + ")"
			s.addAttributes(prefix+a.Name+".", a.NestedType.Attributes)
		} else {
			described.Type = typeName(a.Type)
		}
		s.Attributes[prefix+a.Name] = described
	}
}

var (
	// documented matches the default in a description, and quoted the values in it.
	documented = regexp.MustCompile(`\bDefault: (.+)\.$`)
	quoted     = regexp.MustCompile("`[^`]+`")
)

// isVariable matches the name of an environment variable.
var isVariable = regexp.MustCompile("^`[A-Z_]+`$")

// documentedDefault returns the values that a description has as the default. If there
// are no values, it returns the text. The environment variable is separate.
func documentedDefault(description string) (variable, value string) {
	match := documented.FindStringSubmatch(description)
	if match == nil {
		return "", ""
	}
	values := quoted.FindAllString(match[1], -1)
	if values == nil {
		return "", match[1]
	}
	if isVariable.MatchString(values[0]) {
		variable, values = strings.Trim(values[0], "`"), values[1:]
	}
	return variable, strings.Join(values, ",")
}

// names converts the names of types in tftypes to Terraform's notation.
var names = strings.NewReplacer("tftypes.", "", "DynamicPseudoType", "dynamic", "[", "(", "]", ")", " ", "", `"`, "")

func typeName(t tftypes.Type) string { return strings.ToLower(names.Replace(t.String())) }

// addDefaults adds the defaults of a resource to its section.
func addDefaults(ctx context.Context, server tfprotov6.ProviderServer, name string, schema *tfprotov6.Schema, section Section) error {
	config, err := leastOf(schema)
	if err != nil {
		return err
	}
	none, err := tfprotov6.NewDynamicValue(schema.ValueType(), tftypes.NewValue(schema.ValueType(), nil))
	if err != nil {
		return err
	}
	resp, err := server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, PriorState: &none, ProposedNewState: config, Config: config})
	if err != nil {
		return err
	}
	if err := failure(resp.Diagnostics); err != nil {
		return err
	}
	planned, err := attributesOf(resp.PlannedState, schema)
	if err != nil {
		return err
	}
	for attribute, value := range planned {
		described := section.Attributes[attribute]
		if !described.Optional || !described.Computed || value.IsNull() || !value.IsFullyKnown() {
			continue
		}
		if described.Default, err = asJSON(value); err != nil {
			return err
		}
		section.Attributes[attribute] = described
	}
	return nil
}

// leastOf returns a minimal valid configuration, with the secrets and the owner. The
// owner is a project if the resource supports projects.
func leastOf(schema *tfprotov6.Schema) (*tfprotov6.DynamicValue, error) {
	attributes, owner := map[string]tftypes.Value{}, ""
	if object, ok := schema.ValueType().(tftypes.Object); ok {
		for name, t := range object.AttributeTypes {
			attributes[name] = tftypes.NewValue(t, nil)
		}
	}
	for _, a := range schema.Block.Attributes {
		if a.Name == "group" && owner == "" || a.Name == "project" {
			owner = a.Name
		}
		if tftypes.String.Is(a.ValueType()) && (a.Required || a.Sensitive && !a.WriteOnly) {
			attributes[a.Name] = tftypes.NewValue(tftypes.String, "value")
		}
	}
	if owner != "" {
		attributes[owner] = tftypes.NewValue(tftypes.String, "1")
	}
	config, err := tfprotov6.NewDynamicValue(schema.ValueType(), tftypes.NewValue(schema.ValueType(), attributes))
	return &config, err
}

func attributesOf(object *tfprotov6.DynamicValue, schema *tfprotov6.Schema) (map[string]tftypes.Value, error) {
	value, err := object.Unmarshal(schema.ValueType())
	if err != nil {
		return nil, err
	}
	return as[map[string]tftypes.Value](value)
}

// asJSON returns the JSON of a primitive value, or of a list or set of primitive
// values.
func asJSON(value tftypes.Value) (string, error) {
	plain, err := plainOf(value)
	if err != nil {
		return "", err
	}
	encoded, err := json.Marshal(plain)
	return string(encoded), err
}

func plainOf(value tftypes.Value) (any, error) {
	switch {
	case value.Type().Is(tftypes.String):
		return as[string](value)
	case value.Type().Is(tftypes.Bool):
		return as[bool](value)
	case value.Type().Is(tftypes.Number):
		number, err := as[big.Float](value)
		return json.Number(number.Text('f', -1)), err
	}
	elements, err := as[[]tftypes.Value](value)
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, element := range elements {
		plain, err := plainOf(element)
		if err != nil {
			return nil, err
		}
		list = append(list, plain)
	}
	return list, nil
}

func as[T any](value tftypes.Value) (result T, err error) {
	err = value.As(&result)
	return result, err
}
