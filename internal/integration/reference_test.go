package integration_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// reference implements a Spec with the framework. It uses the framework's validators and
// plan modifiers where they exist. The other code follows the design, independently of
// the server under test.
type reference struct {
	spec   *integration.Spec
	gitlab *client.Client
}

var (
	_ resource.ResourceWithConfigValidators = (*reference)(nil)
	_ resource.ResourceWithValidateConfig   = (*reference)(nil)
	_ resource.ResourceWithModifyPlan       = (*reference)(nil)
)

// referenceProvider is a provider with a single resource.
type referenceProvider struct {
	innerProvider
	reference *reference
}

func (p *referenceProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return p.reference }}
}

func (p *referenceProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

var _ provider.Provider = (*referenceProvider)(nil)

func (r *reference) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.spec.TypeName()
}

func (r *reference) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"id":                     schema.StringAttribute{Computed: true},
		"use_inherited_settings": schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false)},
	}
	if r.spec.Scope != integration.GroupOnly {
		attributes["project"] = referenceOwner(r.spec.Scope == integration.ProjectOnly)
	}
	if r.spec.Scope != integration.ProjectOnly {
		attributes["group"] = referenceOwner(r.spec.Scope == integration.GroupOnly)
	}
	for _, p := range r.spec.Parameters {
		attributes[p.Name] = referenceAttribute(p)
		if p.Secret {
			attributes[p.Name+"_wo"] = referenceWriteOnly(p)
			attributes[p.Name+"_wo_version"] = schema.Int64Attribute{Optional: true, Computed: true}
		}
	}
	resp.Schema = schema.Schema{Attributes: attributes}
}

func referenceOwner(only bool) schema.Attribute {
	return schema.StringAttribute{
		Required:      only,
		Optional:      !only,
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
		Validators:    []validator.String{checked{ownerFault}},
	}
}

func ownerFault(name string) string {
	if name == "" || strings.HasPrefix(name, "/") || strings.HasSuffix(name, "/") {
		return "is not the name of an owner"
	}
	return ""
}

// isComputed reports whether a setting that is not configured has a value in the plan.
func isComputed(p integration.Parameter) bool { return p.Default != nil || p.DefaultFrom != "" }

func referenceAttribute(p integration.Parameter) schema.Attribute {
	switch p.Type {
	case integration.Bool:
		attribute := schema.BoolAttribute{Optional: true, Computed: isComputed(p), Sensitive: p.Secret}
		if value, ok := p.Default.(bool); ok {
			attribute.Default = booldefault.StaticBool(value)
		}
		return attribute
	case integration.Integer:
		attribute := schema.Int64Attribute{Optional: true, Computed: isComputed(p), Sensitive: p.Secret}
		if value, ok := p.Default.(int); ok {
			attribute.Default = int64default.StaticInt64(int64(value))
		}
		if p.OneOf != nil {
			attribute.Validators = []validator.Int64{int64validator.OneOf(0, 1, 2)}
		}
		return attribute
	case integration.Strings:
		attribute := schema.SetAttribute{Optional: true, Computed: isComputed(p), ElementType: types.StringType, Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(referenceLine(p)...)}}
		if value, ok := p.Default.([]string); ok {
			elements := []attr.Value{}
			for _, element := range value {
				elements = append(elements, types.StringValue(element))
			}
			attribute.Default = setdefault.StaticValue(types.SetValueMust(types.StringType, elements))
		}
		return attribute
	}
	attribute := schema.StringAttribute{Optional: true, Computed: isComputed(p), Sensitive: p.Secret}
	if value, ok := p.Default.(string); ok {
		attribute.Default = stringdefault.StaticString(value)
	}
	attribute.Validators = referenceLine(p)
	// GitLab treats an empty string as unset.
	if p.Required {
		attribute.Validators = append(attribute.Validators, stringvalidator.RegexMatches(regexp.MustCompile(`\S`), "must not be empty"))
	}
	if p.OneOf != nil {
		attribute.Validators = append(attribute.Validators, stringvalidator.OneOf(append([]string{""}, p.OneOf...)...))
	}
	if p.Check != nil {
		attribute.Validators = append(attribute.Validators, stringvalidator.Any(stringvalidator.LengthAtMost(0), checked{p.Check}))
	}
	return attribute
}

// referenceLine returns the validators of a single line. Whitespace around the value is
// an error if GitLab removes it.
func referenceLine(p integration.Parameter) []validator.String {
	line := []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`^[^\x00\r\n]*$`), "must be a single line")}
	if p.Normalize != nil && p.Normalize(" ") == "" {
		line = append(line, stringvalidator.RegexMatches(regexp.MustCompile(`(?s)^(\S(.*\S)?)?$`), "must not have blanks around it"))
	}
	return line
}

