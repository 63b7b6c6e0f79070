package integration

import (
	"encoding/json"
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestRefreshed checks that a refresh keeps the types of the configuration if these can
// hold the new values.
func TestRefreshed(t *testing.T) {
	text := func(value any) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	mapOf := func(elements map[string]tftypes.Value) tftypes.Value {
		return tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, elements)
	}
	object := func(attributes map[string]tftypes.Value) tftypes.Value {
		types := map[string]tftypes.Type{}
		for name, value := range attributes {
			types[name] = value.Type()
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, attributes)
	}
	setOf := func(elements ...tftypes.Value) tftypes.Value {
		return tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, elements)
	}
	tuple := func(elements ...tftypes.Value) tftypes.Value {
		types := make([]tftypes.Type, len(elements))
		for i := range elements {
			types[i] = tftypes.String
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: types}, elements)
	}
	none := tftypes.NewValue(tftypes.DynamicPseudoType, nil)
	type values = map[string]tftypes.Value
	tests := map[string]struct {
		settings tftypes.Value
		after    map[string]any
		want     tftypes.Value
	}{
		"map":                  {mapOf(values{"a": text("x")}), map[string]any{"a": "y"}, mapOf(values{"a": text("y")})},
		"map with null":        {mapOf(values{"a": text("x")}), map[string]any{"a": nil}, mapOf(values{"a": text(nil)})},
		"map of other":         {mapOf(values{"a": text("x"), "b": text("y")}), map[string]any{"a": true, "b": "y"}, object(values{"a": tftypes.NewValue(tftypes.Bool, true), "b": text("y")})},
		"number":               {object(values{"a": text("x")}), map[string]any{"a": json.Number("5")}, object(values{"a": tftypes.NewValue(tftypes.Number, big.NewFloat(5))})},
		"set":                  {object(values{"a": setOf(text("x"))}), map[string]any{"a": []string{"y", "z"}}, object(values{"a": setOf(text("y"), text("z"))})},
		"tuple":                {object(values{"a": tuple(text("x"))}), map[string]any{"a": []string{"y", "z"}}, object(values{"a": tuple(text("y"), text("z"))})},
		"null and a list":      {object(values{"a": none}), map[string]any{"a": []any{"y"}}, object(values{"a": tuple(text("y"))})},
		"null stays":           {object(values{"a": none, "b": text("x")}), map[string]any{"a": nil, "b": "y"}, object(values{"a": none, "b": text("y")})},
		"imported":             {none, map[string]any{"a": "x"}, object(values{"a": text("x")})},
		"no longer configured": {object(values{"a": text("x")}), nil, none},
		"unchanged":            {mapOf(values{"a": text("x")}), map[string]any{"a": "x"}, mapOf(values{"a": text("x")})},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := refreshed(test.settings, plainSettings(test.settings), test.after); !got.Equal(test.want) {
				t.Errorf("refreshed is %s instead of %s", got, test.want)
			}
		})
	}
}
