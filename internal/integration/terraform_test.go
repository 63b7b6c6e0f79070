package integration_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// terraform sends requests to a provider server as the CLI does.
type terraform struct {
	t       *testing.T
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

func newTerraform(t *testing.T, server tfprotov6.ProviderServer) *terraform {
	t.Helper()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schemas.Diagnostics) > 0 {
		t.Fatal(err, schemas.Diagnostics)
	}
	return &terraform{t, server, schemas}
}

// drive returns a Terraform whose provider has the specs of these tests.
func drive(t *testing.T, provider func() *integration.Provider) *terraform {
	t.Helper()
	return newTerraform(t, integration.NewServer(newInnerServer(nil), specs, provider))
}

// configure starts another run.
func (tf *terraform) configure() {
	tf.t.Helper()
	resp, err := tf.server.ConfigureProvider(tf.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: encode(tf.t, tf.schemas.Provider, object{})})
	tf.noError(err)
	expectNothing(tf.t, resp.Diagnostics)
}

// offline returns a Terraform whose provider is not configured.
func offline(t *testing.T) *terraform {
	t.Helper()
	return drive(t, unconfigured)
}

// noError rejects Go errors. The CLI would show them without the address of the resource,
// unlike diagnostics.
func (tf *terraform) noError(err error) {
	tf.t.Helper()
	if err != nil {
		tf.t.Fatalf("got a Go error instead of a diagnostic: %s", err)
	}
}

func (tf *terraform) validate(typeName string, config object) []*tfprotov6.Diagnostic {
	tf.t.Helper()
	resp, err := tf.server.ValidateResourceConfig(tf.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: typeName, Config: encode(tf.t, tf.schemas.ResourceSchemas[typeName], config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true}})
	tf.noError(err)
	return resp.Diagnostics
}

// planned is the response to a plan request.
type planned struct {
	state       object
	private     []byte
	replace     []string
	diagnostics []*tfprotov6.Diagnostic
}

func (tf *terraform) plan(typeName string, prior, config object) planned {
	tf.t.Helper()
	return tf.planPrivate(typeName, prior, config, nil)
}

func (tf *terraform) planPrivate(typeName string, prior, config object, private []byte) planned {
	tf.t.Helper()
	schema := tf.schemas.ResourceSchemas[typeName]
	resp, err := tf.server.PlanResourceChange(tf.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: encode(tf.t, schema, prior), Config: encode(tf.t, schema, config),
		ProposedNewState: encode(tf.t, schema, proposedNewState(schema, prior, config)), PriorPrivate: private})
	tf.noError(err)
	result := planned{state: decode(tf.t, schema, resp.PlannedState), private: resp.PlannedPrivate, diagnostics: resp.Diagnostics}
	for _, path := range resp.RequiresReplace {
		result.replace = append(result.replace, path.String())
	}
	return result
}

// proposedNewState returns the state that Terraform proposes (see ProposedNew in
// internal/plans/objchange of Terraform 1.11) for a flat schema: the configuration, with
// the prior values of computed attributes that are not configured.
func proposedNewState(schema *tfprotov6.Schema, prior, config object) object {
	if config == nil {
		return nil
	}
	proposed := object{}
	for _, attribute := range schema.Block.Attributes {
		proposed[attribute.Name] = config[attribute.Name]
		if attribute.Computed && config[attribute.Name] == nil {
			proposed[attribute.Name] = prior[attribute.Name]
		}
	}
	return proposed
}

func (tf *terraform) apply(typeName string, prior, planned, config object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	state, _, found := tf.applyPrivate(typeName, prior, planned, config, nil)
	return state, found
}

func (tf *terraform) applyPrivate(typeName string, prior, planned, config object, private []byte) (object, []byte, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	schema := tf.schemas.ResourceSchemas[typeName]
	resp, err := tf.server.ApplyResourceChange(tf.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeName, PriorState: encode(tf.t, schema, prior), PlannedState: encode(tf.t, schema, planned),
		Config: encode(tf.t, schema, config), PlannedPrivate: private})
	tf.noError(err)
	return decode(tf.t, schema, resp.NewState), resp.Private, resp.Diagnostics
}

