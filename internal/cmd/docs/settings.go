package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// Groups of attributes. Each page has a part of them.
const (
	owner      = "Project or group"
	status     = "Status"
	required   = "Required settings"
	secrets    = "Optional secrets"
	optional   = "Optional settings"
	all        = "Settings"
	filters    = "Filters"
	events     = "Events"
	channels   = "Channels"
	deprecated = "Deprecated settings"
	readOnly   = "Read-only"
)

// groups are in the order of a page.
var groups = []string{owner, status, required, secrets, optional, all, filters, events, channels, deprecated, readOnly}

// owners are the attributes of the group owner, in their order on a page.
var owners = []string{"project", "group", "use_inherited_settings"}

// group returns the group of an attribute of the page.
func (p page) group(a *tfprotov6.SchemaAttribute) string {
	switch {
	case p.integration == nil || p.kind == listResources:
		return groupByUse(a, p.kind)
	case p.kind == dataSources:
		return groupOfRead(a, *p.integration)
	default:
		return groupOf(a, *p.integration)
	}
}

// groupByUse returns the group of an attribute of a page that does not show the settings
// of a single integration.
func groupByUse(a *tfprotov6.SchemaAttribute, kind string) string {
	switch {
	case slices.Contains(owners, a.Name):
		return owner
	case a.Required:
		return required
	case a.Optional && kind == resources:
		return optional
	case a.Optional:
		return filters
	default:
		return readOnly
	}
}

// groupOf returns the group of an attribute of a resource. The attributes of a secret are
// in the group of its setting.
func groupOf(a *tfprotov6.SchemaAttribute, i catalog.Integration) string {
	name := strings.TrimSuffix(strings.TrimSuffix(a.Name, "_version"), "_wo")
	p, isSetting := i.Parameter(name)
	switch {
	case !isSetting && (a.Optional || a.Required):
		return owner
	case !isSetting:
		return readOnly
	case p.Deprecated != "":
		return deprecated
	case p.Required:
		return required
	case p.Secret:
		return secrets
	case isEvent(name):
		return events
	case strings.HasSuffix(name, "_channel"):
		return channels
	default:
		return optional
	}
}

// isEvent reports whether a setting is the flag of an event.
func isEvent(name string) bool { return strings.HasSuffix(name, "_events") }

// groupOfRead returns the group of an attribute of a data source.
func groupOfRead(a *tfprotov6.SchemaAttribute, i catalog.Integration) string {
	switch group := groupOf(a, i); group {
	case readOnly:
		return status
	case required, optional:
		return all
	default:
		return group
	}
}

// settings are the attributes of the page in groups, as Markdown. In a group, they have
// the order of the schema.
func (p page) settings() string {
	attributes := slices.SortedStableFunc(slices.Values(p.schema.Block.Attributes), func(a, b *tfprotov6.SchemaAttribute) int {
		return slices.Index(owners, a.Name) - slices.Index(owners, b.Name)
	})
	lines := map[string][]string{}
	for _, a := range attributes {
		group := p.group(a)
		lines[group] = append(lines[group], line(a))
	}
	parts := []string{"## Schema"}
	for _, group := range groups {
		if len(lines[group]) > 0 {
			parts = append(parts, "### "+p.title(group), strings.Join(lines[group], "\n"))
		}
	}
	return strings.Join(parts, "\n\n")
}

// title is the heading of a group.
func (p page) title(group string) string {
	if group == owner && p.integration != nil && p.kind != listResources && len(p.integration.Scopes) == 1 {
		return map[string]string{catalog.Project: "Project", catalog.Group: "Group"}[p.integration.Scopes[0]]
	}
	return group
}

const writeOnly = "[Write-only](https://developer.hashicorp.com/terraform/language/resources/ephemeral#write-only-arguments)"

// line describes one attribute. The attributes of its objects are a list below it, with
// the event flags at the end.
func line(a *tfprotov6.SchemaAttribute) string {
	marks := []string{typeName(a)}
	for _, mark := range []struct {
		text string
		has  bool
	}{{"Required", a.Required}, {"Sensitive", a.Sensitive}, {writeOnly, a.WriteOnly}, {"Deprecated", a.Deprecated}} {
		if mark.has {
			marks = append(marks, mark.text)
		}
	}
	text := fmt.Sprintf("- `%s` (%s) %s", a.Name, strings.Join(marks, ", "), a.Description)
	if a.NestedType != nil {
		for _, flags := range []bool{false, true} {
			for _, nested := range a.NestedType.Attributes {
				if isEvent(nested.Name) == flags {
					text += "\n  " + line(nested)
				}
			}
		}
	}
	return text
}

// typeName is the name of an attribute's type, as tfplugindocs writes it.
func typeName(a *tfprotov6.SchemaAttribute) string {
	switch t := a.Type; {
	case a.NestedType != nil:
		return "List of Object"
	case t.Is(tftypes.Bool):
		return "Boolean"
	case t.Is(tftypes.Number):
		return "Number"
	case t.Is(tftypes.Set{}):
		return "Set of String"
	case t.Is(tftypes.Map{}):
		return "Map of String"
	case t.Is(tftypes.DynamicPseudoType):
		return "Dynamic"
	default:
		return "String"
	}
}
