package provider

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

// inventoryDataSource lists the active integrations of a project, or of a group
// with everything below it.
type inventoryDataSource struct {
	configured *integration.Provider
}

var (
	_ datasource.DataSourceWithConfigure      = (*inventoryDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*inventoryDataSource)(nil)
)

func newInventoryDataSource() datasource.DataSource { return &inventoryDataSource{} }

// inventoryModel is the state of gitlabintegrations_inventory.
type inventoryModel struct {
	ID           types.String         `tfsdk:"id"`
	Project      types.String         `tfsdk:"project"`
	Group        types.String         `tfsdk:"group"`
	Subgroups    types.Bool           `tfsdk:"include_subgroups"`
	Inherited    types.Bool           `tfsdk:"include_inherited"`
	Archived     types.Bool           `tfsdk:"include_archived"`
	Slugs        types.Set            `tfsdk:"slugs"`
	Excluded     types.Set            `tfsdk:"exclude_slugs"`
	Integrations []inventoryEntry     `tfsdk:"integrations"`
	Unreadable   []inventoryUnreached `tfsdk:"unreadable"`
}

// inventoryOwner contains the attributes of a project or group in both lists.
type inventoryOwner struct {
	Kind     string `tfsdk:"owner_kind"`
	ID       int64  `tfsdk:"owner_id"`
	Path     string `tfsdk:"owner_path"`
	Archived bool   `tfsdk:"owner_archived"`
}

type inventoryEntry struct {
	inventoryOwner
	Slug         string       `tfsdk:"slug"`
	Title        types.String `tfsdk:"title"`
	Inherited    bool         `tfsdk:"inherited"`
	ResourceType string       `tfsdk:"resource_type"`
	ImportID     string       `tfsdk:"import_id"`
}

type inventoryUnreached struct {
	inventoryOwner
	NoAccess bool   `tfsdk:"no_access"`
	Reason   string `tfsdk:"reason"`
}

// Metadata names the data source.
func (d *inventoryDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_inventory"
}

const inventoryDescription = `Lists the active integrations of a project, or of a group with all its subgroups and projects. Use it for reports, for policies, and for ` + "`import`" + ` blocks with ` + "`for_each`" + `. It does not return settings; the data source of each integration does.

GitLab's GraphQL API returns which projects have integrations, with one request for a hundred projects. The data source sends one more request for each project that has any, and one for each group. It sends one request for every project if GraphQL does not answer, and one for each project in which the user of the ` + "`token`" + ` is not a maintainer. At most ten requests are in progress at a time.

The user of the ` + "`token`" + ` needs the role Maintainer in projects and Owner in groups. A custom role with the permission to manage integrations is enough (GitLab 17.1, Ultimate). Projects and groups that this user may not read are listed in ` + "`unreadable`" + `, with a warning. Projects and groups that this user cannot see at all are in neither list.

In the example below, a ` + "`postcondition`" + ` makes the plan fail; a ` + "`check`" + ` block would only warn. The guide [Integration policies](../guides/compliance.md) has a module and a pipeline for that.`

// Schema describes the data source.
func (d *inventoryDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: inventoryDescription,
		Attributes: withOwnerAttributes(map[string]schema.Attribute{
			"include_subgroups": schema.BoolAttribute{
				MarkdownDescription: "Whether to include the subgroups of `group` and their projects. Default: `true`.",
				Optional:            true,
			},
			"include_inherited": schema.BoolAttribute{
				MarkdownDescription: "Whether to include integrations that inherit the settings of a group above or of the instance. " +
					"GitLab before 17.3 does not say which those are, so all are included. Default: `false`.",
				Optional: true,
			},
			"include_archived": schema.BoolAttribute{
				MarkdownDescription: "Whether to include archived projects and subgroups of `group`. Default: `false`.",
				Optional:            true,
			},
			"slugs": schema.SetAttribute{
				MarkdownDescription: "Names of the integrations to list, as GitLab's API has them, such as `pipelines-email`. Default: all.",
				ElementType:         types.StringType,
				Optional:            true,
			},
			"exclude_slugs": schema.SetAttribute{
				MarkdownDescription: "Names of the integrations to leave out. A project that has no others takes no request of its own. Conflicts with `slugs`.",
				ElementType:         types.StringType,
				Optional:            true,
			},
			"integrations": schema.ListNestedAttribute{
				MarkdownDescription: "The active integrations, sorted by the path of the project or group, and by slug.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: inventoryAttributes()},
			},
			"unreadable": schema.ListNestedAttribute{
				MarkdownDescription: "The projects and groups whose integrations cannot be read, sorted by path.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: unreadableAttributes()},
			},
		}),
	}
}

