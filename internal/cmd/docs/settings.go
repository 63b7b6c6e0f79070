package main

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// Groups of attributes. A resource has no group of settings, and a data source only that,
// events, channels and what is deprecated.
const (
	owner      = "Project or group"
	status     = "Status"
	required   = "Required settings"
	secrets    = "Optional secrets"
	optional   = "Optional settings"
	all        = "Settings"
	events     = "Events"
	channels   = "Channels"
	deprecated = "Deprecated settings"
	readOnly   = "Read-only"
)

// groups are in the order of a page.
var groups = []string{owner, status, required, secrets, optional, all, events, channels, deprecated, readOnly}

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
	case strings.HasSuffix(name, "_events"):
		return events
	case strings.HasSuffix(name, "_channel"):
		return channels
	default:
		return optional
	}
}

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

// settings are the attributes of a resource or data source in groups, as Markdown. In a
// group, they have the order of the schema.
func settings(attributes []*tfprotov6.SchemaAttribute, i catalog.Integration, groupOf func(*tfprotov6.SchemaAttribute, catalog.Integration) string) string {
	lines := map[string][]string{}
	for _, a := range attributes {
		name := groupOf(a, i)
		lines[name] = append(lines[name], line(a))
	}
	parts := []string{"## Schema"}
	for _, name := range groups {
		if len(lines[name]) > 0 {
			parts = append(parts, "### "+title(name, i), strings.Join(lines[name], "\n"))
		}
	}
	return strings.Join(parts, "\n\n")
}

// title is the heading of a group.
func title(group string, i catalog.Integration) string {
	if group == owner && len(i.Scopes) == 1 {
		return map[string]string{catalog.Project: "Project", catalog.Group: "Group"}[i.Scopes[0]]
	}
	return group
}

const writeOnly = "[Write-only](https://developer.hashicorp.com/terraform/language/resources/ephemeral#write-only-arguments)"

// line describes one attribute.
func line(a *tfprotov6.SchemaAttribute) string {
	marks := []string{typeName(a.Type)}
	for _, mark := range []struct {
		text string
		has  bool
	}{{"Required", a.Required}, {"Sensitive", a.Sensitive}, {writeOnly, a.WriteOnly}, {"Deprecated", a.Deprecated}} {
		if mark.has {
			marks = append(marks, mark.text)
		}
	}
	return fmt.Sprintf("- `%s` (%s) %s", a.Name, strings.Join(marks, ", "), a.Description)
}

// typeName is the name of a type as tfplugindocs writes it.
func typeName(t tftypes.Type) string {
	switch {
	case t.Is(tftypes.Bool):
		return "Boolean"
	case t.Is(tftypes.Number):
		return "Number"
	case t.Is(tftypes.Set{}):
		return "Set of String"
	default:
		return "String"
	}
}
