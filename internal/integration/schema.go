package integration

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// Attributes of every resource besides its parameters.
const (
	attributeID        = "id"
	attributeProject   = "project"
	attributeGroup     = "group"
	attributeInherited = "use_inherited_settings"
)

// Exists reports whether owners of a kind can have the integration.
func (s *Spec) Exists(kind client.Kind) bool {
	return s.Scope == ProjectAndGroup || (s.Scope == GroupOnly) == (kind == client.GroupKind)
}

// TypeName is the name of the resource and of the data source, such as
// "gitlabintegrations_pipelines_email".
func (s *Spec) TypeName() string {
	return "gitlabintegrations_" + strings.ReplaceAll(s.Slug, "-", "_")
}

// definition is a resource or a data source: a Spec with values that are computed
// from it once.
type definition struct {
	*Spec
	schema    *tfprotov6.Schema
	valueType tftypes.Type
	// identitySchema is the schema of a resource's identity; nil for a data source.
	identitySchema *tfprotov6.ResourceIdentitySchema
	// types contains the type of every attribute, nulls a null of each.
	types map[string]tftypes.Type
	nulls values
	// parameters are the parameters by name.
	parameters map[string]*Parameter
	// exclusives are the integrations of which a project can have only one active at a
	// time, including this one; nil if this integration excludes no other.
	exclusives []*Spec
	// defaults are the values of settings that are not configured.
	defaults values
	// known are the resources of the catalog by slug, for a custom integration; nil
	// for any other.
	known map[string]*definition
	// policy is what the resource demands of integrations that it does not set up; nil if
	// it sets one up.
	policy policy
	// slugName is the attribute with the slug of the integration; "" if there is none.
	slugName string
}

func newDefinition(spec *Spec, description string, attributes []*tfprotov6.SchemaAttribute) *definition {
	schema := &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{
		Attributes:      attributes,
		Description:     description,
		DescriptionKind: tfprotov6.StringKindMarkdown,
	}}
	d := &definition{
		Spec:      spec,
		schema:    schema,
		valueType: schema.ValueType(),

		identitySchema: newIdentitySchema(attributes),
		types:          map[string]tftypes.Type{},
		nulls:          values{},
		parameters:     map[string]*Parameter{},
		defaults:       values{},
	}
	for i := range spec.Parameters {
		p := &spec.Parameters[i]
		d.parameters[p.Name] = p
		d.defaults[p.Name] = toValue(p.Type.terraform(), p.Default)
	}
	for _, attribute := range attributes {
		d.types[attribute.Name] = attribute.Type
		d.nulls[attribute.Name] = tftypes.NewValue(attribute.Type, nil)
	}
	return d
}

// newResource returns the resource of a Spec.
func newResource(spec *Spec) *definition {
	attributes := append(ownerAttributes(spec, replacesUnlessSame), inheritedAttribute("no other setting may be configured"))
	for i := range spec.Parameters {
		if p := &spec.Parameters[i]; p.Secret {
			attributes = append(attributes, p.secretAttributes()...)
		} else {
			attributes = append(attributes, p.resourceAttribute())
		}
	}
	return newDefinition(spec, spec.description(manages), attributes)
}

// replacesUnlessSame describes the consequence of a change of the owner.
const replacesUnlessSame = "Changing it replaces the resource, unless the old and the new value name the same project or group."

func inheritedAttribute(consequence string) *tfprotov6.SchemaAttribute {
	return &tfprotov6.SchemaAttribute{
		Name:     attributeInherited,
		Type:     tftypes.Bool,
		Optional: true,
		Computed: true,
		Description: "Whether to use the settings of the nearest group above that has this integration, or of the instance. " +
			"If `true`, " + consequence + ". Default: `false`.",
		DescriptionKind: tfprotov6.StringKindMarkdown,
	}
}

// newDataSource returns the data source of a Spec.
func newDataSource(spec *Spec) *definition {
	attributes := append(ownerAttributes(spec, ""),
		computed("active", Bool, "Whether the integration is active."),
		computed("inherited", Bool, "Whether the settings are those of a group above or of the instance."),
		computed("title", String, "Name of the integration in GitLab's web interface."),
		computed("created_at", String, "When the integration was first set up (ISO 8601)."),
		computed("updated_at", String, "When the integration was last changed (ISO 8601)."),
	)
	own := len(attributes)
	for i := range spec.Parameters {
		if p := &spec.Parameters[i]; !p.Secret && !hasAttribute(attributes[:own], p.Name) {
			attributes = append(attributes, computed(p.Name, p.Type, p.description()))
		}
	}
	return newDefinition(spec, spec.description("Reads"), attributes)
}

