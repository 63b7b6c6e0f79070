package integration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// ReadDataSource reads an integration with one GET. A disabled integration is not an
// error, but one that was never set up is.
func (s *Server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (resp *tfprotov6.ReadDataSourceResponse, err error) {
	resp = &tfprotov6.ReadDataSourceResponse{}
	defer func() { resp.Diagnostics = s.reported.shorten(ctx, resp.Diagnostics) }()
	guard(&resp.Diagnostics, func() {
		d, ok := s.dataSources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.ReadDataSource(ctx, req)
			return
		}
		resp.State, resp.Diagnostics = d.data(ctx, s.provider(), d.settings(req.Config))
	})
	return resp, err
}

func (d *definition) data(ctx context.Context, provider *Provider, config settings) (*tfprotov6.DynamicValue, []*tfprotov6.Diagnostic) {
	owner := ownerOf(config)
	if provider == nil {
		return nil, d.notConfigured("Cannot read", owner)
	}
	answer, err := provider.Client.GetIntegration(ctx, owner, d.Slug)
	switch {
	case err == nil:
		return d.state(d.found(owner, answer)), MovedDataSource(ctx, provider.Client, owner, answer.MovedTo)
	case isGone(err):
		return nil, d.reading("Cannot find", provider, owner).absent(ctx, err, message.SetUpFirst)
	default:
		return nil, d.reading("Cannot read", provider, owner).diagnose(ctx, err)
	}
}

// found returns all attributes of the data source for an answer.
func (d *definition) found(owner client.Owner, answer *client.Integration) settings {
	data := settings{
		attributeID:        ownerID(owner),
		string(owner.Kind): owner.ID,
		"active":           answer.Active(),
		"inherited":        answer.Inherited(),
	}
	for _, name := range []string{"title", "created_at", "updated_at"} {
		data[name] = String.decode(answer.Fields[name])
	}
	for i := range d.Parameters {
		p := &d.Parameters[i]
		if _, is := data[p.Name]; !is && !p.Secret {
			data[p.Name] = p.after(nil, answer)
		}
	}
	return data
}
