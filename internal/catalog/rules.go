package catalog

import "reflect"

func validateRule(integration Integration, rule Rule) []string {
	var f faults
	f = append(f, validateCondition(integration, rule.If, "if")...)
	f = append(f, validateCondition(integration, rule.Then, "then")...)
	f.add(rule.If.Parameter == rule.Then.Parameter, "has one parameter in both if and then")
	f.add(!isSentence(rule.Because), "has no because that ends with a full stop")
	if len(f) == 0 {
		example := exampleOf(integration)
		f.add(rule.IsBrokenBy(example), "is broken by the examples and defaults of the file")
	}
	return f
}

// validateCondition checks one side of a rule, "if" or "then".
func validateCondition(integration Integration, c Condition, side string) []string {
	var f faults
	p, found := integration.Parameter(c.Parameter)
	f.add(!found, "has the unknown parameter %q in %s", c.Parameter, side)
	f.add((c.Equals == nil) == (c.Set == nil), "does not have exactly one of equals and set in %s", side)
	if found && c.Equals != nil {
		f.add(!hasType(c.Equals, p.Type), "has an equals in %s that is no %s", side, p.Type)
		f.add(!inEnum(c.Equals, p.Enum), "has an equals in %s that is not in the enum of %q", side, p.Name)
		f.add(p.Secret, "compares a secret in %s", side)
	}
	return f
}

// exampleOf returns the configuration that the documentation shows, completed with
// the defaults: values by name, nil for settings without one.
func exampleOf(integration Integration) map[string]any {
	values := map[string]any{}
	for _, p := range integration.Parameters {
		values[p.Name] = p.Default
		if p.Required || p.Showcase {
			values[p.Name] = p.Example
		}
	}
	for _, p := range integration.Parameters {
		if p.DefaultFrom != "" && !p.Required && !p.Showcase {
			values[p.Name] = values[p.DefaultFrom]
		}
	}
	return values
}

// IsBrokenBy reports whether a configuration violates the rule: values by name with
// defaults, nil for settings without one.
func (r Rule) IsBrokenBy(values map[string]any) bool {
	return holds(r.If, values) && !holds(r.Then, values)
}

// holds reports whether a condition holds for the values of an integration.
func holds(c Condition, values map[string]any) bool {
	value := values[c.Parameter]
	if c.Set != nil {
		return isSet(value) == *c.Set
	}
	return reflect.DeepEqual(value, c.Equals)
}

func isSet(value any) bool {
	list, isList := value.([]string)
	return value != nil && value != "" && (!isList || len(list) > 0)
}
