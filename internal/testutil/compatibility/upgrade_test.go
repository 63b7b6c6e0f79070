package compatibility_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/provider"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/clitest"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/compatibility"
)

const statesFolder = "testdata/" + compatibility.StatesFolder

// TestMain removes the provider that the tests with a CLI have built.
func TestMain(m *testing.M) { clitest.Main(m) }

// eachScenario runs a test with the scenarios of every version, without the types that
// are no longer in the catalog.
func eachScenario(t *testing.T, test func(t *testing.T, scenario compatibility.Scenario)) {
	versions, err := compatibility.Versions(statesFolder)
	if err != nil {
		t.Fatal(err)
	}
	isType := typesOfCatalog(t)
	for _, version := range versions {
		scenarios, err := compatibility.ReadStates(statesFolder, version)
		if err != nil {
			t.Fatal(err)
		}
		for _, scenario := range scenarios {
			known, err := scenario.Only(isType)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(version+"/GitLab "+scenario.GitLab, func(t *testing.T) { test(t, known) })
		}
	}
}

// serve starts the GitLab of a scenario.
func serve(t *testing.T, scenario compatibility.Scenario) (gitlab *gitlabfake.GitLab, url string) {
	t.Helper()
	gitlab, err := scenario.Start()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gitlab)
	t.Cleanup(server.Close)
	return gitlab, server.URL
}

// expectNoWrite fails the test if GitLab received requests other than reads.
func expectNoWrite(t *testing.T, gitlab *gitlabfake.GitLab) {
	t.Helper()
	for _, request := range gitlab.Requests() {
		if request.Method != http.MethodGet {
			t.Errorf("%s %s was sent", request.Method, request.Path)
		}
	}
}

// The provider can read the states of all versions. Neither a refresh nor a plan of the
// same configuration changes anything.
func TestStatesOfOlderVersions(t *testing.T) {
	eachScenario(t, func(t *testing.T, scenario compatibility.Scenario) {
		gitlab, url := serve(t, scenario)
		instances, err := scenario.Instances()
		if err != nil {
			t.Fatal(err)
		}
		tf := configure(t, url, gitlab.Token)
		for _, r := range scenario.Resources {
			address := r.Type + "." + r.Name
			t.Run(address, func(t *testing.T) {
				stored, exists := instances[address]
				if !exists {
					t.Fatal("the resource is not in the state")
				}
				tf.with(t).loads(r, stored)
			})
		}
		expectNoWrite(t, gitlab)
	})
}

// The same must be true if a CLI reads the state file.
func TestStateFilesOfOlderVersions(t *testing.T) {
	clitest.Each(t, func(t *testing.T, path string) {
		clitest.RequireVersion(t, path, 11, "write-only arguments")
		eachScenario(t, func(t *testing.T, scenario compatibility.Scenario) {
			if scenario.GitLab != newest(t) {
				return // The scenarios of other versions contain only a few resources.
			}
			gitlab, url := serve(t, scenario)
			config, err := scenario.JSONConfiguration()
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			for name, content := range map[string][]byte{"main.tf.json": config, "terraform.tfstate": scenario.State} {
				if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			environment := clitest.Environment(t, "GITLAB_BASE_URL="+url, "GITLAB_TOKEN="+gitlab.Token)
			for _, arguments := range [][]string{{"init", "-no-color"}, {"plan", "-no-color", "-detailed-exitcode"}} {
				if output, code := clitest.Run(t.Context(), folder, environment, path, arguments...); code != 0 {
					t.Fatalf("%s: exit code %d\n%s", arguments[0], code, output)
				}
			}
			expectNoWrite(t, gitlab)
		})
	})
}

// terraform sends the requests of a CLI to a provider server.
type terraform struct {
	*testing.T
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

// configure starts and configures the provider.
func configure(t *testing.T, url, token string) *terraform {
	t.Helper()
	server := provider.NewServer("test")()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	tf := &terraform{t, server, schemas}
	arguments := map[string]any{"base_url": url, "token": token}
	for name, value := range compatibility.ProviderConfiguration {
		arguments[name] = value
	}
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: tf.object(schemas.Provider, tf.configuration(schemas.Provider, arguments))})
	if err != nil {
		t.Fatal(err)
	}
	tf.expectNothing(resp.Diagnostics)
	return tf
}

// with returns a copy for a subtest.
func (tf *terraform) with(t *testing.T) *terraform { return &terraform{t, tf.server, tf.schemas} }

// loads upgrades, refreshes and plans a resource. None of these may change it.
func (tf *terraform) loads(r compatibility.Resource, stored compatibility.StoredInstance) {
	schema := tf.schemas.ResourceSchemas[r.Type]
	upgraded, err := tf.server.UpgradeResourceState(tf.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: r.Type, Version: stored.SchemaVersion, RawState: &tfprotov6.RawState{JSON: stored.Attributes}})
	tf.answered(err, upgraded.Diagnostics)
	refreshed, err := tf.server.ReadResource(tf.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: r.Type, CurrentState: upgraded.UpgradedState, Private: stored.Private, CurrentIdentity: tf.identity(r.Type, stored)})
	tf.answered(err, refreshed.Diagnostics)
	tf.expectSame("the refresh", schema, upgraded.UpgradedState, refreshed.NewState)
	tf.expectSameIdentity(r.Type, stored, refreshed.NewIdentity)

	config := tf.configuration(schema, r.Configuration)
	planned, err := tf.server.PlanResourceChange(tf.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: r.Type, PriorState: refreshed.NewState, Config: tf.object(schema, config), PriorPrivate: refreshed.Private,
		ProposedNewState: tf.object(schema, proposed(schema, tf.attributes(schema, refreshed.NewState), config))})
	tf.answered(err, planned.Diagnostics)
	tf.expectSame("the plan", schema, refreshed.NewState, planned.PlannedState)
	if len(planned.RequiresReplace) > 0 {
		tf.Errorf("the plan replaces the resource because of %s", planned.RequiresReplace)
	}
}

