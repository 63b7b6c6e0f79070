package integration

import (
	"context"
	"maps"
	"slices"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
)

// Server serves the resources and data sources of its specs, the resource
// gitlabintegrations_custom and the policies. It passes all other requests to the provider server that
// it embeds. Embedding hides the optional interfaces of that server (list resources,
// actions, state stores): Server must implement those that it serves.
type Server struct {
	tfprotov6.ProviderServer
	provider    func() *Provider
	resources   map[string]*definition
	dataSources map[string]*definition
	// reported counts the diagnostics of this run.
	reported reported
	// applying is set once this run has applied something.
	applying atomic.Bool
	// lists are the list resources, by the type of the resources that they find.
	lists map[string]*definition
}

var (
	_ tfprotov6.ProviderServer     = (*Server)(nil)
	_ tfprotov6.ListResourceServer = (*Server)(nil)
)

// Provider is the result of the provider's configuration.
type Provider struct {
	// Client calls GitLab.
	Client *client.Client
	// DetectSecretChanges makes a read compare GitLab's time of the last change with
	// that of the provider's last write.
	DetectSecretChanges bool
	// KeepMissing makes it an error that a project or group is no longer found. Without
	// it, their integrations are removed from the state.
	KeepMissing bool
	// KeepExisting makes it an error to set up an integration that is active already.
	// Without it, the new resource overwrites the settings.
	KeepExisting bool
	// Lists are the lists of active integrations that everything in this process
	// shares. It is nil if nothing needs lists.
	Lists *discovery.Lists
	// Discovery finds the integrations of a project or group. It is nil in tests that
	// do not need it.
	Discovery *discovery.Discovery
	// RefreshByList makes a refresh use the lists of owners in Lists, and read only what
	// has changed. If it is false, a refresh reads each integration.
	RefreshByList bool

	// The fields below belong to one run: Terraform configures the provider anew for
	// each.
	writes  writeLog
	planned plannedRows
	// rebuilt are the owners with a warning that the ID of a row has changed.
	rebuilt onceEach[client.Owner]
	own     ownRows
	// read are the rows that this run has read.
	read      onceEach[int64]
	run       runID
	conflicts conflicts
}

// forgetList must be called with every write.
func (p *Provider) forgetList(owner client.Owner) {
	if p.Lists != nil {
		p.Lists.Forget(owner)
	}
}

// NewServer combines specs, the custom resource and the policies with a provider
// server. The function provider returns the result of that server's Configure; nil while the
// configuration is not known.
func NewServer(inner tfprotov6.ProviderServer, specs []Spec, provider func() *Provider) *Server {
	s := &Server{
		ProviderServer: inner,
		provider:       provider,
		resources:      make(map[string]*definition, len(specs)),
		dataSources:    make(map[string]*definition, len(specs)),
		lists:          make(map[string]*definition, len(specs)),
	}
	exclusives, catalog := map[string][]*Spec{}, bySlug{}
	for i := range specs {
		exclusives[specs[i].Exclusive] = append(exclusives[specs[i].Exclusive], &specs[i])
	}
	for i := range specs {
		name := specs[i].TypeName()
		s.resources[name] = newResource(&specs[i])
		s.resources[name].exclusives = exclusives[specs[i].Exclusive]
		s.dataSources[name] = newDataSource(&specs[i])
		catalog[specs[i].Slug] = s.resources[name]
	}
	s.resources[customType] = newCustom(catalog)
	for name, resource := range s.resources {
		s.lists[name] = newList(resource)
	}
	s.resources[disabledType], s.resources[exclusiveType] = newDisabled(catalog), newExclusive(catalog)
	return s
}

// capabilities are announced twice, with the metadata and with the schema, because
// the CLI requests either. Without PlanDestroy, the CLI would not plan a destroy, and
// so not show its warnings. Without MoveResourceState, it refuses every `moved` block
// with another type. Without GenerateResourceConfig, it writes every default into the
// configuration that it generates.
func capabilities() *tfprotov6.ServerCapabilities {
	return &tfprotov6.ServerCapabilities{
		GetProviderSchemaOptional: true, PlanDestroy: true, MoveResourceState: true, GenerateResourceConfig: true,
	}
}

