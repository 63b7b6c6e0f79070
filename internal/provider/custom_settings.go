package provider

import (
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The attribute settings is an object or a map. A setting is nil, a string, a
// boolean, a number, or a list, set or tuple of strings; in plain Go nil,
// string, bool, json.Number or []string.

// settingValues are the values by name; false if it is neither object nor map.
// Of what is null or unknown there are none.
func settingValues(settings tftypes.Value) (values map[string]tftypes.Value, ok bool) {
	if settings.IsNull() || !settings.IsKnown() {
		return nil, true
	}
	if t := settings.Type(); !t.Is(tftypes.Object{}) && !t.Is(tftypes.Map{}) {
		return nil, false
	}
	return as[map[string]tftypes.Value](settings), true
}

// isSetting reports whether a value can be one of a setting. What is not known
// may turn out to be.
func isSetting(value tftypes.Value) bool {
	switch t := value.Type(); {
	case value.IsNull() || !value.IsFullyKnown():
		return true
	case isList(t):
		for _, element := range as[[]tftypes.Value](value) {
			if element.IsNull() || !element.Type().Is(tftypes.String) {
				return false
			}
		}
		return true
	default:
		return t.Is(tftypes.String) || t.Is(tftypes.Bool) || t.Is(tftypes.Number)
	}
}

func isList(t tftypes.Type) bool {
	return t.Is(tftypes.List{}) || t.Is(tftypes.Set{}) || t.Is(tftypes.Tuple{})
}

// plainSettings are settings in plain Go; nil if they are null.
func plainSettings(settings tftypes.Value) map[string]any {
	values, ok := settingValues(settings)
	if values == nil || !ok {
		return nil
	}
	plain := make(map[string]any, len(values))
	for name, value := range values {
		plain[name] = plainSetting(value)
	}
	return plain
}

func plainSetting(value tftypes.Value) any {
	switch t := value.Type(); {
	case value.IsNull() || !value.IsFullyKnown():
		return nil
	case t.Is(tftypes.Bool):
		return as[bool](value)
	case t.Is(tftypes.Number):
		number := as[big.Float](value)
		return json.Number(number.Text('f', -1))
	case isList(t):
		list := []string{}
		for _, element := range as[[]tftypes.Value](value) {
			list = append(list, as[string](element))
		}
		return list
	default:
		return as[string](value)
	}
}

// refreshed are the settings with what a read has found changed. What has not
// changed stays as people wrote it.
func refreshed(settings tftypes.Value, before, after map[string]any) tftypes.Value {
	switch {
	case reflect.DeepEqual(before, after):
		return settings
	case after == nil:
		return tftypes.NewValue(tftypes.DynamicPseudoType, nil)
	}
	values, _ := settingValues(settings)
	types, attributes := map[string]tftypes.Type{}, map[string]tftypes.Value{}
	for name, setting := range after {
		value, exists := values[name]
		if !exists || !reflect.DeepEqual(before[name], setting) {
			value = changed(setting, value.Type())
		}
		types[name], attributes[name] = value.Type(), value
	}
	if isMapOf(settings.Type(), types) {
		return tftypes.NewValue(settings.Type(), attributes)
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, attributes)
}

// isMapOf reports whether a map type can hold elements of such types.
func isMapOf(t tftypes.Type, elements map[string]tftypes.Type) bool {
	m, isMap := t.(tftypes.Map)
	for _, element := range elements {
		isMap = isMap && element.Equal(m.ElementType)
	}
	return isMap
}

// changed is the value of a setting that a read has found, a list in the type
// that it had.
func changed(setting any, t tftypes.Type) tftypes.Value {
	switch setting := setting.(type) {
	case bool:
		return tftypes.NewValue(tftypes.Bool, setting)
	case string:
		return tftypes.NewValue(tftypes.String, setting)
	case json.Number:
		number, _, err := big.ParseFloat(setting.String(), 10, 512, big.ToNearestEven)
		if err != nil {
			panic(err) // It was decoded as a number.
		}
		return tftypes.NewValue(tftypes.Number, number)
	case []string:
		return changedList(setting, t)
	case []any:
		list := make([]string, len(setting))
		for i, element := range setting {
			list[i] = fmt.Sprint(element)
		}
		return changedList(list, t)
	case nil:
		if t == nil {
			t = tftypes.DynamicPseudoType
		}
		return tftypes.NewValue(t, nil)
	default:
		return tftypes.NewValue(tftypes.String, fmt.Sprint(setting))
	}
}

func changedList(list []string, t tftypes.Type) tftypes.Value {
	elements, types := make([]tftypes.Value, len(list)), make([]tftypes.Type, len(list))
	for i, element := range list {
		elements[i], types[i] = tftypes.NewValue(tftypes.String, element), tftypes.String
	}
	if t == nil || !t.Is(tftypes.List{}) && !t.Is(tftypes.Set{}) {
		t = tftypes.Tuple{ElementTypes: types}
	}
	return tftypes.NewValue(t, elements)
}

// as reads a value whose type was looked at before.
func as[T any](value tftypes.Value) (result T) {
	if err := value.As(&result); err != nil {
		panic(err)
	}
	return result
}
