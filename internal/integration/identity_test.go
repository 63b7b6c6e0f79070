package integration_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// customType is the resource for any slug.
const customType = "gitlabintegrations_custom"

// identities returns the identity schemas of the server.
func (tf *terraform) identities() map[string]*tfprotov6.ResourceIdentitySchema {
	tf.t.Helper()
	resp, err := tf.server.GetResourceIdentitySchemas(tf.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	tf.noError(err)
	expectNothing(tf.t, resp.Diagnostics)
	return resp.IdentitySchemas
}

// identity encodes an identity.
func (tf *terraform) identity(typeName string, o object) *tfprotov6.ResourceIdentityData {
	tf.t.Helper()
	t := tf.identities()[typeName].ValueType()
	attributes := map[string]tftypes.Value{}
	for name, attributeType := range t.(tftypes.Object).AttributeTypes {
		attributes[name] = encodeAttribute(attributeType, o[name])
	}
	encoded, err := tfprotov6.NewDynamicValue(t, tftypes.NewValue(t, attributes))
	if err != nil {
		tf.t.Fatal(err)
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: &encoded}
}

// expectIdentity compares an identity. A nil `want` means that there is none.
func (tf *terraform) expectIdentity(typeName string, got *tfprotov6.ResourceIdentityData, want object) {
	tf.t.Helper()
	if got == nil {
		if want != nil {
			tf.t.Errorf("got no identity, want %v", want)
		}
		return
	}
	value, err := got.IdentityData.Unmarshal(tf.identities()[typeName].ValueType())
	if err != nil {
		tf.t.Fatal(err)
	}
	decoded := object{}
	for name, attribute := range valueAs[map[string]tftypes.Value](tf.t, value) {
		decoded[name] = decodeAttribute(tf.t, attribute)
	}
	if want == nil {
		tf.t.Errorf("got the identity %v, want none", decoded)
		return
	}
	expectObject(tf.t, decoded, want)
}

func TestIdentitySchemas(t *testing.T) {
	tests := map[string]map[string]string{
		chatType:    {"project": "optional", "group": "optional"},
		storeType:   {"project": "required"},
		trackerType: {"group": "required"},
		customType:  {"project": "optional", "group": "optional", "slug": "required"},
	}
	schemas := offline(t).identities()
	for typeName, want := range tests {
		got := map[string]string{}
		for _, attribute := range schemas[typeName].IdentityAttributes {
			if attribute.RequiredForImport == attribute.OptionalForImport || attribute.Description == "" {
				t.Errorf("%s: got %+v", typeName, attribute)
			}
			got[attribute.Name] = map[bool]string{true: "required", false: "optional"}[attribute.RequiredForImport]
		}
		if jsonText(got) != jsonText(want) {
			t.Errorf("%s: got %v, want %v", typeName, got, want)
		}
	}
}

// TestEveryResourceHasAnIdentity includes the resources of the embedded server.
func TestEveryResourceHasAnIdentity(t *testing.T) {
	tf := offline(t)
	schemas := tf.identities()
	for typeName := range tf.schemas.ResourceSchemas {
		if _, exists := schemas[typeName]; !exists && typeName != noteType {
			t.Errorf("%s has no identity", typeName)
		}
	}
}

// planIdentity returns the identity in the response to a plan.
func (tf *terraform) planIdentity(typeName string, prior, config object, before *tfprotov6.ResourceIdentityData) *tfprotov6.ResourceIdentityData {
	tf.t.Helper()
	schema := tf.schemas.ResourceSchemas[typeName]
	resp, err := tf.server.PlanResourceChange(tf.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: encode(tf.t, schema, prior), Config: encode(tf.t, schema, config),
		ProposedNewState: encode(tf.t, schema, proposedNewState(schema, prior, config)), PriorIdentity: before})
	tf.noError(err)
	expectNothing(tf.t, resp.Diagnostics)
	return resp.PlannedIdentity
}