// referenceWriteOnly returns a write-only attribute with the validators of the attribute
// that is stored.
func referenceWriteOnly(p integration.Parameter) schema.Attribute {
	attribute := schema.StringAttribute{Optional: true, Sensitive: true, WriteOnly: true}
	if kept, ok := referenceAttribute(p).(schema.StringAttribute); ok {
		attribute.Validators = append(kept.Validators, stringvalidator.ConflictsWith(path.MatchRoot(p.Name)))
	}
	return attribute
}

// checked converts a Check to a validator.
type checked struct{ check integration.Check }

func (checked) Description(context.Context) string         { return "checked" }
func (checked) MarkdownDescription(context.Context) string { return "checked" }

func (c checked) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if fault := c.check(req.ConfigValue.ValueString()); fault != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fault)
	}
}

func (r *reference) ConfigValidators(context.Context) []resource.ConfigValidator {
	if r.spec.Scope != integration.ProjectAndGroup {
		return nil
	}
	return []resource.ConfigValidator{resourcevalidator.ExactlyOneOf(path.MatchRoot("project"), path.MatchRoot("group"))}
}

// ValidateConfig is needed because the framework has no validator that requires or
// forbids an attribute depending on the value of another, and its AlsoRequires accepts an
// unknown version.
func (r *reference) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	inherits := boolAt(ctx, req.Config, "use_inherited_settings")
	for _, p := range r.spec.Parameters {
		forms := referenceForms(ctx, req.Config, p)
		missing := true
		for name, value := range forms {
			missing = missing && (value.IsNull() || strings.HasSuffix(name, "_version"))
			if inherits.ValueBool() && !value.IsNull() && !value.IsUnknown() {
				resp.Diagnostics.AddAttributeError(path.Root(name), "Too much", "inherited")
			}
		}
		if p.Required && !p.Secret && missing && !inherits.IsUnknown() && !inherits.ValueBool() {
			resp.Diagnostics.AddAttributeError(path.Root(p.Name), "Missing", "required")
		}
		if !p.Secret {
			continue
		}
		version, writeOnly := forms[p.Name+"_wo_version"], forms[p.Name+"_wo"]
		if !version.IsNull() && !version.IsUnknown() && writeOnly.IsNull() {
			resp.Diagnostics.AddAttributeError(path.Root(p.Name+"_wo_version"), "Too much", "version")
		}
	}
}

// referenceForms returns the values of a setting by the names of its attributes.
func referenceForms(ctx context.Context, config attributes, p integration.Parameter) map[string]attr.Value {
	forms := map[string]attr.Value{p.Name: valueAt(ctx, config, p)}
	if p.Secret {
		forms[p.Name+"_wo"] = stringAt(ctx, config, p.Name+"_wo")
		forms[p.Name+"_wo_version"] = versionAt(ctx, config, p)
	}
	return forms
}

// attributes is a configuration, plan or state of the framework.
type attributes interface {
	GetAttribute(ctx context.Context, where path.Path, target any) diag.Diagnostics
}

func boolAt(ctx context.Context, from attributes, name string) (value types.Bool) {
	must(from.GetAttribute(ctx, path.Root(name), &value))
	return value
}

func stringAt(ctx context.Context, from attributes, name string) (value types.String) {
	must(from.GetAttribute(ctx, path.Root(name), &value))
	return value
}

func versionAt(ctx context.Context, from attributes, p integration.Parameter) (value types.Int64) {
	must(from.GetAttribute(ctx, path.Root(p.Name+"_wo_version"), &value))
	return value
}

func valueAt(ctx context.Context, from attributes, p integration.Parameter) attr.Value {
	where := path.Root(p.Name)
	switch p.Type {
	case integration.Bool:
		return boolAt(ctx, from, p.Name)
	case integration.Integer:
		var value types.Int64
		must(from.GetAttribute(ctx, where, &value))
		return value
	case integration.Strings:
		var value types.Set
		must(from.GetAttribute(ctx, where, &value))
		return value
	}
	return stringAt(ctx, from, p.Name)
}

func must(found diag.Diagnostics) {
	if found.HasError() {
		panic(found)
	}
}