func inventoryAttributes() map[string]schema.Attribute {
	return ownerAttributes(map[string]schema.Attribute{
		"slug":          schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the integration in GitLab's API, such as `pipelines-email`."},
		"title":         schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the integration in GitLab's web interface."},
		"inherited":     schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the settings are those of a group above or of the instance."},
		"resource_type": schema.StringAttribute{Computed: true, MarkdownDescription: "Type of the resource that manages the integration, such as `gitlabintegrations_slack`; `gitlabintegrations_custom` if the integration has no type of its own."},
		"import_id":     schema.StringAttribute{Computed: true, MarkdownDescription: "Import ID of the resource of the type `resource_type`, such as `projects/acme/web`."},
	})
}

func unreadableAttributes() map[string]schema.Attribute {
	return ownerAttributes(map[string]schema.Attribute{
		"no_access": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the reason is that the user of the `token` may not read the integrations."},
		"reason":    schema.StringAttribute{Computed: true, MarkdownDescription: "Why the integrations cannot be read."},
	})
}

// ownerAttributes adds the attributes of a project or group to those of a list.
func ownerAttributes(attributes map[string]schema.Attribute) map[string]schema.Attribute {
	all := map[string]schema.Attribute{
		"owner_kind":     schema.StringAttribute{Computed: true, MarkdownDescription: "`project` or `group`."},
		"owner_id":       schema.Int64Attribute{Computed: true, MarkdownDescription: "ID of the project or group."},
		"owner_path":     schema.StringAttribute{Computed: true, MarkdownDescription: "Full path of the project or group."},
		"owner_archived": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the project or group is archived."},
	}
	maps.Copy(all, attributes)
	return all
}

// ValidateConfig requires exactly one owner, filters that have an effect, and valid
// slugs.
func (d *inventoryDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var owner map[string]tftypes.Value
	if err := req.Config.Raw.As(&owner); err != nil {
		panic(err) // The framework made it of such an object.
	}
	resp.Diagnostics = converted(integration.ValidateSearch(owner))
	var data inventoryModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if isSet(data.Slugs) && len(data.Slugs.Elements()) == 0 {
		resp.Diagnostics.Append(diag.WithPath(path.Root("slugs"), errorOf(message.NoSlugs())))
	}
	if isSet(data.Slugs) && isSet(data.Excluded) {
		resp.Diagnostics.Append(diag.WithPath(path.Root("exclude_slugs"), errorOf(message.ConflictingSlugs())))
	}
	resp.Diagnostics.Append(checkSlugs("slugs", data.Slugs)...)
	resp.Diagnostics.Append(checkSlugs("exclude_slugs", data.Excluded)...)
}

// checkSlugs checks for slugs that list nothing: a spelling mistake must not change
// the result of a report.
func checkSlugs(name string, slugs types.Set) (found diag.Diagnostics) {
	known := make([]string, len(resources.All))
	for i := range resources.All {
		known[i] = resources.All[i].Slug
	}
	for _, element := range slugs.Elements() {
		if slug, _ := element.(types.String); isSet(slug) {
			at := tftypes.NewAttributePath().WithAttributeName(name)
			found.Append(converted(integration.ValidateSlug(at, name, slug.ValueString(), known))...)
		}
	}
	return found
}

// Configure stores the result of the provider's configuration; nil if it is not known
// yet.
func (d *inventoryDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.configured, _ = req.ProviderData.(*integration.Provider)
}