// The planned identity must follow the configuration, whatever the prior identity is: for
// the create of a replacement, Terraform passes the identity of the old resource, and
// OpenTofu passes none.
func TestPlannedIdentity(t *testing.T) {
	tf := offline(t)
	old := tf.identity(chatType, object{"project": "acme/old"})
	state := minimal.with(defaults)
	for name, test := range map[string]struct {
		prior, config object
		before        *tfprotov6.ResourceIdentityData
		want          object
	}{
		"new":                        {nil, minimal, nil, object{"project": "acme/web"}},
		"new for a group":            {nil, minimal.with(object{"project": nil, "group": "acme"}), nil, object{"group": "acme"}},
		"owner that is unknown":      {nil, minimal.with(object{"project": unknown}), nil, nil},
		"owner that becomes unknown": {state, minimal.with(object{"project": unknown}), old, nil},
		"create of a replacement":    {nil, minimal, old, object{"project": "acme/web"}},
		"another spelling":           {state, minimal.with(object{"project": "ACME/web"}), tf.identity(chatType, object{"project": "acme/web"}), object{"project": "ACME/web"}},
		"state without identity":     {state, minimal, nil, object{"project": "acme/web"}},
		"outdated stored identity":   {state, minimal, old, object{"project": "acme/web"}},
		"destroyed":                  {state, nil, old, object{"project": "acme/web"}},
	} {
		t.Run(name, func(t *testing.T) {
			tf.t = t
			tf.expectIdentity(chatType, tf.planIdentity(chatType, test.prior, test.config, test.before), test.want)
		})
	}
}

// applied returns the response to an apply.
func (tf *terraform) applied(typeName string, prior, planned, config object) *tfprotov6.ApplyResourceChangeResponse {
	tf.t.Helper()
	schema := tf.schemas.ResourceSchemas[typeName]
	resp, err := tf.server.ApplyResourceChange(tf.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeName, PriorState: encode(tf.t, schema, prior), PlannedState: encode(tf.t, schema, planned), Config: encode(tf.t, schema, config),
		PlannedIdentity: tf.identity(typeName, object{"project": "acme/old"})})
	tf.noError(err)
	return resp
}

func TestAppliedIdentity(t *testing.T) {
	kept := keeping(&chat)
	tf := newGitLab(t, func(asked request) reply {
		if asked.method == http.MethodPut && asked.body["username"] == "refused" {
			return reply{status: http.StatusBadRequest, body: `{"error":"username is invalid"}`}
		}
		return kept(asked)
	}).terraform()
	state, refused := minimal.with(defaults), object{"username": "refused"}
	renamed := object{"project": "ACME/web", "id": "projects/ACME/web"}
	for _, test := range []struct {
		name                   string
		prior, planned, config object
		want                   object
	}{
		{"failed create", nil, state.with(refused), minimal.with(refused), nil},
		{"create", nil, state, minimal, object{"project": "acme/web"}},
		{"update", state, state.with(object{"username": "bot"}), minimal.with(object{"username": "bot"}), object{"project": "acme/web"}},
		{"another spelling alone", state, state.with(renamed), minimal.with(object{"project": "ACME/web"}), object{"project": "ACME/web"}},
		{"failed update", state, state.with(renamed, refused), minimal.with(object{"project": "ACME/web"}, refused), object{"project": "acme/web"}},
		{"destroy", state.with(object{"username": "bot"}), nil, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			tf.t = t
			tf.expectIdentity(chatType, tf.applied(chatType, test.prior, test.planned, test.config).NewIdentity, test.want)
		})
	}
}

// Every read must return an identity, even if the integration is gone or the request
// fails: the CLI removes an identity that a response lacks.
func TestReadIdentity(t *testing.T) {
	found := newGitLab(t, always(http.StatusOK, answer(&chat, full))).terraform()
	gone := newGitLab(t, always(http.StatusNotFound, `{"message":"404 Integration Not Found"}`)).terraform()
	refused := newGitLab(t, always(http.StatusForbidden, `{"message":"403 Forbidden"}`)).terraform()
	state := minimal.with(defaults)
	for name, tf := range map[string]*terraform{"found": found, "gone": gone, "refused": refused, "not configured": offline(t)} {
		t.Run(name, func(t *testing.T) {
			tf.t = t
			for _, before := range []*tfprotov6.ResourceIdentityData{nil, tf.identity(chatType, object{"project": "42"})} {
				resp, err := tf.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
					TypeName: chatType, CurrentState: encode(t, tf.schemas.ResourceSchemas[chatType], state), CurrentIdentity: before})
				tf.noError(err)
				tf.expectIdentity(chatType, resp.NewIdentity, object{"project": "acme/web"})
			}
		})
	}
}

// importAs sends an import request, which names the resource by its ID or identity.
func (tf *terraform) importAs(req tfprotov6.ImportResourceStateRequest) ([]*tfprotov6.ImportedResource, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	resp, err := tf.server.ImportResourceState(tf.t.Context(), &req)
	tf.noError(err)
	return resp.ImportedResources, resp.Diagnostics
}

