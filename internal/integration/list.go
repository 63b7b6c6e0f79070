package integration

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
)

// Attributes that only list resources have.
const (
	attributeIncludeSubgroups = "include_subgroups"
	attributeIncludeInherited = "include_inherited"
	attributeIncludeArchived  = "include_archived"
	attributeAllSlugs         = "all_slugs"
)

const listDescription = `What the owner of the ` + "`token`" + ` may not read is left out, with a warning. Needs Terraform 1.14.

A ` + "`list`" + ` block ends after 100 integrations, unless ` + "`limit`" + ` says otherwise.`

// newList makes the list resource of a resource: the schema of the block `config`
// in a `list` block.
func newList(resource *definition) *definition {
	where := map[Scope]string{
		ProjectAndGroup: "in a project, or in a group and all projects and groups below it",
		ProjectOnly:     "in a project, or in all projects of a group and of the groups below it",
		GroupOnly:       "in a group and all groups below it",
	}[resource.Scope]
	category, finds := resource.Category, "Finds where the "+resource.Title+" integration is active: "
	attributes := searchAttributes(resource.Scope)
	if resource.isCustom() {
		category, finds = "Overview", "Finds the active integrations that have no resource of their own: "
		attributes = append(attributes, search(attributeAllSlugs, "Whether to find the integrations that have a resource of their own, too, for an overview: "+
			"the display name begins with the type of the resource that suits. Cannot be combined with `include_resource` and `-generate-config-out`, "+
			"because an integration would then be in the configuration twice. Default: `false`."))
	}
	list := newDefinition(resource.Spec, "<!-- subcategory:"+category+" -->\n"+finds+where+". "+listDescription, attributes)
	list.known = resource.known
	return list
}

// searchAttributes say where to look for integrations that owners of this scope
// can have.
func searchAttributes(scope Scope) []*tfprotov6.SchemaAttribute {
	consequence := " Exactly one of `project` and `group` must be set."
	attributes := []*tfprotov6.SchemaAttribute{ownerAttribute(attributeProject, false, "Id or full path of the project, such as `acme/web`."+consequence)}
	if scope == GroupOnly {
		attributes, consequence = nil, ""
	}
	return append(attributes,
		ownerAttribute(attributeGroup, scope == GroupOnly, "Id or full path of the group, such as `acme`."+consequence),
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

// ValidateListResourceConfig finds what is wrong with a `list` block without asking
// GitLab. Terraform 1.14 and 1.15 do not hand on the argument include_resource, so
// ListResource checks it again.
func (s *Server) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (resp *tfprotov6.ValidateListResourceConfigResponse, err error) {
	resp = &tfprotov6.ValidateListResourceConfigResponse{}
	guard(&resp.Diagnostics, func() {
		list, ok := s.lists[req.TypeName]
		if !ok {
			if inner, serves := s.ProviderServer.(tfprotov6.ListResourceServer); serves {
				resp, err = inner.ValidateListResourceConfig(ctx, req)
			} else {
				resp.Diagnostics = []*tfprotov6.Diagnostic{unknownList(req.TypeName)}
			}
			return
		}
		config := list.values(req.Config)
		resp.Diagnostics = slices.Concat(ValidateSearch(config), validateAllSlugs(config, isTrueArgument(req.IncludeResourceObject)))
	})
	return resp, err
}

// ValidateSearch checks the attributes that say where to look for integrations:
// exactly one of project and group, and no filter of groups beside a project.
func ValidateSearch(config map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	found := ValidateOwner(config)
	if !isSet(config[attributeProject]) {
		return found
	}
	for _, name := range []string{attributeIncludeSubgroups, attributeIncludeArchived} {
		if isSet(config[name]) {
			found = append(found, failureAt(name, "Conflicting "+name,
				"`"+name+"` says what is looked at below a `group`, and has no effect on a `project`. Remove one of the two."))
		}
	}
	return found
}

// validateAllSlugs refuses the overview of all integrations together with the
// resources: an integration would be described by two types.
func validateAllSlugs(config values, resources bool) []*tfprotov6.Diagnostic {
	if !resources || !isTrue(config[attributeAllSlugs]) {
		return nil
	}
	return []*tfprotov6.Diagnostic{failureAt(attributeAllSlugs, "An overview has no resources",
		"With `all_slugs = true`, this block also finds integrations that have a resource type of their own, and those would come into the configuration twice. "+
			"Remove `all_slugs` to get the resources of the others. For an overview, remove `include_resource` from the block, "+
			"and run `terraform query` without `-generate-config-out`.")}
}

// isTrueArgument reports whether an argument of a `list` block is known to be true.
func isTrueArgument(argument *tfprotov6.DynamicValue) bool {
	if argument == nil {
		return false
	}
	value, err := argument.Unmarshal(tftypes.Bool)
	return err == nil && isTrue(value)
}

func unknownList(typeName string) *tfprotov6.Diagnostic {
	return failure("Unknown list resource", "The provider has no list resource `"+typeName+"`.")
}

// searched is what the configuration of a `list` block looks for.
func (d *definition) searched(config settings) discovery.Query {
	subgroups, isSet := config[attributeIncludeSubgroups].(bool)
	query := discovery.Query{
		Owner:     ownerOf(config),
		Subgroups: subgroups || !isSet,
		Archived:  config[attributeIncludeArchived] == true,
		Inherited: config[attributeIncludeInherited] == true,
	}
	if d.isCustom() {
		if config[attributeAllSlugs] != true {
			query.Except = d.typedSlugs()
		}
		return query
	}
	query.Slugs = []string{d.Slug}
	for _, kind := range []client.Kind{client.GroupKind, client.ProjectKind} {
		if d.Exists(kind) {
			query.Kinds = append(query.Kinds, kind)
		}
	}
	return query
}

// typedSlugs are the slugs that have a resource of their own, by the kind of owner.
func (d *definition) typedSlugs() map[client.Kind][]string {
	typed := map[client.Kind][]string{}
	for slug, known := range d.known {
		for _, kind := range []client.Kind{client.GroupKind, client.ProjectKind} {
			if known.Exists(kind) {
				typed[kind] = append(typed[kind], slug)
			}
		}
	}
	return typed
}
