package provider

import (
	"context"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// memoryKey is where the runtime's memory is in the private state.
const memoryKey = "memory"

// customModel is a configuration, plan or state of gitlabintegrations_custom.
type customModel struct {
	ID             types.String  `tfsdk:"id"`
	Project        types.String  `tfsdk:"project"`
	Group          types.String  `tfsdk:"group"`
	Slug           types.String  `tfsdk:"slug"`
	Inherits       types.Bool    `tfsdk:"use_inherited_settings"`
	Settings       types.Dynamic `tfsdk:"settings"`
	Secrets        types.Map     `tfsdk:"secrets_wo"`
	SecretsVersion types.Number  `tfsdk:"secrets_wo_version"`
}

func (m *customModel) owner() client.Owner {
	if m.Project.IsNull() {
		return client.Owner{Kind: client.GroupKind, ID: m.Group.ValueString()}
	}
	return client.Owner{Kind: client.ProjectKind, ID: m.Project.ValueString()}
}

// custom is what the runtime needs of a plan or state.
func (m *customModel) custom(ctx context.Context) *integration.Custom {
	custom := &integration.Custom{
		Slug:     m.Slug.ValueString(),
		Owner:    m.owner(),
		Inherits: m.Inherits.ValueBool(),
		Settings: plainSettings(raw(ctx, m.Settings)),
	}
	if version := m.SecretsVersion.ValueBigFloat(); version != nil {
		custom.SecretsVersion, _ = version.Int64()
	}
	return custom
}

// refresh takes over what a read has found.
func (m *customModel) refresh(ctx context.Context, before, after *integration.Custom) {
	m.Inherits = types.BoolValue(after.Inherits)
	m.Settings = dynamic(ctx, refreshed(raw(ctx, m.Settings), before.Settings, after.Settings))
	m.SecretsVersion = versionOf(after)
}

func versionOf(custom *integration.Custom) types.Number {
	return numberOf(tftypes.NewValue(tftypes.Number, custom.SecretsVersion))
}

// secrets are the configured secrets: strings, or nil.
func (m *customModel) secrets() map[string]any {
	secrets := map[string]any{}
	for name, value := range m.Secrets.Elements() {
		secrets[name] = nil
		if text, ok := value.(types.String); ok && !text.IsNull() {
			secrets[name] = text.ValueString()
		}
	}
	return secrets
}

// place finds what the runtime takes for an attribute.
func (m *customModel) place(name string) path.Path {
	_, isSecret := m.Secrets.Elements()[name]
	switch {
	case slices.Contains(customAttributes, name):
		return path.Root(name)
	case isSecret:
		return path.Root("secrets_wo").AtMapKey(name)
	default:
		return path.Root("settings").AtMapKey(name)
	}
}

// raw is a value as the protocol has it.
func raw(ctx context.Context, value attr.Value) tftypes.Value {
	converted, err := value.ToTerraformValue(ctx)
	if err != nil {
		panic(err) // The framework made it of such a value.
	}
	return converted
}

// dynamic is the reverse of raw, for the attribute settings.
func dynamic(ctx context.Context, value tftypes.Value) types.Dynamic {
	converted, err := types.DynamicType.ValueFromTerraform(ctx, value)
	if err != nil {
		panic(err)
	}
	settings, ok := converted.(types.Dynamic)
	if !ok {
		panic("the value of a dynamic type is not dynamic")
	}
	return settings
}

// numberOf is the reverse of raw, for a number.
func numberOf(value tftypes.Value) types.Number {
	switch {
	case value.IsNull():
		return types.NumberNull()
	case !value.IsKnown():
		return types.NumberUnknown()
	default:
		number := as[big.Float](value)
		return types.NumberValue(&number)
	}
}
