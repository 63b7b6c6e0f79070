package compatibility_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/compatibility"
)

// chatServer is a provider with one resource, which has a default.
type chatServer struct{ tfprotov6.ProviderServer }

var chat = &tfprotov6.Schema{Version: 3, Block: &tfprotov6.SchemaBlock{
	Attributes: []*tfprotov6.SchemaAttribute{
		{Name: "id", Type: tftypes.String, Computed: true},
		{Name: "project", Type: tftypes.String, Required: true},
		{Name: "priority", Type: tftypes.Number, Optional: true, Computed: true, Deprecated: true},
		{Name: "labels", Type: tftypes.Set{ElementType: tftypes.String}, Optional: true, Computed: true},
		{Name: "secret_wo", Type: tftypes.String, Optional: true, Sensitive: true, WriteOnly: true},
		{Name: "wait", Type: tftypes.Bool, Optional: true, Description: "Whether to wait. Default: the variable `WAIT`, else `true`."},
		{Name: "found", Computed: true, NestedType: &tfprotov6.SchemaObject{
			Nesting:    tfprotov6.SchemaObjectNestingModeList,
			Attributes: []*tfprotov6.SchemaAttribute{{Name: "name", Type: tftypes.DynamicPseudoType, Computed: true}},
		}},
	},
	BlockTypes: []*tfprotov6.SchemaNestedBlock{{
		TypeName: "room", Nesting: tfprotov6.SchemaNestedBlockNestingModeSet, MinItems: 1, MaxItems: 2,
		Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{{Name: "name", Type: tftypes.String, Required: true}}},
	}},
}}

func (chatServer) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider:        &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}},
		ResourceSchemas: map[string]*tfprotov6.Schema{"example_chat": chat},
	}, nil
}

func (chatServer) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"example_chat": {
		Version: 2, IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{{Name: "project", Type: tftypes.String, RequiredForImport: true}},
	}}}, nil
}

func (chatServer) PlanResourceChange(_ context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	config, err := req.Config.Unmarshal(chat.ValueType())
	if err != nil {
		return nil, err
	}
	var attributes map[string]tftypes.Value
	if err := config.As(&attributes); err != nil {
		return nil, err
	}
	attributes["id"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	attributes["priority"] = tftypes.NewValue(tftypes.Number, 5)
	attributes["labels"] = tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "bug")})
	planned, err := tfprotov6.NewDynamicValue(chat.ValueType(), tftypes.NewValue(chat.ValueType(), attributes))
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: &planned}, err
}

func TestDescribe(t *testing.T) {
	const want = `identity example_chat, version 2
  project string required
provider, version 0
resource example_chat, version 3
  found nested(list) computed
  found.name dynamic computed
  id string computed
  labels set(string) optional computed default=["bug"]
  priority number optional computed deprecated default=5
  project string required
  room block(set,1,2) required
  room.name string required
  secret_wo string optional sensitive write-only
  wait bool optional variable=WAIT default=` + "`true`\n"
	schema, err := compatibility.Describe(t.Context(), chatServer{})
	if err != nil {
		t.Fatal(err)
	}
	if got := schema.String(); got != want {
		t.Errorf("got %s", got)
	}
}
