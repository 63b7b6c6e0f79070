package integration_test

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// noteType is a resource written with the framework, not generated from a spec.
const noteType = "gitlabintegrations_note"

// innerProvider is the framework provider that the server serves together with the specs.
type innerProvider struct{ configure func() }

// newInnerServer serves innerProvider. configure may be nil.
func newInnerServer(configure func()) tfprotov6.ProviderServer {
	return providerserver.NewProtocol6(&innerProvider{configure})()
}

func (p *innerProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "gitlabintegrations"
}

func (p *innerProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{Attributes: map[string]providerschema.Attribute{
		"token": providerschema.StringAttribute{Optional: true, Sensitive: true},
	}}
}

func (p *innerProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
	if p.configure != nil {
		p.configure()
	}
}

func (p *innerProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return noteResource{} }}
}

func (p *innerProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return noteDataSource{} }}
}

// noteResource stores a text in the state and nowhere else.
type noteResource struct{}

func (noteResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = noteType
}

func (noteResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":   schema.StringAttribute{Computed: true},
		"text": schema.StringAttribute{Required: true},
	}}
}

func (noteResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics = keepNote(ctx, req.Plan, &resp.State)
}

func (noteResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics = keepNote(ctx, req.Plan, &resp.State)
}

func keepNote(ctx context.Context, plan tfsdk.Plan, state *tfsdk.State) diag.Diagnostics {
	state.Raw = plan.Raw
	return state.SetAttribute(ctx, path.Root("id"), "note")
}

func (noteResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (noteResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func (noteResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughID(ctx, path.Root("id"), req, resp)
}

// noteDataSource counts the letters of a text.
type noteDataSource struct{}

func (noteDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = noteType
}

func (noteDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataschema.Schema{Attributes: map[string]dataschema.Attribute{
		"text":   dataschema.StringAttribute{Required: true},
		"length": dataschema.Int64Attribute{Computed: true},
	}}
}

func (noteDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var text types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("text"), &text)...)
	resp.State.Raw = req.Config.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("length"), int64(len(text.ValueString())))...)
}