func (tf *terraform) change(typeName string, prior, config object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	plan := tf.plan(typeName, prior, config)
	expectNothing(tf.t, plan.diagnostics)
	return tf.apply(typeName, prior, plan.state, config)
}

// knownRow is the private state after a read of a response that answer returns.
const knownRow = `{"row":{"id":75,"updated_at":"2019-11-20T12:24:37.498Z"}}`

// destroy plans and applies the destroy of a resource that was read before.
func (tf *terraform) destroy(typeName string, prior object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	plan := tf.planPrivate(typeName, prior, nil, []byte(knownRow))
	state, _, found := tf.applyPrivate(typeName, prior, plan.state, nil, plan.private)
	return state, found
}

func (tf *terraform) read(typeName string, state object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	refreshed, _, found := tf.readPrivate(typeName, state, nil)
	return refreshed, found
}

func (tf *terraform) readPrivate(typeName string, state object, private []byte) (object, []byte, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	schema := tf.schemas.ResourceSchemas[typeName]
	resp, err := tf.server.ReadResource(tf.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: typeName, CurrentState: encode(tf.t, schema, state), Private: private})
	tf.noError(err)
	return decode(tf.t, schema, resp.NewState), resp.Private, resp.Diagnostics
}

func (tf *terraform) importState(typeName, id string) ([]*tfprotov6.ImportedResource, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	resp, err := tf.server.ImportResourceState(tf.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
	tf.noError(err)
	return resp.ImportedResources, resp.Diagnostics
}

func (tf *terraform) upgrade(typeName, rawState string) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	resp, err := tf.server.UpgradeResourceState(tf.t.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: typeName, RawState: &tfprotov6.RawState{JSON: []byte(rawState)}})
	tf.noError(err)
	if resp.UpgradedState == nil {
		return nil, resp.Diagnostics
	}
	return decode(tf.t, tf.schemas.ResourceSchemas[typeName], resp.UpgradedState), resp.Diagnostics
}

func (tf *terraform) data(typeName string, config object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	schema := tf.schemas.DataSourceSchemas[typeName]
	resp, err := tf.server.ReadDataSource(tf.t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: typeName, Config: encode(tf.t, schema, config)})
	tf.noError(err)
	if resp.State == nil {
		return nil, resp.Diagnostics
	}
	return decode(tf.t, schema, resp.State), resp.Diagnostics
}

func describe(diagnostic *tfprotov6.Diagnostic) string {
	return fmt.Sprintf("%s at %q: %s: %s", diagnostic.Severity, diagnostic.Attribute, diagnostic.Summary, diagnostic.Detail)
}

func expectNothing(t *testing.T, found []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, diagnostic := range found {
		t.Errorf("unexpected %s", describe(diagnostic))
	}
}

// expectOne expects one diagnostic with this severity and attribute ("" for none), whose
// text contains all parts.
func expectOne(t *testing.T, found []*tfprotov6.Diagnostic, severity tfprotov6.DiagnosticSeverity, attribute string, parts ...string) {
	t.Helper()
	if len(found) != 1 {
		t.Errorf("got %d diagnostics, want one:", len(found))
		expectNothing(t, found)
		return
	}
	path := tftypes.NewAttributePath()
	if attribute != "" {
		path = path.WithAttributeName(attribute)
	}
	got := found[0]
	if got.Severity != severity || !path.Equal(got.Attribute) {
		t.Errorf("want %s at %q, got %s", severity, attribute, describe(got))
	}
	for _, part := range parts {
		if !strings.Contains(got.Summary+"\n"+got.Detail, part) {
			t.Errorf("want the words %q, got %s", part, describe(got))
		}
	}
}

func expectError(t *testing.T, found []*tfprotov6.Diagnostic, attribute string, parts ...string) {
	t.Helper()
	expectOne(t, found, tfprotov6.DiagnosticSeverityError, attribute, parts...)
}

func expectWarning(t *testing.T, found []*tfprotov6.Diagnostic, attribute string, parts ...string) {
	t.Helper()
	expectOne(t, found, tfprotov6.DiagnosticSeverityWarning, attribute, parts...)
}
