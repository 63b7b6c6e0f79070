package catalog

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// object is the part of a JSON Schema that the tests look at.
type object struct {
	Required   []string
	Properties map[string]struct {
		Enum  []string
		Items struct{ Enum []string }
	}
}

func readSchema(t *testing.T) (integration, parameter, ignored object) {
	t.Helper()
	data, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		object
		Defs struct{ Parameter, Ignored object } `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	return schema.object, schema.Defs.Parameter, schema.Defs.Ignored
}

func TestSchemaHasTheKeysOfTheStructs(t *testing.T) {
	integration, parameter, ignored := readSchema(t)
	tests := []struct {
		schema object
		typ    reflect.Type
	}{
		{integration, reflect.TypeFor[Integration]()},
		{parameter, reflect.TypeFor[Parameter]()},
		{ignored, reflect.TypeFor[Ignored]()},
	}
	for _, test := range tests {
		t.Run(test.typ.Name(), func(t *testing.T) {
			all, required := yamlKeys(test.typ)
			if got := slices.Sorted(maps.Keys(test.schema.Properties)); !slices.Equal(got, all) {
				t.Errorf("properties: got %v, want %v", got, all)
			}
			if got := slices.Sorted(slices.Values(test.schema.Required)); !slices.Equal(got, required) {
				t.Errorf("required: got %v, want %v", got, required)
			}
		})
	}
}

// yamlKeys returns the sorted keys of a struct, and those that cannot be left
// out.
func yamlKeys(typ reflect.Type) (all, required []string) {
	for i := range typ.NumField() {
		key, omitted := strings.CutSuffix(typ.Field(i).Tag.Get("yaml"), ",omitempty")
		all = append(all, key)
		if !omitted {
			required = append(required, key)
		}
	}
	slices.Sort(all)
	slices.Sort(required)
	return all, required
}

func TestSchemaHasTheListsOfTheValidation(t *testing.T) {
	integration, parameter, _ := readSchema(t)
	tests := map[string]struct{ got, want []string }{
		"category":   {integration.Properties["category"].Enum, categories},
		"scopes":     {integration.Properties["scopes"].Items.Enum, scopes},
		"type":       {parameter.Properties["type"].Enum, types},
		"returned":   {parameter.Properties["returned"].Enum, places},
		"format":     {parameter.Properties["format"].Enum, formats},
		"normalized": {parameter.Properties["normalized"].Enum, normalized},
	}
	for name, test := range tests {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: got %v, want %v", name, test.got, test.want)
		}
	}
}
