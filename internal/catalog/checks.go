package catalog

import (
	"maps"
	"regexp"
	"slices"
)

var (
	checkKinds      = []string{Presence, PublicURL, Matches, Length, Included, WholeNumber, Items, Fails, JSONKey, RE2}
	refills         = []string{RefilledDefault, RefilledActive}
	conditionStates = []any{Present, Blank, Given, Sent, Changed}

	// withMessage are the kinds without a message of their own.
	withMessage = []string{Items, Fails, JSONKey}
	// withPattern and withMaximum are the kinds that need a pattern or a maximum.
	withPattern = []string{Matches, Items}
	withMaximum = []string{Length, Items}
)

func validateCheck(integration Integration, c Check) []string {
	var f faults
	f.add(!stores(integration, c.Parameter), "has the unknown parameter %q", c.Parameter)
	f.add(!slices.Contains(checkKinds, c.Check), "has the unknown check %q", c.Check)
	f.add(slices.Contains(withPattern, c.Check) != (c.Pattern != ""), "has a pattern, or lacks one")
	f.add(slices.Contains(withMaximum, c.Check) != (c.Maximum != 0), "has a maximum, or lacks one")
	f.add(slices.Contains(withMessage, c.Check) && c.Message == "", "lacks a message")
	f.add((len(c.Schemes) > 0 || c.Local) && c.Check != PublicURL, "has schemes or local but is no public_url")
	f.add(c.InTable && (c.Check != Length || integration.Table == ""), "is in_table but is no length, or there is no table")
	f.add(c.Minimum != 0 && c.Check != WholeNumber, "has a minimum but is no whole_number")
	f.add(!isRegexp(c.Pattern), "has the pattern %q, which is no regular expression", c.Pattern)
	for _, condition := range c.If {
		_, isNumber := condition.Is.(int)
		f.add(!isNumber && !slices.Contains(conditionStates, condition.Is), "has the unknown state %v in if", condition.Is)
		f.add(!stores(integration, condition.Parameter), "has the unknown parameter %q in if", condition.Parameter)
	}
	return f
}

// stores reports whether a record of the integration has a value of that name.
func stores(integration Integration, name string) bool {
	_, found := integration.Parameter(name)
	return found || integration.Hook != nil && integration.Hook.StoredAs == name
}

func validateStorage(integration Integration) []string {
	var f faults
	f.add(integration.Table != "" && !namePattern.MatchString(integration.Table), "table %q is not made of lower-case words and underscores", integration.Table)
	for name := range integration.EventDefaults {
		_, isFlag := FindEventFlag(name)
		_, isParameter := integration.Parameter(name)
		f.add(!isFlag || isParameter, "event_defaults has %q, which is no event flag or a parameter", name)
	}
	for _, property := range integration.AnsweredOnly {
		f.add(!namePattern.MatchString(property.Name), "answered_only %q is not made of lower-case words and underscores", property.Name)
		f.add(property.Scope != "" && !integration.HasScope(property.Scope), "answered_only %q has the scope %q, which the integration lacks", property.Name, property.Scope)
		f.add(!isVersion(property.Since), "answered_only %q has since %q, which is no version such as 16.9", property.Name, property.Since)
	}
	if integration.Hook != nil {
		f = append(f, validateHook(integration, *integration.Hook)...)
	}
	return f
}

func validateHook(integration Integration, h Hook) []string {
	var f faults
	f.add(h.URL == "", "hook has no url")
	for _, name := range slices.Concat(h.Variables, h.Needs, slices.Sorted(maps.Values(h.Query))) {
		_, found := integration.Parameter(name)
		f.add(!found, "hook has the unknown parameter %q", name)
	}
	f.add(h.StoredAs != "" && len(h.Variables) > 0, "hook has variables but is stored in the record")
	return f
}

func validateParameterStorage(integration Integration, p Parameter) []string {
	var f faults
	f.add(p.Refilled != "" && !slices.Contains(refills, p.Refilled), "has the unknown refilled %q", p.Refilled)
	f.add(p.Refilled == RefilledDefault && p.Default == nil, "is refilled but has no default")
	f.add(p.Refilled == RefilledActive && p.Type != Boolean, "is refilled by a boolean but is none")
	f.add(p.Column && p.Returned == Top, "has a column, as all at the top")
	f.add(p.Enforced && len(p.Enum) == 0, "is enforced but has no enum")
	f.add(len(p.CopiedTo) > 0 && p.Type != Boolean, "is copied to flags but is no boolean")
	for _, name := range p.CopiedTo {
		_, isFlag := FindEventFlag(name)
		_, isParameter := integration.Parameter(name)
		f.add(!isFlag || isParameter, "is copied to %q, which is no event flag or a parameter", name)
	}
	if refill := p.RefilledFrom; refill != nil {
		source, _ := integration.Parameter(refill.Parameter)
		f.add(source.Type != Boolean || p.Type != String, "is refilled from %q, which is no boolean, or is no string", refill.Parameter)
	}
	if host := p.AnsweredForHost; host != nil {
		_, found := integration.Parameter(host.Parameter)
		f.add(!found || !isRegexp(host.Pattern), "has an answered_for_host without parameter or pattern")
	}
	return f
}

func isRegexp(text string) bool {
	_, err := regexp.Compile(text)
	return err == nil
}
