package integration_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// object is a Terraform object as plain Go values: nil, string, bool, int, []string,
// unknown, or a tftypes.Value for anything else. Missing attributes are null.
type object map[string]any

// unknown stands for an unknown value.
var unknown any = tftypes.UnknownValue

// with returns a copy in which the attributes of others take precedence.
func (o object) with(others ...object) object {
	merged := object{}
	for _, part := range append([]object{o}, others...) {
		for name, value := range part {
			merged[name] = value
		}
	}
	return merged
}

// text returns the form in which objects are compared: null is equal to missing, and the
// order of set elements is irrelevant.
func (o object) text() string {
	if o == nil {
		return "null"
	}
	lines := []string{}
	for name, value := range o {
		if list, ok := value.([]string); ok {
			value = slices.Sorted(slices.Values(list))
		}
		switch value := value.(type) {
		case nil:
		case tftypes.Value:
			lines = append(lines, name+" = "+value.String())
		default:
			if value == unknown {
				lines = append(lines, name+" is unknown")
			} else {
				lines = append(lines, fmt.Sprintf("%s = %#v", name, value))
			}
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func expectObject(t *testing.T, got, want object) {
	t.Helper()
	if difference := compare(got, want); difference != "" {
		t.Error(difference)
	}
}

// compare returns the lines in which two objects differ, or "" if they are equal.
func compare(got, want object) string {
	gotLines, wantLines := strings.Split(got.text(), "\n"), strings.Split(want.text(), "\n")
	var difference []string
	for _, line := range gotLines {
		if !slices.Contains(wantLines, line) {
			difference = append(difference, "got  "+line)
		}
	}
	for _, line := range wantLines {
		if !slices.Contains(gotLines, line) {
			difference = append(difference, "want "+line)
		}
	}
	return strings.Join(difference, "\n")
}

func attributeTypes(schema *tfprotov6.Schema) map[string]tftypes.Type {
	types := map[string]tftypes.Type{}
	for _, attribute := range schema.Block.Attributes {
		types[attribute.Name] = attribute.Type
	}
	return types
}

// encode converts an object to the form that Terraform sends. A nil object is null.
func encode(t *testing.T, schema *tfprotov6.Schema, o object) *tfprotov6.DynamicValue {
	t.Helper()
	objectType := schema.ValueType()
	value := tftypes.NewValue(objectType, nil)
	if o != nil {
		attributes := map[string]tftypes.Value{}
		for name, attributeType := range attributeTypes(schema) {
			attributes[name] = encodeAttribute(attributeType, o[name])
		}
		for name := range o {
			if _, exists := attributes[name]; !exists {
				t.Fatalf("there is no attribute %q", name)
			}
		}
		value = tftypes.NewValue(objectType, attributes)
	}
	encoded, err := tfprotov6.NewDynamicValue(objectType, value)
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

func encodeAttribute(attributeType tftypes.Type, value any) tftypes.Value {
	switch value := value.(type) {
	case tftypes.Value:
		return value
	case []string:
		elements := []tftypes.Value{}
		for _, element := range value {
			elements = append(elements, tftypes.NewValue(tftypes.String, element))
		}
		return tftypes.NewValue(attributeType, elements)
	case int:
		return tftypes.NewValue(attributeType, int64(value))
	default:
		return tftypes.NewValue(attributeType, value)
	}
}

// decode is the reverse of encode.
func decode(t *testing.T, schema *tfprotov6.Schema, encoded *tfprotov6.DynamicValue) object {
	t.Helper()
	value, err := encoded.Unmarshal(schema.ValueType())
	if err != nil {
		t.Fatal(err)
	}
	if value.IsNull() {
		return nil
	}
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	decoded := object{}
	for name, attribute := range attributes {
		decoded[name] = decodeAttribute(t, attribute)
	}
	return decoded
}

func valueAs[T any](t *testing.T, value tftypes.Value) (result T) {
	t.Helper()
	if err := value.As(&result); err != nil {
		t.Fatal(err)
	}
	return result
}

func decodeAttribute(t *testing.T, value tftypes.Value) any {
	t.Helper()
	switch {
	case value.IsNull():
		return nil
	case !value.IsKnown():
		return unknown
	case value.Type().Is(tftypes.String):
		return valueAs[string](t, value)
	case value.Type().Is(tftypes.Bool):
		return valueAs[bool](t, value)
	case value.Type().Is(tftypes.Number):
		number := valueAs[big.Float](t, value)
		integer, _ := number.Int64()
		return int(integer)
	case value.Type().Is(tftypes.Object{}):
		return value
	}
	elements := valueAs[[]tftypes.Value](t, value)
	list := []string{}
	for _, element := range elements {
		list = append(list, fmt.Sprint(decodeAttribute(t, element)))
	}
	slices.Sort(list)
	return list
}
