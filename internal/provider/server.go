package provider

import (
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

// Address is the provider's address in the registry.
const Address = "registry.terraform.io/gitlab-integrations/gitlabintegrations"

// NewServer returns a factory of provider servers, which join the provider of this
// package with the generated resources and data sources. Each server has its own
// configuration.
func NewServer(version string) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		var configured atomic.Pointer[integration.Provider]
		written := providerserver.NewProtocol6(New(version, &configured))()
		return integration.NewServer(written, resources.All, configured.Load)
	}
}
