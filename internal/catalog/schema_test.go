package catalog

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/check"
)

// object is the part of a JSON Schema that the tests read.
type object struct {
	Required   []string
	Properties map[string]struct {
		Enum  []string
		Items struct{ Enum []string }
	}
}

// schema is the content of schema.json.
type schema struct {
	object
	Defs struct {
		Parameter, Rule, Condition, Ignored, Check, Hook, Refill object
		CheckCondition                                           object `json:"check_condition"`
		HostCondition                                            object `json:"host_condition"`
		AnsweredOnly                                             object `json:"answered_only"`
		MainProvider                                             object `json:"main_provider"`
		Translation                                              object
	} `json:"$defs"`
}

func readSchema(t *testing.T) (read schema) {
	t.Helper()
	data, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

func TestSchemaHasTheKeysOfTheStructs(t *testing.T) {
	read := readSchema(t)
	tests := []struct {
		schema object
		typ    reflect.Type
	}{
		{read.object, reflect.TypeFor[Integration]()},
		{read.Defs.Parameter, reflect.TypeFor[Parameter]()},
		{read.Defs.Rule, reflect.TypeFor[Rule]()},
		{read.Defs.Condition, reflect.TypeFor[Condition]()},
		{read.Defs.Ignored, reflect.TypeFor[Ignored]()},
		{read.Defs.Check, reflect.TypeFor[Check]()},
		{read.Defs.CheckCondition, reflect.TypeFor[CheckCondition]()},
		{read.Defs.Hook, reflect.TypeFor[Hook]()},
		{read.Defs.HostCondition, reflect.TypeFor[HostCondition]()},
		{read.Defs.Refill, reflect.TypeFor[Refill]()},
		{read.Defs.AnsweredOnly, reflect.TypeFor[AnsweredOnly]()},
		{read.Defs.MainProvider, reflect.TypeFor[MainProvider]()},
		{read.Defs.Translation, reflect.TypeFor[Translation]()},
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

// yamlKeys returns the sorted keys of a struct, and those of them that are required.
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
	read := readSchema(t)
	integration, parameter := read.object, read.Defs.Parameter
	tests := map[string]struct{ got, want []string }{
		"category":   {integration.Properties["category"].Enum, categories},
		"scopes":     {integration.Properties["scopes"].Items.Enum, scopes},
		"type":       {parameter.Properties["type"].Enum, types},
		"returned":   {parameter.Properties["returned"].Enum, places},
		"format":     {parameter.Properties["format"].Enum, formatNames()},
		"normalized": {parameter.Properties["normalized"].Enum, normalized},
		"refilled":   {parameter.Properties["refilled"].Enum, refills},
		"check":      {read.Defs.Check.Properties["check"].Enum, checkKinds},

		"documented_as":                {integration.Properties["documented_as"].Items.Enum, scopesDocumentedAs},
		"documented_as of a parameter": {parameter.Properties["documented_as"].Items.Enum, documentedAs},
	}
	for name, test := range tests {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: got %v, want %v", name, test.got, test.want)
		}
	}
}

func formatNames() []string {
	names := make([]string, len(check.Formats))
	for i, format := range check.Formats {
		names[i] = format.Name
	}
	return names
}
