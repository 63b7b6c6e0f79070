package integration

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Attributes that only list resources have.
const (
	attributeIncludeSubgroups = "include_subgroups"
	attributeIncludeInherited = "include_inherited"
	attributeIncludeArchived  = "include_archived"
	attributeAllSlugs         = "all_slugs"
)

const listDescription = `Needs Terraform 1.14 and GitLab 12.7.

Projects and groups that the user of the ` + "`token`" + ` may not read are left out, with a warning. A ` + "`list`" + ` block returns at most 100 integrations, unless it has a ` + "`limit`" + `. See the guide [Adopting integrations by query](../guides/query.md).`

// newList returns the list resource of a resource, with the schema of the block
// `config` in a `list` block.
func newList(resource *definition) *definition {
	where := map[Scope]string{
		ProjectAndGroup: "in a project, or in a group with all its subgroups and projects",
		ProjectOnly:     "in a project, or in all projects of a group and its subgroups",
		GroupOnly:       "in a group with all its subgroups",
	}[resource.Scope]
	finds := "Lists where the " + resource.Title + " integration is active: "
	attributes := searchAttributes(resource.Scope)
	if resource.isCustom() {
		finds = "Lists the active integrations that have no resource of their own: "
		attributes = append(attributes, search(attributeAllSlugs, "Whether to include the integrations that have a resource of their own, for an overview: "+
			"the display name begins with the type of that resource. Cannot be combined with `include_resource` and `-generate-config-out`, "+
			"because an integration would then be in the configuration twice. Default: `false`."))
	}
	list := newDefinition(resource.Spec, finds+where+". "+listDescription, attributes)
	list.known = resource.known
	return list
}

// searchAttributes are the attributes of a search for integrations with this scope.
func searchAttributes(scope Scope) []*tfprotov6.SchemaAttribute {
	consequence := " Exactly one of `project` and `group` must be set."
	attributes := []*tfprotov6.SchemaAttribute{ownerAttribute(attributeProject, false, "ID or full path of the project, such as `acme/web`."+consequence)}
	if scope == GroupOnly {
		attributes, consequence = nil, ""
	}
	return append(attributes,
		ownerAttribute(attributeGroup, scope == GroupOnly, "ID or full path of the group, such as `acme`."+consequence),
		search(attributeIncludeSubgroups, "Whether to include the subgroups of `group` and their projects. Default: `true`."),
		search(attributeIncludeInherited, "Whether to include integrations that inherit the settings of a group above or of the instance. "+
			"GitLab before 17.3 does not say which those are, so all are included. Default: `false`."),
		search(attributeIncludeArchived, "Whether to include archived projects and subgroups of `group`. Default: `false`."),
	)
}

func search(name, description string) *tfprotov6.SchemaAttribute {
	return &tfprotov6.SchemaAttribute{
		Name: name, Type: tftypes.Bool, Optional: true, Description: description, DescriptionKind: tfprotov6.StringKindMarkdown,
	}
}
