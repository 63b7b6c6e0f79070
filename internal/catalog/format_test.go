package catalog

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/check"
)

// checkOf returns the check that the provider applies to a value.
func checkOf(p Parameter) func(string) string {
	var checks []func(string) string
	if p.Format != "" {
		checks = append(checks, check.OfFormat(p.Format))
	}
	if p.MaximumLength > 0 {
		checks = append(checks, check.MaximumLength(p.MaximumLength))
	}
	if p.MaximumItems > 0 {
		checks = append(checks, check.MaximumItems(p.MaximumItems))
	}
	switch {
	case p.Maximum != nil:
		checks = append(checks, check.Between(*p.Minimum, *p.Maximum))
	case p.Minimum != nil:
		checks = append(checks, check.AtLeast(*p.Minimum))
	}
	return check.All(checks...)
}

func TestExamplesAndDefaultsPassTheChecks(t *testing.T) {
	for _, integration := range loadAll(t) {
		for _, p := range integration.Parameters {
			for _, value := range []any{p.Example, p.Default} {
				if !isSet(value) {
					continue
				}
				text := fmt.Sprint(value)
				if list, ok := value.([]string); ok {
					text = strings.Join(list, ",")
				}
				if fault := checkOf(p)(text); fault != "" {
					t.Errorf("%s %s: %q %s", integration.Slug, p.Name, text, fault)
				}
			}
		}
	}
}
