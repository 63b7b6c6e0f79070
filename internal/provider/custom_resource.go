package provider

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// customResource manages an integration of any slug, for what is newer than
// this provider. What it does to GitLab is integration.Custom's.
type customResource struct {
	provider func() *integration.Provider
}

var (
	_ resource.ResourceWithValidateConfig = (*customResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*customResource)(nil)
	_ resource.ResourceWithImportState    = (*customResource)(nil)
)

// newCustomResource makes the resource. The function provider returns nil as
// long as the provider's configuration is not known.
func newCustomResource(provider func() *integration.Provider) resource.Resource {
	return &customResource{provider: provider}
}

const customDescription = `<!-- subcategory:Overview -->
Manages an integration of any slug, with settings of any name: for an integration, or a setting of one, that is newer than this provider. Where an integration has a resource of its own, that one is better: it knows the settings, their defaults and what is a secret.

What this resource knows of an integration is what you configure:

- **A write** sends the keys of ` + "`settings` and `secrets_wo`" + `, and no other setting. What is not configured stays as GitLab has it.
- **A key that is taken out** of the configuration is sent as null, once. A key with the value null is sent as null with every write.
- **A read** compares the configured keys with GitLab's answer. ` + "`true`, `\"true\"`, `1` and `\"1\"`, numbers and their text, null and the empty string" + `, and lists in another order mean the same. A key that GitLab does not show, as it does with secrets and with names that it does not know, stays in the state as configured.
- **An import** brings all settings that GitLab shows into the state, but for those that look like secrets by their name. What the configuration does not have of them is not managed: it causes no change, and the first apply drops it from the state and leaves it alone in GitLab. To clear such a setting, set it to null.`

// Metadata names the resource.
func (r *customResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_custom"
}

// Schema describes the resource.
func (r *customResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: customDescription,
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "`projects/<project>:<slug>` or `groups/<group>:<slug>`, as configured.",
				Computed:            true,
			},
			"project": schema.StringAttribute{
				MarkdownDescription: "Id or full path of the project, such as `acme/web`. Exactly one of `project` and `group` must be set. Changing it replaces the resource, unless the old and the new value mean the same.",
				Optional:            true,
			},
			"group": schema.StringAttribute{
				MarkdownDescription: "Id or full path of the group, such as `acme`. Exactly one of `project` and `group` must be set. Changing it replaces the resource, unless the old and the new value mean the same.",
				Optional:            true,
			},
			"slug": schema.StringAttribute{
				MarkdownDescription: "Name of the integration in GitLab's API, such as `pipelines-email`. Changing it replaces the resource.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"use_inherited_settings": schema.BoolAttribute{
				MarkdownDescription: "Whether to use the settings of the nearest group above, or of the instance, that has this integration. " +
					"If `true`, settings can only be null, which is for those whose key GitLab demands. Default: `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"settings": schema.DynamicAttribute{
				MarkdownDescription: "Parameters of GitLab's API by name. The values are strings, booleans, numbers, lists of strings, or null. They are kept in the state.",
				Optional:            true,
			},
			"secrets_wo": schema.MapAttribute{
				MarkdownDescription: "Parameters of GitLab's API that are secrets, by name, as a write-only argument: they are in neither plan nor state, and can be ephemeral. " +
					"They are sent with every write. Needs Terraform or OpenTofu 1.11.",
				ElementType: types.StringType,
				Optional:    true,
				Sensitive:   true,
				WriteOnly:   true,
			},
			"secrets_wo_version": schema.NumberAttribute{
				MarkdownDescription: "Version of `secrets_wo`. If it is not configured, it goes up by itself whenever a secret changes. " +
					"If it is, only its change sends new secrets: needed for values that differ at every run.",
				Optional: true,
				Computed: true,
			},
		},
	}
}

// Create sets the integration up.
func (r *customResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var config, plan customModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// The framework keeps the planned private state to itself.
	_, planned := integration.PlanCustomSecrets(nil, raw(ctx, config.Secrets), raw(ctx, config.SecretsVersion), raw(ctx, types.NumberNull()))
	private, failed, found := plan.custom(ctx).Put(ctx, r.provider(), nil, config.secrets(), planned)
	resp.Diagnostics.Append(placed(found, config.place)...)
	if failed {
		return
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, memoryKey, private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Update changes the integration.
func (r *customResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var config, plan, state customModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	private, diagnostics := req.Private.GetKey(ctx, memoryKey)
	resp.Diagnostics.Append(diagnostics...)
	if resp.Diagnostics.HasError() {
		return
	}
	prior := state.custom(ctx)
	private, failed, found := plan.custom(ctx).Put(ctx, r.provider(), prior, config.secrets(), private)
	resp.Diagnostics.Append(placed(found, config.place)...)
	if failed {
		state.SecretsVersion = versionOf(prior)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
		return
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, memoryKey, private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read brings the state up to date.
func (r *customResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state customModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	private, diagnostics := req.Private.GetKey(ctx, memoryKey)
	resp.Diagnostics.Append(diagnostics...)
	if resp.Diagnostics.HasError() {
		return
	}
	before := state.custom(ctx)
	after, private, found := before.Read(ctx, r.provider(), private)
	resp.Diagnostics.Append(placed(found, state.place)...)
	if after == nil {
		resp.State.RemoveResource(ctx)
		return
	}
	state.refresh(ctx, before, after)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, memoryKey, private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Delete switches the integration off.
func (r *customResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state customModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(placed(state.custom(ctx).Disable(ctx, r.provider()), state.place)...)
}

// ImportState makes a state that holds nothing but the owner and the slug; the
// read that follows fills it.
func (r *customResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	owner, slug, ok := parseCustomID(req.ID)
	if !ok {
		resp.Diagnostics.AddError("Invalid import id for gitlabintegrations_custom",
			fmt.Sprintf("The import id must be `<project>:<slug>`, `projects/<project>:<slug>` or `groups/<group>:<slug>`, "+
				"with an id or a full path, such as `acme/web:pipelines-email`; it is %q.", req.ID))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), customID(owner, slug))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(string(owner.Kind)), owner.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("slug"), slug)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, memoryKey, integration.ImportedCustom())...)
}

// customImportID has the owner, with or without its kind, and the slug. GitLab
// reserves the names of the kinds, so no path of a project begins with them.
var customImportID = regexp.MustCompile(`^(?:(project|group)s/)?([^/\s:](?:[^\s:]*[^/\s:])?):([a-z0-9]+(?:-[a-z0-9]+)*)$`)

func parseCustomID(id string) (owner client.Owner, slug string, ok bool) {
	parts := customImportID.FindStringSubmatch(id)
	if parts == nil || strings.Contains(id, "%2F") {
		return client.Owner{}, "", false
	}
	owner = client.Owner{Kind: client.ProjectKind, ID: parts[2]}
	if parts[1] != "" {
		owner.Kind = client.Kind(parts[1])
	}
	return owner, parts[3], true
}

func customID(owner client.Owner, slug string) string {
	return string(owner.Kind) + "s/" + owner.ID + ":" + slug
}
