package integration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// GenerateResourceConfig generates a configuration from a state for the CLI. It
// leaves out defaults, which a plan adds, and attributes that cannot be configured.
// It contains no secrets: the CLI writes null for them. It contains deprecated
// settings, but the CLI leaves them out (internal/genconfig in Terraform 1.15).
func (s *Server) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (resp *tfprotov6.GenerateResourceConfigResponse, err error) {
	resp = &tfprotov6.GenerateResourceConfigResponse{}
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.GenerateResourceConfig(ctx, req)
			return
		}
		resp.Config = d.object(d.generated(d.settings(req.State)))
	})
	return resp, err
}

// generated returns the configuration that leads to a state; nil if there is none.
func (d *definition) generated(state settings) values {
	if state == nil {
		return nil
	}
	if d.policy != nil {
		return d.generatedPolicy(state)
	}
	config := values{}
	names := []string{attributeProject, attributeGroup, attributeSlug, attributeSettings}
	if !d.isCustom() {
		config, names = d.written(state), names[:2]
	}
	for _, name := range names {
		if t, exists := d.types[name]; exists {
			config[name] = toValue(t, state[name])
		}
	}
	config[attributeInherited] = d.nulls[attributeInherited]
	if state[attributeInherited] == true {
		config[attributeInherited] = toValue(tftypes.Bool, true)
	}
	return config
}

// written are the settings of a generated configuration. What a plan keeps although the
// validation refuses it is left out. Without the rest of that, a plan would reset it, so
// it is there, for the validation to say what is wrong.
func (d *definition) written(state settings) values {
	if state[attributeInherited] == true {
		return values{}
	}
	config, c := d.configurable(state)
	for _, refused := range c.Refused {
		if !d.parameters[refused.Name].mayStay() {
			config[refused.Name] = toValue(d.types[refused.Name], state[refused.Name])
		}
	}
	return config
}