// ModifyPlan derives the ID from the owner, and removes the defaults if the integration
// inherits. The framework's defaults do not depend on other attributes, and its computed
// ID is unknown.
func (r *reference) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	must(resp.Plan.SetAttribute(ctx, path.Root("id"), r.plannedID(ctx, req.Config)))
	inherits := boolAt(ctx, req.Plan, "use_inherited_settings")
	for _, p := range r.spec.Parameters {
		where := path.Root(p.Name)
		if p.Secret {
			must(resp.Plan.SetAttribute(ctx, path.Root(p.Name+"_wo_version"), plannedVersion(ctx, req, p)))
			if p.Required && !inherits.IsUnknown() && !inherits.ValueBool() && r.demands(ctx, req, p) {
				resp.Diagnostics.AddAttributeError(path.Root(p.Name), "Missing", "required")
			}
		}
		switch {
		case !isComputed(p) || !valueAt(ctx, req.Config, p).IsNull():
		case inherits.IsUnknown():
			must(resp.Plan.SetAttribute(ctx, where, absent(p, true)))
		case inherits.ValueBool():
			must(resp.Plan.SetAttribute(ctx, where, absent(p, false)))
		case p.DefaultFrom != "":
			must(resp.Plan.SetAttribute(ctx, where, boolAt(ctx, req.Plan, p.DefaultFrom)))
		}
	}
}

// demands reports whether a required secret is missing for a new integration, or for one
// whose secret was in the state.
func (r *reference) demands(ctx context.Context, req resource.ModifyPlanRequest, p integration.Parameter) bool {
	if !valueAt(ctx, req.Config, p).IsNull() || !stringAt(ctx, req.Config, p.Name+"_wo").IsNull() {
		return false
	}
	if req.State.Raw.IsNull() || !valueAt(ctx, req.State, p).IsNull() || !versionAt(ctx, req.State, p).IsNull() {
		return true
	}
	project, group := r.owner(ctx, req.Config)
	oldProject, oldGroup := r.owner(ctx, req.State)
	return !strings.EqualFold(project.String(), oldProject.String()) || !strings.EqualFold(group.String(), oldGroup.String())
}

// plannedVersion depends on the value alone. The compared changes have no private state,
// so the version changes with every known value. The effects of private state are not
// compared, because the framework stores it in its own format.
func plannedVersion(ctx context.Context, req resource.ModifyPlanRequest, p integration.Parameter) types.Int64 {
	version, value := versionAt(ctx, req.Config, p), stringAt(ctx, req.Config, p.Name+"_wo")
	switch {
	case !version.IsNull() || value.IsNull():
		return version
	case value.IsUnknown():
		return types.Int64Unknown()
	case req.State.Raw.IsNull():
		return types.Int64Value(1)
	default:
		return types.Int64Value(versionAt(ctx, req.State, p).ValueInt64() + 1)
	}
}

// absent returns the null or unknown value of a setting.
func absent(p integration.Parameter, isUnknown bool) attr.Value {
	if isUnknown {
		return map[integration.Type]attr.Value{
			integration.String: types.StringUnknown(), integration.Bool: types.BoolUnknown(),
			integration.Integer: types.Int64Unknown(), integration.Strings: types.SetUnknown(types.StringType),
		}[p.Type]
	}
	return map[integration.Type]attr.Value{
		integration.String: types.StringNull(), integration.Bool: types.BoolNull(),
		integration.Integer: types.Int64Null(), integration.Strings: types.SetNull(types.StringType),
	}[p.Type]
}

func (r *reference) plannedID(ctx context.Context, config tfsdk.Config) types.String {
	project, group := r.owner(ctx, config)
	switch {
	case project.IsUnknown() || group.IsUnknown():
		return types.StringUnknown()
	case !project.IsNull():
		return types.StringValue("projects/" + project.ValueString())
	default:
		return types.StringValue("groups/" + group.ValueString())
	}
}

func (r *reference) owner(ctx context.Context, from attributes) (project, group types.String) {
	if r.spec.Scope != integration.GroupOnly {
		project = stringAt(ctx, from, "project")
	}
	if r.spec.Scope != integration.ProjectOnly {
		group = stringAt(ctx, from, "group")
	}
	return project, group
}

func (r *reference) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics = r.put(ctx, req.Plan, req.Config, nil, &resp.State)
}

func (r *reference) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics = r.put(ctx, req.Plan, req.Config, &req.State, &resp.State)
}

// Read is not compared, because that would need a second codec.
func (r *reference) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (r *reference) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if r.spec.Undeletable {
		return
	}
	if err := r.gitlab.DeleteIntegration(ctx, r.clientOwner(ctx, req.State), r.spec.Slug, time.Time{}); err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.AddError("Cannot disable", err.Error())
	}
}