// hasAttribute reports whether an attribute has the name. In GitLab up to 13.1, the
// title of an issue tracker is also a setting, which GitLab returns as the title of
// the integration.
func hasAttribute(attributes []*tfprotov6.SchemaAttribute, name string) bool {
	return slices.ContainsFunc(attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == name })
}

func computed(name string, t Type, description string) *tfprotov6.SchemaAttribute {
	return &tfprotov6.SchemaAttribute{
		Name:            name,
		Type:            t.terraform(),
		Computed:        true,
		Description:     description,
		DescriptionKind: tfprotov6.StringKindMarkdown,
	}
}

// ownerAttributes returns id, project and group, if the Spec has them.
func ownerAttributes(spec *Spec, consequence string) []*tfprotov6.SchemaAttribute {
	attributes := []*tfprotov6.SchemaAttribute{
		computed(attributeID, String, "`projects/<project>` or `groups/<group>`, as configured."),
	}
	if spec.Scope == ProjectAndGroup {
		consequence = "Exactly one of `project` and `group` must be set. " + consequence
	}
	if spec.Scope != GroupOnly {
		attributes = append(attributes, ownerAttribute(attributeProject, spec.Scope == ProjectOnly,
			"ID or full path of the project, such as `acme/web`. "+consequence))
	}
	if spec.Scope != ProjectOnly {
		attributes = append(attributes, ownerAttribute(attributeGroup, spec.Scope == GroupOnly,
			"ID or full path of the group, such as `acme`. "+consequence))
	}
	return attributes
}

func ownerAttribute(name string, only bool, description string) *tfprotov6.SchemaAttribute {
	return &tfprotov6.SchemaAttribute{
		Name:            name,
		Type:            tftypes.String,
		Required:        only,
		Optional:        !only,
		Description:     strings.TrimSpace(description),
		DescriptionKind: tfprotov6.StringKindMarkdown,
	}
}

// resourceAttribute is the attribute of a setting. The schema requires no setting,
// because none may be configured while the integration inherits.
func (p *Parameter) resourceAttribute() *tfprotov6.SchemaAttribute {
	description := p.description()
	if p.Required {
		description += " Required unless `" + attributeInherited + "` is `true`."
	}
	return &tfprotov6.SchemaAttribute{
		Name:               p.Name,
		Type:               p.Type.terraform(),
		Optional:           true,
		Computed:           p.mayStay(),
		Sensitive:          p.Secret,
		Deprecated:         p.Deprecated != "",
		DeprecationMessage: p.Deprecated,
		Description:        description,
		DescriptionKind:    tfprotov6.StringKindMarkdown,
	}
}

// description returns the description with the versions of GitLab that have the
// setting.
func (p *Parameter) description() string {
	text := p.Description
	for _, more := range []string{sentence("GitLab ", p.String()), sentence("Deprecated: ", strings.TrimSuffix(p.Deprecated, "."))} {
		if more != "" {
			text += " " + more
		}
	}
	return text
}

// computed reports whether the setting has a value if it is not configured.
func (p *Parameter) computed() bool { return p.Default != nil || p.DefaultFrom != "" }

// mayStay reports whether a plan may keep the imported value of a setting that is not
// configured. Terraform allows that only for computed attributes.
func (p *Parameter) mayStay() bool { return p.computed() || p.Deprecated != "" }

// manages describes the resource.
const manages = "Manages"

// description returns what the documentation page says first.
func (s *Spec) description(verb string) string {
	owners := map[Scope]string{
		ProjectAndGroup: "a project or group", ProjectOnly: "a project", GroupOnly: "a group",
	}[s.Scope]
	moved := ""
	if verb == manages {
		moved = s.moved()
	}
	paragraphs := []string{
		verb + " the " + s.Title + " integration of " + owners + ". " + s.Summary,
		s.Install,
	}
	paragraphs = append(append(paragraphs, s.Notes...), moved)
	return strings.Join(slices.DeleteFunc(paragraphs, func(text string) bool { return text == "" }), "\n\n")
}

// sentence joins begin and end, and adds a full stop; "" if end is "".
func sentence(begin, end string) string {
	if end == "" {
		return ""
	}
	return begin + end + "."
}

// moved describes the states that the resource accepts in a `moved` block, for the
// documentation.
func (s *Spec) moved() string {
	types := s.MainProvider.types(s.Scope)
	if len(types) == 0 {
		return ""
	}
	return "A `moved` block moves resources of the main GitLab provider to this resource, including their secrets. It accepts these types from every version of that provider that has them: " +
		message.Names(types) + ". See the guide [Migrating from the main GitLab provider](../guides/migrate.md)."
}