// GetMetadata adds the types of this server to those of the embedded server.
func (s *Server) GetMetadata(ctx context.Context, req *tfprotov6.GetMetadataRequest) (resp *tfprotov6.GetMetadataResponse, err error) {
	resp = &tfprotov6.GetMetadataResponse{}
	guard(&resp.Diagnostics, func() {
		if resp, err = s.ProviderServer.GetMetadata(ctx, req); err != nil {
			return
		}
		resp.ServerCapabilities = capabilities()
		for _, name := range slices.Sorted(maps.Keys(s.resources)) {
			resp.Resources = append(resp.Resources, tfprotov6.ResourceMetadata{TypeName: name})
		}
		for _, name := range slices.Sorted(maps.Keys(s.dataSources)) {
			resp.DataSources = append(resp.DataSources, tfprotov6.DataSourceMetadata{TypeName: name})
		}
		for _, name := range slices.Sorted(maps.Keys(s.lists)) {
			resp.ListResources = append(resp.ListResources, tfprotov6.ListResourceMetadata{TypeName: name})
		}
	})
	return resp, err
}

// GetProviderSchema adds the schemas of this server to those of the embedded server.
func (s *Server) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (resp *tfprotov6.GetProviderSchemaResponse, err error) {
	resp = &tfprotov6.GetProviderSchemaResponse{}
	guard(&resp.Diagnostics, func() {
		inner, fault := s.ProviderServer.GetProviderSchema(ctx, req)
		if fault != nil {
			err = fault
			return
		}
		joined := *inner
		joined.ServerCapabilities = capabilities()
		joined.ResourceSchemas = withSchemas(inner.ResourceSchemas, s.resources)
		joined.DataSourceSchemas = withSchemas(inner.DataSourceSchemas, s.dataSources)
		joined.ListResourceSchemas = withSchemas(inner.ListResourceSchemas, s.lists)
		resp = &joined
	})
	return resp, err
}

// ValidateProviderConfig calls the embedded server. A panic becomes a diagnostic.
func (s *Server) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (resp *tfprotov6.ValidateProviderConfigResponse, err error) {
	resp = &tfprotov6.ValidateProviderConfigResponse{}
	guard(&resp.Diagnostics, func() { resp, err = s.ProviderServer.ValidateProviderConfig(ctx, req) })
	return resp, err
}

func withSchemas(schemas map[string]*tfprotov6.Schema, definitions map[string]*definition) map[string]*tfprotov6.Schema {
	all := make(map[string]*tfprotov6.Schema, len(schemas)+len(definitions))
	maps.Copy(all, schemas)
	for name, d := range definitions {
		all[name] = d.schema
	}
	return all
}

// ConfigureProvider calls the embedded server, and begins a new run. A panic becomes
// a diagnostic.
func (s *Server) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (resp *tfprotov6.ConfigureProviderResponse, err error) {
	resp = &tfprotov6.ConfigureProviderResponse{}
	s.reported.forget() // Each configuration begins a run.
	s.applying.Store(false)
	guard(&resp.Diagnostics, func() { resp, err = s.ProviderServer.ConfigureProvider(ctx, req) })
	return resp, err
}

// guard handles a request. A panic becomes an additional diagnostic of the response:
// if the process ended, the requests of all other resources would fail.
func guard(found *[]*tfprotov6.Diagnostic, work func()) {
	defer func() {
		if fault := recover(); fault != nil {
			*found = append(*found, panicDiagnostic(fault))
		}
	}()
	work()
}

// values decodes an object of this definition; nil if it is null. It panics if the
// object does not conform to the schema, which Terraform guarantees.
func (d *definition) values(object *tfprotov6.DynamicValue) values {
	if object == nil {
		return nil
	}
	value, err := object.Unmarshal(d.valueType)
	if err != nil {
		panic(err)
	}
	if value.IsNull() {
		return nil
	}
	return as[map[string]tftypes.Value](value)
}

// object encodes values; attributes that are missing are null.
func (d *definition) object(attributes values) *tfprotov6.DynamicValue {
	var value any
	if attributes != nil {
		complete := map[string]tftypes.Value(maps.Clone(d.nulls))
		maps.Copy(complete, attributes)
		value = complete
	}
	object, err := tfprotov6.NewDynamicValue(d.valueType, tftypes.NewValue(d.valueType, value))
	if err != nil {
		panic(err)
	}
	return &object
}

// settings decodes an object of this definition to plain Go; nil if it is null.
func (d *definition) settings(object *tfprotov6.DynamicValue) settings {
	return d.values(object).plain()
}

// plain converts attributes to plain Go; nil stays nil.
func (attributes values) plain() settings {
	if attributes == nil {
		return nil
	}
	plain := make(settings, len(attributes))
	for name, value := range attributes {
		plain[name] = toSetting(value)
	}
	return plain
}

// state encodes settings; nil encodes a resource that does not exist. It leaves out
// the settings of a custom integration, which are not attributes.
func (d *definition) state(plain settings) *tfprotov6.DynamicValue {
	if plain == nil {
		return d.object(nil)
	}
	attributes := make(values, len(plain))
	for name, t := range d.types {
		if setting, exists := plain[name]; exists {
			attributes[name] = toValue(t, setting)
		}
	}
	return d.object(attributes)
}
