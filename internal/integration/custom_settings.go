package integration

import (
	"encoding/json"
	"math/big"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The attribute settings is an object or a map. A setting is null, a string, a
// boolean, a number, or a list, set or tuple of strings; in plain Go nil, string,
// bool, json.Number or []string.

// isSettings reports whether a value is valid for the attribute settings. An unknown
// value may be valid.
func isSettings(value tftypes.Value) bool {
	return value.IsNull() || !value.IsKnown() || isKeyed(value.Type())
}

func isKeyed(t tftypes.Type) bool { return t.Is(tftypes.Object{}) || t.Is(tftypes.Map{}) }

// elements returns the elements of an object or map by name; none if it is null or
// unknown.
func elements(value tftypes.Value) map[string]tftypes.Value {
	if value.IsNull() || !value.IsKnown() || !isKeyed(value.Type()) {
		return nil
	}
	return as[map[string]tftypes.Value](value)
}

// isSetting reports whether a value is valid for one setting. An unknown value may be
// valid.
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

// plainSettings returns settings in plain Go; nil if they are null.
func plainSettings(settings tftypes.Value) map[string]any {
	values := elements(settings)
	if values == nil {
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
		return toSetting(value)
	}
}

// refreshed returns the settings after a read. Settings that have not changed keep
// the value of the configuration, including its type.
func refreshed(settings tftypes.Value, before, after map[string]any) tftypes.Value {
	switch {
	case reflect.DeepEqual(before, after):
		return settings
	case after == nil:
		return tftypes.NewValue(tftypes.DynamicPseudoType, nil)
	}
	values := elements(settings)
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

// isMapOf reports whether a map type can have elements of these types.
func isMapOf(t tftypes.Type, elements map[string]tftypes.Type) bool {
	m, isMap := t.(tftypes.Map)
	for _, element := range elements {
		isMap = isMap && element.Equal(m.ElementType)
	}
	return isMap
}

// changed returns the value of a setting that has changed. A list keeps its type.
func changed(setting any, t tftypes.Type) tftypes.Value {
	switch setting := setting.(type) {
	case nil:
		if t == nil {
			t = tftypes.DynamicPseudoType
		}
		return tftypes.NewValue(t, nil)
	case bool:
		return tftypes.NewValue(tftypes.Bool, setting)
	case json.Number:
		number, _, err := big.ParseFloat(setting.String(), 10, 512, big.ToNearestEven)
		if err != nil {
			panic(err) // The value was decoded as a number.
		}
		return tftypes.NewValue(tftypes.Number, number)
	case []string:
		return changedList(setting, t)
	case []any:
		list := make([]string, len(setting))
		for i, element := range setting {
			list[i] = decodeString(element)
		}
		return changedList(list, t)
	default:
		return tftypes.NewValue(tftypes.String, decodeString(setting))
	}
}

func changedList(list []string, t tftypes.Type) tftypes.Value {
	if t == nil || !t.Is(tftypes.List{}) && !t.Is(tftypes.Set{}) {
		t = tftypes.Tuple{ElementTypes: slices.Repeat([]tftypes.Type{tftypes.String}, len(list))}
	}
	return toValue(t, list)
}

// isSettingShape reports whether a value in an answer has a form that can be
// configured.
func isSettingShape(value any) bool {
	list, isList := value.([]any)
	if isList {
		return !slices.ContainsFunc(list, func(element any) bool { return !isType[string](element) })
	}
	return isType[string](value) || isType[bool](value) || isType[json.Number](value)
}