func TestImportByIdentity(t *testing.T) {
	tf := offline(t)
	for _, test := range []struct {
		typeName string
		identity object
		want     object
	}{
		{chatType, object{"project": "acme/web"}, object{"project": "acme/web", "id": "projects/acme/web"}},
		{chatType, object{"group": "7"}, object{"group": "7", "id": "groups/7"}},
		{storeType, object{"project": "42"}, object{"project": "42", "id": "projects/42"}},
		{trackerType, object{"group": "acme"}, object{"group": "acme", "id": "groups/acme"}},
		{customType, object{"project": "acme/web", "slug": "team-chat"}, object{"project": "acme/web", "slug": "team-chat", "id": "projects/acme/web:team-chat"}},
	} {
		imported, found := tf.importAs(tfprotov6.ImportResourceStateRequest{TypeName: test.typeName, Identity: tf.identity(test.typeName, test.identity)})
		expectNothing(t, found)
		if len(imported) != 1 {
			t.Fatalf("got %d resources, want 1", len(imported))
		}
		expectObject(t, decode(t, tf.schemas.ResourceSchemas[test.typeName], imported[0].State), test.want)
		tf.expectIdentity(test.typeName, imported[0].Identity, test.identity)
	}
}

func TestImportByIdentityThatIsWrong(t *testing.T) {
	tf := offline(t)
	for _, test := range []struct {
		typeName string
		identity object
		words    string
	}{
		{chatType, object{}, "either `project` or `group`"},
		{chatType, object{"project": "acme/web", "group": "acme"}, "either `project` or `group`"},
		{chatType, object{"project": "acme%2Fweb"}, "either `project` or `group`"},
		{storeType, object{"project": ""}, "must have `project`"},
		{trackerType, object{"group": "/acme"}, "must have `group`"},
		{customType, object{"project": "acme/web", "slug": "Team_chat"}, "and `slug`"},
	} {
		imported, found := tf.importAs(tfprotov6.ImportResourceStateRequest{TypeName: test.typeName, Identity: tf.identity(test.typeName, test.identity)})
		expectError(t, found, "", "Invalid identity for "+test.typeName, test.words)
		if len(imported) > 0 {
			t.Errorf("%v was imported", test.identity)
		}
	}
}

func TestImportedIdentity(t *testing.T) {
	tf := offline(t)
	imported, found := tf.importState(customType, "groups/acme:team-chat")
	expectNothing(t, found)
	tf.expectIdentity(customType, imported[0].Identity, object{"group": "acme", "slug": "team-chat"})
}

func TestUpgradeOfAnIdentity(t *testing.T) {
	tf := offline(t)
	for raw, want := range map[string]object{
		`{"project":"acme/web","group":null}`:                {"project": "acme/web"},
		`{"project":"acme/web","host":"gitlab.example.com"}`: {"project": "acme/web"},
		`{"group":"acme"}`:                                   {"group": "acme"},
	} {
		resp, err := tf.server.UpgradeResourceIdentity(t.Context(), &tfprotov6.UpgradeResourceIdentityRequest{
			TypeName: chatType, RawIdentity: &tfprotov6.RawState{JSON: []byte(raw)}})
		tf.noError(err)
		expectNothing(t, resp.Diagnostics)
		tf.expectIdentity(chatType, resp.UpgradedIdentity, want)
	}
	for _, raw := range []string{`{"project":["acme"]}`, `null`, `"acme"`} {
		resp, err := tf.server.UpgradeResourceIdentity(t.Context(), &tfprotov6.UpgradeResourceIdentityRequest{
			TypeName: chatType, RawIdentity: &tfprotov6.RawState{JSON: []byte(raw)}})
		tf.noError(err)
		expectError(t, resp.Diagnostics, "", "Cannot read the saved state of "+chatType)
	}
}