// proposed returns the proposed new state as a CLI computes it from the configuration:
// a computed attribute that is not configured keeps its prior value, and a write-only
// attribute is null.
func proposed(schema *tfprotov6.Schema, prior, config map[string]tftypes.Value) map[string]tftypes.Value {
	all := map[string]tftypes.Value{}
	for _, a := range schema.Block.Attributes {
		all[a.Name] = config[a.Name]
		if a.Computed && config[a.Name].IsNull() {
			all[a.Name] = prior[a.Name]
		}
		if a.WriteOnly {
			all[a.Name] = tftypes.NewValue(a.Type, nil)
		}
	}
	return all
}

// answered fails the test if a response has diagnostics, or if there is an error.
func (tf *terraform) answered(err error, found []*tfprotov6.Diagnostic) {
	tf.Helper()
	if err != nil {
		tf.Fatal(err)
	}
	tf.expectNothing(found)
}

func (tf *terraform) expectNothing(found []*tfprotov6.Diagnostic) {
	tf.Helper()
	for _, d := range found {
		tf.Errorf("%s: %s: %s", d.Severity, d.Summary, d.Detail)
	}
}

// expectSame compares two objects attribute by attribute.
func (tf *terraform) expectSame(what string, schema *tfprotov6.Schema, before, after *tfprotov6.DynamicValue) {
	tf.Helper()
	old, changed := tf.attributes(schema, before), tf.attributes(schema, after)
	if len(old) == 0 || len(changed) != len(old) {
		tf.Fatalf("%s changes the number of attributes from %d to %d", what, len(old), len(changed))
	}
	for name, value := range old {
		if !value.Equal(changed[name]) {
			tf.Errorf("%s changes %s from %s to %s", what, name, value, changed[name])
		}
	}
}

// identity returns the stored identity, or nil.
func (tf *terraform) identity(typeName string, stored compatibility.StoredInstance) *tfprotov6.ResourceIdentityData {
	tf.Helper()
	if stored.Identity == nil {
		return nil
	}
	resp, err := tf.server.UpgradeResourceIdentity(tf.Context(), &tfprotov6.UpgradeResourceIdentityRequest{
		TypeName: typeName, Version: stored.IdentityVersion, RawIdentity: &tfprotov6.RawState{JSON: stored.Identity}})
	if err != nil {
		tf.Fatal(err)
	}
	tf.expectNothing(resp.Diagnostics)
	return resp.UpgradedIdentity
}

// expectSameIdentity compares the identity in a response with the stored one. If the
// state has no identity, the response must add it.
func (tf *terraform) expectSameIdentity(typeName string, stored compatibility.StoredInstance, answered *tfprotov6.ResourceIdentityData) {
	tf.Helper()
	if answered == nil {
		tf.Fatal("the refresh returns no identity")
	}
	schemas, err := tf.server.GetResourceIdentitySchemas(tf.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		tf.Fatal(err)
	}
	identityType := schemas.IdentitySchemas[typeName].ValueType()
	got, err := answered.IdentityData.Unmarshal(identityType)
	if err != nil {
		tf.Fatal(err)
	}
	before := tf.identity(typeName, stored)
	if before == nil {
		return
	}
	want, err := before.IdentityData.Unmarshal(identityType)
	if err != nil {
		tf.Fatal(err)
	}
	if !got.Equal(want) {
		tf.Errorf("the refresh changes the identity from %s to %s", want, got)
	}
}

// configuration returns a configuration with a value, possibly null, for every
// attribute.
func (tf *terraform) configuration(schema *tfprotov6.Schema, configured map[string]any) map[string]tftypes.Value {
	tf.Helper()
	all := map[string]tftypes.Value{}
	for _, a := range schema.Block.Attributes {
		value := configured[a.Name]
		if a.Type.Is(tftypes.DynamicPseudoType) && value != nil {
			value = map[string]any{"type": typeOf(value), "value": value}
		}
		encoded, err := json.Marshal(value)
		if err != nil {
			tf.Fatal(err)
		}
		if all[a.Name], err = (tfprotov6.RawState{JSON: encoded}).Unmarshal(a.Type); err != nil {
			tf.Fatalf("%s: %s", a.Name, err)
		}
	}
	return all
}

// typeOf returns the type of a literal in a JSON configuration.
func typeOf(value any) any {
	switch value := value.(type) {
	case string:
		return "string"
	case bool:
		return "bool"
	case float64:
		return "number"
	case []any:
		elements := make([]any, len(value))
		for i, element := range value {
			elements[i] = typeOf(element)
		}
		return []any{"tuple", elements}
	case map[string]any:
		attributes := map[string]any{}
		for name, attribute := range value {
			attributes[name] = typeOf(attribute)
		}
		return []any{"object", attributes}
	}
	return "dynamic"
}

func (tf *terraform) object(schema *tfprotov6.Schema, attributes map[string]tftypes.Value) *tfprotov6.DynamicValue {
	tf.Helper()
	object, err := tfprotov6.NewDynamicValue(schema.ValueType(), tftypes.NewValue(schema.ValueType(), attributes))
	if err != nil {
		tf.Fatal(err)
	}
	return &object
}

func (tf *terraform) attributes(schema *tfprotov6.Schema, object *tfprotov6.DynamicValue) map[string]tftypes.Value {
	tf.Helper()
	value, err := object.Unmarshal(schema.ValueType())
	if err != nil {
		tf.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		tf.Fatal(err)
	}
	return attributes
}
