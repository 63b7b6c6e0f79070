// Command empty is a provider without resources. The benchmark compares the start of
// the real provider with it, because every provider takes as much as this one.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

func main() {
	options := providerserver.ServeOpts{Address: "registry.terraform.io/gitlab-integrations/empty"}
	if err := providerserver.Serve(context.Background(), newEmpty, options); err != nil {
		log.Fatal(err)
	}
}

// empty implements the provider.
type empty struct{}

func newEmpty() provider.Provider { return empty{} }

// Metadata names the provider.
func (empty) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "empty"
}

// Schema describes no configuration.
func (empty) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

// Configure has nothing to configure.
func (empty) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

// DataSources returns none.
func (empty) DataSources(context.Context) []func() datasource.DataSource { return nil }

// Resources returns none.
func (empty) Resources(context.Context) []func() resource.Resource { return nil }