// Read searches the integrations.
func (d *inventoryDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data inventoryModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	query := data.query()
	if d.configured == nil {
		resp.Diagnostics.Append(notConfigured(message.CannotList(query.Owner)))
		return
	}
	data.ID = types.StringValue(string(query.Owner.Kind) + "s/" + query.Owner.ID)
	data.Integrations, data.Unreadable = []inventoryEntry{}, []inventoryUnreached{}
	for result, err := range d.configured.Discovery.Find(ctx, query) {
		if err == nil && query.Owner.Kind == client.ProjectKind {
			err = result.Err
		}
		if err != nil {
			resp.Diagnostics.Append(converted([]*tfprotov6.Diagnostic{integration.CannotFind(query.Owner, err)})...)
			return
		}
		resp.Diagnostics.Append(converted(integration.MovedDataSource(ctx, d.configured.Client, query.Owner, result.MovedTo))...)
		data.add(result)
	}
	data.sort()
	resp.Diagnostics.Append(data.warnings()...)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// query returns the search of the configuration.
func (m *inventoryModel) query() discovery.Query {
	query := discovery.Query{
		Owner:     client.Owner{Kind: client.GroupKind, ID: m.Group.ValueString()},
		Subgroups: m.Subgroups.IsNull() || m.Subgroups.ValueBool(),
		Archived:  m.Archived.ValueBool(),
		Inherited: m.Inherited.ValueBool(),
	}
	if !m.Project.IsNull() {
		query.Owner = client.Owner{Kind: client.ProjectKind, ID: m.Project.ValueString()}
	}
	query.Slugs = slugsOf(m.Slugs)
	excluded := slugsOf(m.Excluded)
	query.Except = map[client.Kind][]string{client.GroupKind: excluded, client.ProjectKind: excluded}
	return query
}

// slugsOf are the elements of a set; nil if there are none.
func slugsOf(set types.Set) (slugs []string) {
	for _, element := range set.Elements() {
		slug, _ := element.(types.String)
		slugs = append(slugs, slug.ValueString())
	}
	return slugs
}

// add adds the result of a project or group.
func (m *inventoryModel) add(result discovery.Result) {
	owner := inventoryOwner{
		Kind: string(result.Owner.Kind), ID: result.Owner.Number, Path: result.Owner.Path, Archived: result.Owner.Archived,
	}
	if result.Err != nil {
		m.Unreadable = append(m.Unreadable, inventoryUnreached{owner, discovery.IsNoAccess(result.Err), integration.UnreadableReason(result.Owner.Kind, result.Err)})
	}
	for _, each := range result.Integrations {
		resourceType, importID := resourceOf(result.Owner, each.Slug)
		m.Integrations = append(m.Integrations, inventoryEntry{
			inventoryOwner: owner, Slug: each.Slug, Title: text(each.Listed.Fields["title"]), Inherited: each.Inherited,
			ResourceType: resourceType, ImportID: importID,
		})
	}
}

// resourceOf returns the type of the resource that manages an integration, and its
// import ID.
func resourceOf(owner discovery.Owner, slug string) (resourceType, importID string) {
	if spec := resources.Find(slug); spec != nil && spec.Exists(owner.Kind) {
		return spec.TypeName(), owner.ImportID()
	}
	return "gitlabintegrations_custom", owner.ImportID() + ":" + slug
}

// sort makes the order independent of GitLab's.
func (m *inventoryModel) sort() {
	slices.SortStableFunc(m.Integrations, func(a, b inventoryEntry) int { return strings.Compare(a.Path, b.Path) })
	slices.SortStableFunc(m.Unreadable, func(a, b inventoryUnreached) int { return strings.Compare(a.Path, b.Path) })
}

// warnings returns a warning with the projects and groups that could not be read,
// because an empty report does not show them.
func (m *inventoryModel) warnings() diag.Diagnostics {
	if len(m.Unreadable) == 0 {
		return nil
	}
	owners := make([]client.Owner, len(m.Unreadable))
	for i, each := range m.Unreadable {
		owners[i] = client.Owner{Kind: client.Kind(each.Kind), ID: each.Path}
	}
	return diag.Diagnostics{warningOf(message.IncompleteInventory(owners))}
}