func TestImportByTheAddressOfAPage(t *testing.T) {
	g := newGitLab(t, always(http.StatusOK, answer(&chat, full)))
	atRoot, below := g.terraform(), drive(t, configuredWith(newClient(t, g.address+"/code/api/v4")))
	host := g.address
	for _, test := range []struct {
		tf           *terraform
		typeName, id string
		want         object
	}{
		{atRoot, chatType, host + "/acme/web/-/settings/integrations/team_chat/edit", object{"project": "acme/web"}},
		{atRoot, chatType, host + "/acme/sub.group/web/-/settings/integrations/team-chat/edit?page=2#x", object{"project": "acme/sub.group/web"}},
		{atRoot, chatType, host + "/groups/acme/sub/-/settings/integrations/team_chat/edit", object{"group": "acme/sub"}},
		{atRoot, chatType, host + "/groups/acme/-/settings/integrations/team_chat/overrides", object{"group": "acme"}},
		{atRoot, chatType, host + "/acme/web/-/settings/integrations/team_chat", object{"project": "acme/web"}},
		{atRoot, chatType, host + "/acme/web/-/services/team_chat/edit", object{"project": "acme/web"}},
		{atRoot, chatType, host + "/acme/web/services/team_chat/edit", object{"project": "acme/web"}},
		{atRoot, storeType, strings.ToUpper(host) + "/acme/services/-/settings/integrations/app_store/edit/", object{"project": "acme/services"}},
		{below, chatType, host + "/code/acme/web/-/settings/integrations/team_chat/edit", object{"project": "acme/web"}},
		{below, chatType, host + "/code/groups/acme/-/settings/integrations/team_chat/edit", object{"group": "acme"}},
		{below, chatType, host + "/acme/web/-/settings/integrations/team_chat/edit", object{"project": "acme/web"}},
		{below, chatType, host + "/codes/web/-/settings/integrations/team_chat/edit", object{"project": "codes/web"}},
		{offline(t), chatType, "https://gitlab.example.com/acme/web/-/settings/integrations/team_chat/edit", object{"project": "acme/web"}},
		{atRoot, customType, host + "/acme/web/-/settings/integrations/newer_chat/edit", object{"project": "acme/web", "slug": "newer-chat"}},
	} {
		test.tf.t = t
		imported, found := test.tf.importState(test.typeName, test.id)
		expectNothing(t, found)
		if len(imported) == 1 {
			test.tf.expectIdentity(test.typeName, imported[0].Identity, test.want)
		} else {
			t.Errorf("%s: got %d resources", test.id, len(imported))
		}
	}
}

func TestImportByAnAddressOfAnotherHost(t *testing.T) {
	at := func(address string) *terraform { return drive(t, configuredWith(newClient(t, address))) }
	for _, test := range []struct {
		tf         *terraform
		host, says string
	}{
		{at("http://127.0.0.1:8080"), "https://gitlab.example.com", "on `gitlab.example.com`, and the provider sends requests to `127.0.0.1:8080`"},
		{at("http://127.0.0.1:8080"), "http://127.0.0.1:8081", "on `127.0.0.1:8081`, and the provider sends requests to `127.0.0.1:8080`"},
		{at("https://gitlab.example.com"), "https://gitlab.example.com:8443", "on `gitlab.example.com:8443`, and the provider sends requests to `gitlab.example.com`"},
		{at("https://[2001:db8::1]:8080"), "https://[2001:db8::1]", "on `[2001:db8::1]`, and the provider sends requests to `[2001:db8::1]:8080`"},
		{at("https://gitlab.example.com"), "https://GitLab.example.com:443", ""},
		{at("https://gitlab.example.com:443"), "http://gitlab.example.com:80", ""},
	} {
		imported, found := test.tf.importState(chatType, test.host+"/acme/web/-/settings/integrations/team_chat/edit")
		if test.says == "" {
			expectNothing(t, found)
		} else {
			expectWarning(t, found, "", test.says, "looks for project acme/web on")
		}
		test.tf.expectIdentity(chatType, imported[0].Identity, object{"project": "acme/web"})
	}
}

func TestImportByAnAddressThatIsWrong(t *testing.T) {
	tf := offline(t)
	const host = "https://gitlab.example.com"
	for _, test := range []struct{ typeName, id, words string }{
		{chatType, host + "/acme/web", "copy the address of that page"},
		{chatType, host + "/admin/application_settings/integrations/team_chat/edit", "copy the address of that page"},
		{chatType, host + "/acme/services/web", "copy the address of that page"},
		{customType, host + "/acme/services/web", "copy the address of that page"},
		{chatType, host + "/acme/web/-/settings/integrations", "copy the address of that page"},
		{chatType, "https://%zz", "page in GitLab. On the page"},
		{chatType, "https://user:secret@gitlab.example.com/acme/web?private_token=secret", `page in GitLab: "https://gitlab.example.com/acme/web". On`},
		{chatType, host + "/acme/web/-/settings/integrations/app_store/edit", "`gitlabintegrations_app_store`"},
		{storeType, host + "/groups/acme/-/settings/integrations/app_store/edit", "App store does not exist on groups"},
		{trackerType, host + "/acme/web/-/settings/integrations/tracker/edit", "Tracker does not exist on projects"},
	} {
		imported, found := tf.importState(test.typeName, test.id)
		expectError(t, found, "", "Invalid import ID for "+test.typeName, test.words)
		if len(imported) > 0 {
			t.Errorf("%s was imported", test.id)
		}
	}
}
