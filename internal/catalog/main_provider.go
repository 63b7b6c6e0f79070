package catalog

import (
	"fmt"
	"slices"
)

// MainProvider describes an integration in the main GitLab provider, gitlabhq/gitlab
// (read in its documentation and changelog up to 19.1, and in its source up to 3.18).
type MainProvider struct {
	// Names are the last parts of its resource types: "slack" of
	// gitlab_service_slack, gitlab_integration_slack,
	// gitlab_project_integration_slack and gitlab_group_integration_slack.
	Names []string `yaml:"names"`
	// Translated are the attributes that have another name there, or other values.
	Translated []Translation `yaml:"translated,omitempty"`
}

// Translation is an attribute of the main provider that differs from GitLab's API.
type Translation struct {
	// From is the name of the attribute.
	From string `yaml:"from"`
	// To is the parameter that gets the value, unless it already has one.
	To string `yaml:"to"`
	// Values are the parameter's values by those of the attribute, as text; nil if
	// both have the same values.
	Values map[string]string `yaml:"values,omitempty"`
}

// inEnumAsText does the same as inEnum for a value that is written as text.
func inEnumAsText(value string, enum []any) bool {
	equal := func(allowed any) bool { return fmt.Sprint(allowed) == value }
	return len(enum) == 0 || slices.ContainsFunc(enum, equal)
}

func validateMainProvider(integration Integration) []string {
	main := integration.MainProvider
	if main == nil {
		return nil
	}
	var f faults
	f.add(len(main.Names) == 0, "main_provider has no names")
	for _, name := range main.Names {
		f.add(!namePattern.MatchString(name), "main_provider has the name %q, which is not made of lower-case words and underscores", name)
	}
	for _, translation := range main.Translated {
		parameter, exists := integration.Parameter(translation.To)
		where := fmt.Sprintf("main_provider translates %q to %q, ", translation.From, translation.To)
		f.add(!namePattern.MatchString(translation.From), "main_provider translates %q, which is not made of lower-case words and underscores", translation.From)
		f.add(!exists, "%swhich is no parameter", where)
		f.add(translation.From == translation.To, "%swhich is the same", where)
		for _, value := range translation.Values {
			f.add(exists && !inEnumAsText(value, parameter.Enum), "%swhose enum lacks %q", where, value)
		}
	}
	return f
}
