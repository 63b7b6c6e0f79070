package integration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// The identity of a resource is its owner as the configuration names it, and the
// slug if an attribute has it. If the configuration names the same owner
// differently, the resource stays and its identity changes, so the identity is
// mutable. A CLI stores the identity of the last answer, and forgets it if an answer
// has none. So every answer about a resource has an identity, which depends on the
// state alone. States without an identity, and a CLI that does not know identities,
// are supported.

// newIdentitySchema returns the identity schema with the attributes that identify a
// resource.
func newIdentitySchema(attributes []*tfprotov6.SchemaAttribute) *tfprotov6.ResourceIdentitySchema {
	return &tfprotov6.ResourceIdentitySchema{IdentityAttributes: identityAttributes(attributes)}
}

func identityAttributes(attributes []*tfprotov6.SchemaAttribute) (identity []*tfprotov6.ResourceIdentitySchemaAttribute) {
	descriptions := map[string]string{
		attributeProject: "Id or full path of the project.",
		attributeGroup:   "Id or full path of the group.",
		attributeSlug:    "Name of the integration in GitLab's API.",

		attributeIntegration: "Name of the integration in GitLab's API.",
	}
	for _, a := range attributes {
		if description, identifies := descriptions[a.Name]; identifies {
			identity = append(identity, &tfprotov6.ResourceIdentitySchemaAttribute{
				Name: a.Name, Type: a.Type, Description: description,
				RequiredForImport: a.Required, OptionalForImport: !a.Required,
			})
		}
	}
	return identity
}

// identity returns the identity of a state or plan; nil if there is none, or if a plan
// does not know it yet. No CLI shows a plan with an unknown identity as JSON (Terraform
// 1.15, OpenTofu 1.12), and all of them take the identity from the apply.
func (d *definition) identity(state values) *tfprotov6.ResourceIdentityData {
	if state == nil {
		return nil
	}
	identity := make(map[string]tftypes.Value, len(d.identitySchema.IdentityAttributes))
	for _, a := range d.identitySchema.IdentityAttributes {
		if !state[a.Name].IsKnown() {
			return nil
		}
		identity[a.Name] = state[a.Name]
	}
	t := d.identitySchema.ValueType()
	object, err := tfprotov6.NewDynamicValue(t, tftypes.NewValue(t, identity))
	if err != nil {
		panic(err)
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: &object}
}

// identityOf does the same for a state in plain Go.
func (d *definition) identityOf(state settings) *tfprotov6.ResourceIdentityData {
	if state == nil {
		return nil
	}
	known := values{}
	for _, a := range d.identitySchema.IdentityAttributes {
		known[a.Name] = toValue(a.Type, state[a.Name])
	}
	return d.identity(known)
}

// identified returns the state with the attributes of an identity.
func (d *definition) identified(identity *tfprotov6.ResourceIdentityData) (state settings, fault *message.Text) {
	value, err := identity.IdentityData.Unmarshal(d.identitySchema.ValueType())
	if err != nil {
		panic(err)
	}
	state = settings{}
	for name, attribute := range as[map[string]tftypes.Value](value) {
		if setting := toSetting(attribute); setting != nil {
			state[name] = setting
		}
	}
	owner := ownerOf(state)
	_, both := state[attributeGroup]
	both = both && state[attributeProject] != nil
	slug, hasSlug := state[d.slugName].(string)
	if both || len(validateOwnerName(string(owner.Kind), owner.ID)) > 0 || hasSlug && !slugForm.MatchString(slug) {
		return nil, d.importing().InvalidIdentity()
	}
	state[attributeID] = resourceID(state)
	return state, nil
}

// GetResourceIdentitySchemas adds the identities of this server's resources to those
// of the embedded server.
func (s *Server) GetResourceIdentitySchemas(ctx context.Context, req *tfprotov6.GetResourceIdentitySchemasRequest) (resp *tfprotov6.GetResourceIdentitySchemasResponse, err error) {
	resp = &tfprotov6.GetResourceIdentitySchemasResponse{}
	guard(&resp.Diagnostics, func() {
		if resp, err = s.ProviderServer.GetResourceIdentitySchemas(ctx, req); err != nil {
			return
		}
		if resp.IdentitySchemas == nil {
			resp.IdentitySchemas = map[string]*tfprotov6.ResourceIdentitySchema{}
		}
		for name, d := range s.resources {
			resp.IdentitySchemas[name] = d.identitySchema
		}
	})
	return resp, err
}

// UpgradeResourceIdentity reads an identity that another version of the provider
// stored. It drops attributes that this version does not have, and sets missing
// attributes to null.
func (s *Server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (resp *tfprotov6.UpgradeResourceIdentityResponse, err error) {
	resp = &tfprotov6.UpgradeResourceIdentityResponse{}
	guard(&resp.Diagnostics, func() {
		d, ok := s.resources[req.TypeName]
		if !ok {
			resp, err = s.ProviderServer.UpgradeResourceIdentity(ctx, req)
			return
		}
		options := tfprotov6.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}}
		stored, fault := req.RawIdentity.UnmarshalWithOpts(d.identitySchema.ValueType(), options)
		if fault != nil || stored.IsNull() {
			resp.Diagnostics = []*tfprotov6.Diagnostic{errorOf(message.UnreadableState(req.TypeName, attributeOf(fault)))}
			return
		}
		resp.UpgradedIdentity = d.identity(as[map[string]tftypes.Value](stored))
	})
	return resp, err
}

// importedResource returns the resource of an import request, which names it by an
// ID, an identity or the address of its page in GitLab. It is nil if the request is
// invalid.
func (d *definition) importedResource(provider *Provider, req *tfprotov6.ImportResourceStateRequest) (state settings, found []*tfprotov6.Diagnostic) {
	var fault *message.Text
	switch {
	case req.Identity != nil:
		state, fault = d.identified(req.Identity)
	case isPageAddress(req.ID):
		state, found, fault = d.importedPage(provider, req.ID)
	default:
		state, fault = d.importedState(req.ID)
	}
	if fault != nil {
		return nil, []*tfprotov6.Diagnostic{errorOf(*fault)}
	}
	return state, found
}
