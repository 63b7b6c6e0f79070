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

const listDescription = `What the user of the ` + "`token`" + ` may not read is left out, with a warning. Needs Terraform 1.14.

A ` + "`list`" + ` block ends after 100 integrations, unless ` + "`limit`" + ` says otherwise.`

// newList returns the list resource of a resource, with the schema of the block
// `config` in a `list` block.
func newList(resource *definition) *definition {
	where := map[Scope]string{
		ProjectAndGroup: "in a project, or in a group and all projects and groups below it",
		ProjectOnly:     "in a project, or in all projects of a group and of the groups below it",
		GroupOnly:       "in a group and all groups below it",
	}[resource.Scope]
	finds := "Finds where the " + resource.Title + " integration is active: "
	attributes := searchAttributes(resource.Scope)
	if resource.isCustom() {
		finds = "Finds the active integrations that have no resource of their own: "
		attributes = append(attributes, search(attributeAllSlugs, "Whether to find the integrations that have a resource of their own, too, for an overview: "+
			"the display name begins with the type of the resource that suits. Cannot be combined with `include_resource` and `-generate-config-out`, "+
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
		search(attributeIncludeSubgroups, "Whether to look at the groups below `group` and their projects, too. Default: `true`."),
		search(attributeIncludeInherited, "Whether to find integrations whose settings are those of a group above or of the instance, too. "+
			"GitLab before 17.3 does not tell which those are, and all are found. Default: `false`."),
		search(attributeIncludeArchived, "Whether to look at archived projects and groups below `group`, too. Default: `false`."),
	)
}

func search(name, description string) *tfprotov6.SchemaAttribute {
	return &tfprotov6.SchemaAttribute{
		Name: name, Type: tftypes.Bool, Optional: true, Description: description, DescriptionKind: tfprotov6.StringKindMarkdown,
	}
}