func (r *reference) clientOwner(ctx context.Context, from attributes) client.Owner {
	project, group := r.owner(ctx, from)
	if project.IsNull() {
		return client.Owner{Kind: client.GroupKind, ID: group.ValueString()}
	}
	return client.Owner{Kind: client.ProjectKind, ID: project.ValueString()}
}

func (r *reference) put(ctx context.Context, plan tfsdk.Plan, config tfsdk.Config, prior, state *tfsdk.State) (found diag.Diagnostics) {
	owner, inherits := r.clientOwner(ctx, plan), boolAt(ctx, plan, "use_inherited_settings").ValueBool()
	if prior != nil && r.meaning(ctx, plan) == r.meaning(ctx, *prior) && !r.lostSecrets(ctx, *prior) {
		state.Raw = plan.Raw
		return found
	}
	for _, p := range r.spec.Parameters {
		if p.Required && p.Secret && !inherits && valueAt(ctx, plan, p).IsNull() && stringAt(ctx, config, p.Name+"_wo").IsNull() {
			found.AddError("Cannot change", "missing")
			return found
		}
	}
	_, err := r.gitlab.PutIntegration(ctx, owner, r.spec.Slug, r.body(ctx, plan, config, prior, inherits))
	if err == nil && inherits {
		_, err = r.gitlab.GetIntegration(ctx, owner, r.spec.Slug)
	}
	if err != nil {
		found.AddError("Cannot change", err.Error())
		return found
	}
	state.Raw = plan.Raw
	return found
}

// meaning returns a text that is equal for values that are equal to GitLab.
func (r *reference) meaning(ctx context.Context, from attributes) string {
	meaning := fmt.Sprint("inherits: ", boolAt(ctx, from, "use_inherited_settings").ValueBool())
	for _, p := range r.spec.Parameters {
		value := plain(valueAt(ctx, from, p))
		if p.Secret {
			meaning += fmt.Sprintf(", %s: %#v %#v", p.Name, value, versionAt(ctx, from, p).ValueInt64Pointer() == nil)
			meaning += fmt.Sprint(versionAt(ctx, from, p).ValueInt64())
			continue
		}
		text := strings.Trim(fmt.Sprint(value), "[]")
		switch unset := value == nil || value == ""; {
		case unset, !isComputed(p) && (value == false || text == ""):
			text = "unset"
		case p.Normalize != nil && p.Type == integration.Strings:
			elements := strings.Fields(text)
			slices.Sort(elements)
			text = fmt.Sprint(slices.Compact(elements))
		case p.Normalize != nil:
			text = p.Normalize(text)
		}
		meaning += fmt.Sprintf(", %s: %s", p.Name, text)
	}
	return meaning
}

// lostSecrets reports whether the state marks a secret that GitLab may not have.
func (r *reference) lostSecrets(ctx context.Context, prior tfsdk.State) bool {
	return slices.ContainsFunc(r.spec.Parameters, func(p integration.Parameter) bool {
		return p.Secret && plain(valueAt(ctx, prior, p)) == "" || p.Secret && versionAt(ctx, prior, p).ValueInt64() == -1
	})
}

// body contains every setting. For an inheriting integration, it contains only the
// parameters that GitLab requires. Of the secrets without a value, it contains only those
// that must be cleared.
func (r *reference) body(ctx context.Context, plan tfsdk.Plan, config tfsdk.Config, prior *tfsdk.State, inherits bool) map[string]any {
	body := map[string]any{"use_inherited_settings": inherits}
	for _, p := range r.spec.Parameters {
		planned := valueAt(ctx, plan, p)
		if p.Secret && planned.IsNull() {
			planned = stringAt(ctx, config, p.Name+"_wo")
		}
		demanded := p.Required || p.Presence
		hadSecret := p.Secret && (prior == nil || boolAt(ctx, *prior, "use_inherited_settings").ValueBool() ||
			!valueAt(ctx, *prior, p).IsNull() || !versionAt(ctx, *prior, p).IsNull())
		if demanded || !inherits && (!p.Secret || !planned.IsNull() || hadSecret) {
			body[p.Name] = plain(planned)
		}
	}
	return body
}

func plain(value attr.Value) any {
	if value.IsNull() {
		return nil
	}
	switch value := value.(type) {
	case types.Bool:
		return value.ValueBool()
	case types.Int64:
		return value.ValueInt64()
	case types.Set:
		list := []string{}
		for _, element := range value.Elements() {
			text, _ := element.(types.String)
			list = append(list, text.ValueString())
		}
		slices.Sort(list)
		return list
	case types.String:
		return value.ValueString()
	}
	panic("no such type")
}
