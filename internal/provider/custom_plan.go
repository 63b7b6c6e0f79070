package provider

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

// customAttributes are the attributes of the resource.
var customAttributes = []string{"id", "project", "group", "slug", "use_inherited_settings", "settings", "secrets_wo", "secrets_wo_version"}

var (
	// slugForm is what GitLab's slugs look like.
	slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	// settingName is what GitLab's parameters look like.
	settingName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
)

// ValidateConfig finds what is wrong with a configuration without asking
// GitLab.
func (r *customResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config customModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(placed(integration.ValidateCustom(as[map[string]tftypes.Value](req.Config.Raw)), config.place)...)
	resp.Diagnostics.Append(config.validateSlug()...)
	settings, ok := settingValues(raw(ctx, config.Settings))
	if !ok {
		resp.Diagnostics.AddAttributeError(path.Root("settings"), "Invalid settings",
			"`settings` must be an object with the settings by name, such as `{ push_events = true }`.")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		resp.Diagnostics.Append(config.validateSetting(name, settings[name])...)
	}
	for _, name := range slices.Sorted(maps.Keys(config.Secrets.Elements())) {
		resp.Diagnostics.Append(validateName(path.Root("secrets_wo"), name)...)
		if _, twice := settings[name]; twice {
			resp.Diagnostics.AddAttributeError(path.Root("secrets_wo").AtMapKey(name), "Conflicting "+name,
				fmt.Sprintf("`%s` is in `settings` and in `secrets_wo`. If it is a secret, remove it from `settings`, else from `secrets_wo`.", name))
		}
	}
	if config.Inherits.ValueBool() && !config.Secrets.IsNull() {
		resp.Diagnostics.Append(besideInheritance(path.Root("secrets_wo"), "secrets_wo"))
	}
	resp.Diagnostics.Append(config.betterResource()...)
}

func (m *customModel) validateSlug() (found diag.Diagnostics) {
	if slug := m.Slug.ValueString(); isSet(m.Slug) && !slugForm.MatchString(slug) {
		found.AddAttributeError(path.Root("slug"), "Invalid slug",
			fmt.Sprintf("`slug` must be lower-case words with dashes between them, such as `pipelines-email`; it is %q.", slug))
	}
	return found
}

// validateSetting checks one setting.
func (m *customModel) validateSetting(name string, value tftypes.Value) diag.Diagnostics {
	found := validateName(path.Root("settings"), name)
	place := path.Root("settings").AtMapKey(name)
	switch {
	case !isSetting(value):
		found.AddAttributeError(place, "Invalid "+name,
			fmt.Sprintf("`%s` in `settings` must be a string, a boolean, a number, a list of strings, or null.", name))
	case m.Inherits.ValueBool() && value.IsKnown() && !value.IsNull():
		found.Append(besideInheritance(place, name))
	}
	return found
}

func besideInheritance(place path.Path, name string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(place, "Conflicting "+name,
		fmt.Sprintf("`%s` has no effect while `use_inherited_settings` is `true`: the settings come from a group above or from the instance. "+
			"Remove one of the two. If GitLab demands a setting all the same, set it to null in `settings`.", name))
}

// validateName refuses the names of what is no setting.
func validateName(attribute path.Path, name string) (found diag.Diagnostics) {
	place, fault := attribute.AtMapKey(name), ""
	switch {
	case name == "active":
		fault = "it is no setting, as every write switches the integration on. To switch it off, remove the resource"
	case name == "id":
		fault = "it stands for the owner in GitLab's API. Set `project` or `group`"
	case name == "secrets":
		fault = "there is no setting of this name. Secrets go into `secrets_wo`, each by its own name"
	case slices.Contains(customAttributes, name):
		fault = "it is an attribute of the resource. Set it beside `settings`"
	case !settingName.MatchString(name):
		fault = "the name of a setting has only letters, digits and underscores, such as `push_events`"
	default:
		return nil
	}
	found.AddAttributeError(place, "Invalid name of a setting", fmt.Sprintf("`%s` cannot be in `%s`: %s.", name, attribute, fault))
	return found
}

