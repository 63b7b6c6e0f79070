package provider

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

// activeDataSource lists the active integrations of a project or group.
type activeDataSource struct {
	gitlab *client.Client
}

var (
	_ datasource.DataSourceWithConfigure      = (*activeDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*activeDataSource)(nil)
)

func newActiveDataSource() datasource.DataSource { return &activeDataSource{} }

// activeModel is the state of gitlabintegrations_active.
type activeModel struct {
	ID           types.String `tfsdk:"id"`
	Project      types.String `tfsdk:"project"`
	Group        types.String `tfsdk:"group"`
	Integrations types.List   `tfsdk:"integrations"`
}

// Metadata names the data source.
func (d *activeDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_active"
}

// Schema describes the data source.
func (d *activeDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the active integrations of a project or group, with one request. It does not return settings; the data source of each integration does.\n\n" +
			"[`gitlabintegrations_inventory`](inventory.md) lists the integrations of a group with all its subgroups and projects.",
		Attributes: withOwnerAttributes(map[string]schema.Attribute{
			"integrations": schema.ListNestedAttribute{
				MarkdownDescription: "The active integrations, sorted by slug. GitLab returns all its event flags for each of them, also those that an integration ignores.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: activeAttributes()},
			},
		}),
	}
}

// withOwnerAttributes adds the configured project or group, and the ID, to the attributes of a
// data source.
func withOwnerAttributes(attributes map[string]schema.Attribute) map[string]schema.Attribute {
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "`projects/<project>` or `groups/<group>`, as configured.",
		Computed:            true,
	}
	attributes["project"] = schema.StringAttribute{
		MarkdownDescription: "ID or full path of the project, such as `acme/web`. Exactly one of `project` and `group` must be set.",
		Optional:            true,
	}
	attributes["group"] = schema.StringAttribute{
		MarkdownDescription: "ID or full path of the group, such as `acme`. Exactly one of `project` and `group` must be set.",
		Optional:            true,
	}
	return attributes
}

func activeAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"id":         schema.Int64Attribute{Computed: true, MarkdownDescription: "ID of the integration in GitLab."},
		"slug":       schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the integration in GitLab's API, such as `pipelines-email`."},
		"title":      schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the integration in GitLab's web interface."},
		"inherited":  schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the settings are those of a group above or of the instance."},
		"created_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the integration was first set up (ISO 8601)."},
		"updated_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the integration was last changed (ISO 8601)."},
	}
	for _, name := range resources.EventFlags {
		attributes[name] = schema.BoolAttribute{
			Computed:            true,
			MarkdownDescription: "Event flag; null if this GitLab does not have it.",
		}
	}
	return attributes
}

// ValidateConfig requires exactly one of project and group.
func (d *activeDataSource) ValidateConfig(_ context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var owner map[string]tftypes.Value
	if err := req.Config.Raw.As(&owner); err != nil {
		panic(err) // The framework made it of such an object.
	}
	resp.Diagnostics = converted(integration.ValidateOwner(owner))
}

// Configure stores the result of the provider's configuration; nil if it is not known
// yet.
func (d *activeDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if configured, known := req.ProviderData.(*integration.Provider); known {
		d.gitlab = configured.Client
	}
}

// Read requests GitLab's list.
func (d *activeDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data activeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	owner := client.Owner{Kind: client.ProjectKind, ID: data.Project.ValueString()}
	if data.Project.IsNull() {
		owner = client.Owner{Kind: client.GroupKind, ID: data.Group.ValueString()}
	}
	if d.gitlab == nil {
		resp.Diagnostics.Append(notConfigured(message.CannotList(owner)))
		return
	}
	found, movedTo, err := d.gitlab.ListIntegrations(ctx, owner)
	if err != nil {
		failed := message.Failed(message.CannotList(owner), err)
		if client.IsOwnerNotFound(err) {
			resp.Diagnostics.AddAttributeError(path.Root(string(owner.Kind)), failed.Summary, failed.Detail)
		} else {
			resp.Diagnostics.AddError(failed.Summary, failed.Detail)
		}
		return
	}
	data.ID = types.StringValue(string(owner.Kind) + "s/" + owner.ID)
	data.Integrations, resp.Diagnostics = activeList(found)
	resp.Diagnostics.Append(converted(integration.MovedDataSource(ctx, d.gitlab, owner, movedTo))...)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// activeList converts GitLab's list to the attribute "integrations".
func activeList(found []client.Integration) (types.List, diag.Diagnostics) {
	elementType := schema.NestedAttributeObject{Attributes: activeAttributes()}.Type()
	objectType, _ := elementType.(types.ObjectType)
	slices.SortFunc(found, func(a, b client.Integration) int {
		return strings.Compare(text(a.Fields["slug"]).ValueString(), text(b.Fields["slug"]).ValueString())
	})
	elements := make([]attr.Value, 0, len(found))
	for _, each := range found {
		element, diagnostics := types.ObjectValue(objectType.AttrTypes, activeElement(each))
		if diagnostics.HasError() {
			return types.ListNull(elementType), diagnostics
		}
		elements = append(elements, element)
	}
	return types.ListValue(elementType, elements)
}

func activeElement(answer client.Integration) map[string]attr.Value {
	element := map[string]attr.Value{
		"id":         number(answer.Fields["id"]),
		"slug":       text(answer.Fields["slug"]),
		"title":      text(answer.Fields["title"]),
		"inherited":  types.BoolValue(answer.Inherited()),
		"created_at": text(answer.Fields["created_at"]),
		"updated_at": text(answer.Fields["updated_at"]),
	}
	for _, name := range resources.EventFlags {
		element[name] = flag(answer.Fields[name])
	}
	return element
}

func text(value any) types.String {
	if value, ok := value.(string); ok {
		return types.StringValue(value)
	}
	return types.StringNull()
}

func flag(value any) types.Bool {
	if value, ok := value.(bool); ok {
		return types.BoolValue(value)
	}
	return types.BoolNull()
}

func number(value any) types.Int64 {
	if value, ok := value.(json.Number); ok {
		if integer, err := value.Int64(); err == nil {
			return types.Int64Value(integer)
		}
	}
	return types.Int64Null()
}