// betterResource warns that the integration has a resource of its own.
func (m *customModel) betterResource() (found diag.Diagnostics) {
	for i := range resources.All {
		if spec := &resources.All[i]; spec.Slug == m.Slug.ValueString() {
			found.AddAttributeWarning(path.Root("slug"), fmt.Sprintf("%s has a resource of its own", spec.Title),
				fmt.Sprintf("`%s` knows the settings of this integration, their defaults, and which are secret. "+
					"Use `gitlabintegrations_custom` only for what it lacks, and never both for the same integration of the same project or group.", spec.TypeName()))
		}
	}
	return found
}

// ModifyPlan completes a plan.
func (r *customResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var config, plan, state customModel
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		resp.Diagnostics.Append(placed(integration.PlanWarnings(state.Slug.ValueString(), req.State.Raw, req.Plan.Raw, false), path.Root)...)
		return
	}
	var private []byte
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if exists := !req.State.Raw.IsNull(); exists {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		// Before a replacement Terraform hands on the private state of the old
		// one, after it nothing; both plans must be the same.
		remembered, diagnostics := req.Private.GetKey(ctx, memoryKey)
		resp.Diagnostics.Append(diagnostics...)
		private = remembered
		replaced, found := r.replacements(ctx, req)
		resp.Diagnostics.Append(placed(found, config.place)...)
		resp.RequiresReplace = replaced
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan.ID = planCustomID(&plan)
	version, planned := integration.PlanCustomSecrets(private, raw(ctx, config.Secrets), raw(ctx, config.SecretsVersion), raw(ctx, state.SecretsVersion))
	plan.SecretsVersion = numberOf(version)
	if integration.IsAdopted(private) {
		inPlace := len(resp.RequiresReplace) == 0 && plan.Slug.Equal(state.Slug)
		resp.Diagnostics.Append(plan.adopt(ctx, &state, inPlace)...)
	}
	warnings := integration.PlanWarnings(plan.Slug.ValueString(), req.State.Raw, req.Plan.Raw, len(resp.RequiresReplace) > 0)
	resp.Diagnostics.Append(placed(warnings, path.Root)...)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, memoryKey, planned)...)
}

// replacements are the attributes of the owner whose change makes another
// integration of it.
func (r *customResource) replacements(ctx context.Context, req resource.ModifyPlanRequest) (changed path.Paths, found []*tfprotov6.Diagnostic) {
	state, plan := as[map[string]tftypes.Value](req.State.Raw), as[map[string]tftypes.Value](req.Plan.Raw)
	names, found := integration.Replacements(ctx, r.provider, state, plan)
	for _, name := range names {
		changed.Append(path.Root(name))
	}
	return changed, found
}

// planCustomID is known as soon as the owner and the slug are.
func planCustomID(plan *customModel) types.String {
	if plan.Project.IsUnknown() || plan.Group.IsUnknown() || plan.Slug.IsUnknown() {
		return types.StringUnknown()
	}
	return types.StringValue(customID(plan.owner(), plan.Slug.ValueString()))
}

// adopt plans the first change after an import, which has brought more settings
// than are configured. If those that are configured have the same meaning and
// nothing else changes, there is nothing to do.
func (m *customModel) adopt(ctx context.Context, state *customModel, inPlace bool) (found diag.Diagnostics) {
	configured, imported := raw(ctx, m.Settings), plainSettings(raw(ctx, state.Settings))
	sameRest := inPlace && m.Inherits.Equal(state.Inherits) && m.SecretsVersion.Equal(state.SecretsVersion)
	if sameRest && !configured.IsNull() && configured.IsFullyKnown() && state.custom(ctx).Has(plainSettings(configured)) {
		m.Settings = state.Settings
		return nil
	}
	values, _ := settingValues(configured)
	maps.DeleteFunc(imported, func(name string, _ any) bool {
		_, exists := values[name]
		return exists
	})
	if len(imported) > 0 && configured.IsKnown() && inPlace {
		found.AddAttributeWarning(path.Root("settings"), "Some imported settings are not configured",
			fmt.Sprintf("They leave the state, as the plan shows, but stay in GitLab as they are: %s. To clear one, set it to null in `settings`.",
				"`"+strings.Join(slices.Sorted(maps.Keys(imported)), "`, `")+"`"))
	}
	return found
}
