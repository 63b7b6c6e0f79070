package integration_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

func unconfigured() *integration.Provider { return nil }

func TestMetadataAndSchemaNameTheTypesOfBothServers(t *testing.T) {
	tf := offline(t)
	metadata, err := tf.server.GetMetadata(t.Context(), &tfprotov6.GetMetadataRequest{})
	tf.noError(err)
	specified := []string{storeType, installedType, noteType, personalType, chatType, trackerType}
	var resources, dataSources, lists []string
	for _, resource := range metadata.Resources {
		resources = append(resources, resource.TypeName)
	}
	for _, dataSource := range metadata.DataSources {
		dataSources = append(dataSources, dataSource.TypeName)
	}
	for _, list := range metadata.ListResources {
		lists = append(lists, list.TypeName)
	}
	for what, got := range map[string][]string{
		"resources of GetMetadata": resources, "data sources of GetMetadata": dataSources,
		"resources of GetProviderSchema": keys(tf.schemas.ResourceSchemas), "data sources of GetProviderSchema": keys(tf.schemas.DataSourceSchemas),
		"lists of GetMetadata": lists, "lists of GetProviderSchema": keys(tf.schemas.ListResourceSchemas),
	} {
		want := slices.Clone(specified)
		if !strings.HasPrefix(what, "data sources") {
			want = slices.Insert(want, 1, customType, disabledType, exclusiveType)
		}
		if strings.HasPrefix(what, "lists") { // The embedded server and the policies have no list resources.
			want = slices.DeleteFunc(want, func(name string) bool { return slices.Contains([]string{noteType, disabledType, exclusiveType}, name) })
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}
}

func keys(schemas map[string]*tfprotov6.Schema) (names []string) {
	for name := range schemas {
		names = append(names, name)
	}
	return names
}

func TestMetadataAndSchemaAnnounceTheSameCapabilities(t *testing.T) {
	tf := offline(t)
	metadata, err := tf.server.GetMetadata(t.Context(), &tfprotov6.GetMetadataRequest{})
	tf.noError(err)
	if *metadata.ServerCapabilities != *tf.schemas.ServerCapabilities {
		t.Errorf("GetMetadata says %+v, GetProviderSchema %+v", metadata.ServerCapabilities, tf.schemas.ServerCapabilities)
	}
	got := metadata.ServerCapabilities
	if !got.PlanDestroy || !got.MoveResourceState || !got.GetProviderSchemaOptional || !got.GenerateResourceConfig {
		t.Errorf("got %+v", got)
	}
}

func TestServerWorksWithoutItsSchemaBeingAsked(t *testing.T) {
	schemas := offline(t).schemas
	fresh := integration.NewServer(newInnerServer(nil), specs, unconfigured)
	tf := &terraform{t, fresh, schemas}
	expectNothing(t, tf.validate(chatType, minimal))
	expectNothing(t, tf.plan(chatType, nil, minimal).diagnostics)
}

func TestEveryAttributeIsOptionalRequiredOrComputed(t *testing.T) {
	schemas := offline(t).schemas
	for _, all := range []map[string]*tfprotov6.Schema{schemas.ResourceSchemas, schemas.DataSourceSchemas} {
		for typeName, schema := range all {
			for _, attribute := range schema.Block.Attributes {
				if !attribute.Optional && !attribute.Required && !attribute.Computed {
					t.Errorf("%s.%s is neither optional, required nor computed", typeName, attribute.Name)
				}
				if attribute.Required && (attribute.Optional || attribute.Computed) {
					t.Errorf("%s.%s is required, and also optional or computed", typeName, attribute.Name)
				}
				if attribute.WriteOnly && attribute.Computed {
					t.Errorf("%s.%s is write-only and computed", typeName, attribute.Name)
				}
			}
		}
	}
}

func TestDescriptionsAreMarkdown(t *testing.T) {
	schemas := offline(t).schemas
	for _, schema := range []*tfprotov6.Schema{schemas.ResourceSchemas[chatType], schemas.DataSourceSchemas[chatType]} {
		if schema.Block.DescriptionKind != tfprotov6.StringKindMarkdown {
			t.Error("the description of the block is not Markdown")
		}
		for _, attribute := range schema.Block.Attributes {
			if attribute.DescriptionKind != tfprotov6.StringKindMarkdown {
				t.Errorf("the description of %s is not Markdown", attribute.Name)
			}
		}
	}
}

func TestSchemaHasTheOwnersOfItsScope(t *testing.T) {
	tests := map[string]map[string]string{
		chatType:    {"project": "optional", "group": "optional"},
		storeType:   {"project": "required"},
		trackerType: {"group": "required"},
	}
	schemas := offline(t).schemas
	for typeName, want := range tests {
		for what, schema := range map[string]*tfprotov6.Schema{"resource": schemas.ResourceSchemas[typeName], "data source": schemas.DataSourceSchemas[typeName]} {
			got := map[string]string{}
			for _, attribute := range schema.Block.Attributes {
				switch {
				case attribute.Name != "project" && attribute.Name != "group":
				case attribute.Required:
					got[attribute.Name] = "required"
				case attribute.Optional && !attribute.Computed:
					got[attribute.Name] = "optional"
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s %s: got %v, want %v", what, typeName, got, want)
			}
		}
	}
}

func TestSchemaOfSettings(t *testing.T) {
	tests := map[string]struct {
		attributeType       tftypes.Type
		computed, sensitive bool
	}{
		"use_inherited_settings": {tftypes.Bool, true, false},
		"webhook":                {tftypes.String, false, true},
		"signing_key":            {tftypes.String, false, true},
		"server_url":             {tftypes.String, false, false},
		"username":               {tftypes.String, false, false},
		"branches":               {tftypes.String, true, false},
		"priority":               {tftypes.Number, true, false},
		"thread":                 {tftypes.Number, false, false},
		"labels":                 {tftypes.Set{ElementType: tftypes.String}, true, false},
		"only_broken":            {tftypes.Bool, true, false},
		"old_flag":               {tftypes.Bool, false, false},
		"job_events":             {tftypes.Bool, true, false},
	}
	found := 0
	for _, attribute := range offline(t).schemas.ResourceSchemas[chatType].Block.Attributes {
		want, listed := tests[attribute.Name]
		if !listed {
			continue
		}
		found++
		if !attribute.Optional || attribute.Computed != want.computed || attribute.Sensitive != want.sensitive || !attribute.Type.Equal(want.attributeType) {
			t.Errorf("got %+v", attribute)
		}
	}
	if found != len(tests) {
		t.Errorf("found %d of %d attributes", found, len(tests))
	}
}

func TestDataSourceShowsEverySettingButSecrets(t *testing.T) {
	want := []string{"id", "project", "group", "active", "inherited", "title", "created_at", "updated_at"}
	for _, p := range chat.Parameters {
		if !p.Secret {
			want = append(want, p.Name)
		}
	}
	var got []string
	for _, attribute := range offline(t).schemas.DataSourceSchemas[chatType].Block.Attributes {
		got = append(got, attribute.Name)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestValidatePlanUpgradeAndImportNeedNoClient(t *testing.T) {
	tf := offline(t)
	state := minimal.with(defaults)
	expectNothing(t, tf.validate(chatType, minimal))
	expectNothing(t, tf.plan(chatType, nil, minimal).diagnostics)
	expectNothing(t, tf.plan(chatType, state, full).diagnostics)
	expectNothing(t, tf.plan(chatType, state, nil).diagnostics)
	_, found := tf.upgrade(chatType, `{"project":"acme/web"}`)
	expectNothing(t, found)
	_, found = tf.importState(chatType, "acme/web")
	expectNothing(t, found)
	schema := tf.schemas.DataSourceSchemas[chatType]
	resp, err := tf.server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: chatType, Config: encode(t, schema, object{"project": "acme/web"})})
	tf.noError(err)
	expectNothing(t, resp.Diagnostics)
}

func TestConfigureMakesNoRequestAndReachesTheInnerServer(t *testing.T) {
	g := newGitLab(t, always(http.StatusTeapot, "{}"))
	made := newClient(t, g.address)
	configured := false
	server := integration.NewServer(newInnerServer(func() { configured = true }), specs, configuredWith(made))
	configureProvider(t, server, func(found []*tfprotov6.Diagnostic) { expectNothing(t, found) })
	if !configured {
		t.Error("the inner server was not configured")
	}
	expectRequests(t, g)
}

func configureProvider(t *testing.T, server tfprotov6.ProviderServer, check func([]*tfprotov6.Diagnostic)) {
	t.Helper()
	schema := &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{{Name: "token", Type: tftypes.String, Optional: true}}}}
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: encode(t, schema, object{})})
	if err != nil {
		t.Fatal(err)
	}
	check(resp.Diagnostics)
}

func TestHandWrittenResourceIsServedByTheInnerServer(t *testing.T) {
	tf := offline(t)
	config := object{"text": "hello"}
	expectNothing(t, tf.validate(noteType, config))
	created, found := tf.change(noteType, nil, config)
	expectNothing(t, found)
	expectObject(t, created, object{"id": "note", "text": "hello"})
	updated, found := tf.change(noteType, created, object{"text": "bye"})
	expectNothing(t, found)
	expectObject(t, updated, object{"id": "note", "text": "bye"})
	read, found := tf.read(noteType, updated)
	expectNothing(t, found)
	expectObject(t, read, updated)
	upgraded, found := tf.upgrade(noteType, `{"id":"note","text":"bye"}`)
	expectNothing(t, found)
	expectObject(t, upgraded, updated)
	imported, found := tf.importState(noteType, "42")
	expectNothing(t, found)
	expectObject(t, decode(t, tf.schemas.ResourceSchemas[noteType], imported[0].State), object{"id": "42"})
	gone, found := tf.destroy(noteType, updated)
	expectNothing(t, found)
	expectObject(t, gone, nil)
}

func TestHandWrittenDataSourceIsServedByTheInnerServer(t *testing.T) {
	tf := offline(t)
	config := object{"text": "hello"}
	resp, err := tf.server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: noteType, Config: encode(t, tf.schemas.DataSourceSchemas[noteType], config)})
	tf.noError(err)
	expectNothing(t, resp.Diagnostics)
	data, found := tf.data(noteType, config)
	expectNothing(t, found)
	expectObject(t, data, object{"text": "hello", "length": 5})
}

func TestUnconfiguredProviderKeepsTheStateAndRefusesChanges(t *testing.T) {
	tf := drive(t, unconfigured)
	state := minimal.with(defaults)
	read, found := tf.read(chatType, state)
	expectNothing(t, found)
	expectObject(t, read, state)
	created, found := tf.change(chatType, nil, minimal)
	expectError(t, found, "", "not configured yet")
	expectObject(t, created, nil)
	updated, found := tf.change(chatType, state, full)
	expectError(t, found, "", "not configured yet")
	expectObject(t, updated, state)
	kept, found := tf.destroy(chatType, state)
	expectError(t, found, "", "not configured yet")
	expectObject(t, kept, state)
	_, found = tf.data(chatType, object{"project": "acme/web"})
	expectError(t, found, "", "not configured yet")
}

func TestPanicOfTheClientBecomesADiagnosticAndKeepsTheState(t *testing.T) {
	tf := drive(t, func() *integration.Provider { panic("token is glpat-secret") })
	state := minimal.with(defaults)
	expect := func(found []*tfprotov6.Diagnostic) {
		t.Helper()
		expectError(t, found, "", "bug in the provider")
		if len(found) > 0 && strings.Contains(describe(found[0]), "glpat-secret") {
			t.Error("the diagnostic shows what the panic said")
		}
	}
	read, found := tf.read(chatType, state)
	expect(found)
	expectObject(t, read, state)
	plan := tf.plan(chatType, nil, minimal)
	expect(plan.diagnostics)
	created, found := tf.apply(chatType, nil, plan.state, minimal)
	expect(found)
	expectObject(t, created, nil)
	plan = tf.plan(chatType, state, full)
	expect(plan.diagnostics)
	updated, found := tf.apply(chatType, state, plan.state, full)
	expect(found)
	expectObject(t, updated, state)
	kept, found := tf.destroy(chatType, state)
	expect(found)
	expectObject(t, kept, state)
	_, found = tf.data(chatType, object{"project": "acme/web"})
	expect(found)
}

// An object that does not fit the schema makes every kind of request panic.
func TestPanicOfARequestBecomesADiagnostic(t *testing.T) {
	server := integration.NewServer(newInnerServer(nil), specs, unconfigured)
	garbage := &tfprotov6.DynamicValue{MsgPack: []byte{0xc1}}
	expectPanics(t, server, chatType, garbage)
}

func TestPanicOfTheInnerServerBecomesADiagnostic(t *testing.T) {
	server := integration.NewServer(nil, specs, unconfigured)
	expectPanics(t, server, noteType, nil)
	ctx := t.Context()
	tests := map[string]func() ([]*tfprotov6.Diagnostic, error){
		"GetMetadata": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.GetMetadata(ctx, &tfprotov6.GetMetadataRequest{})
			return resp.Diagnostics, err
		},
		"GetProviderSchema": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
			return resp.Diagnostics, err
		},
		"GetResourceIdentitySchemas": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
			return resp.Diagnostics, err
		},
		"ValidateProviderConfig": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{})
			return resp.Diagnostics, err
		},
		"ConfigureProvider": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{})
			return resp.Diagnostics, err
		},
	}
	for name, call := range tests {
		t.Run(name, func(t *testing.T) { expectPanic(t, call) })
	}
}

// expectPanics sends every kind of request for a type, and expects that each panic
// becomes a diagnostic.
func expectPanics(t *testing.T, server *integration.Server, typeName string, object *tfprotov6.DynamicValue) {
	t.Helper()
	ctx := t.Context()
	tests := map[string]func() ([]*tfprotov6.Diagnostic, error){
		"ValidateResourceConfig": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: typeName, Config: object})
			return resp.Diagnostics, err
		},
		"ValidateDataResourceConfig": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: typeName, Config: object})
			return resp.Diagnostics, err
		},
		"UpgradeResourceState": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: typeName})
			return resp.Diagnostics, err
		},
		"PlanResourceChange": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{TypeName: typeName, Config: object})
			return resp.Diagnostics, err
		},
		"ApplyResourceChange": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{TypeName: typeName, PlannedState: object})
			return resp.Diagnostics, err
		},
		"ReadResource": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: typeName, CurrentState: object})
			return resp.Diagnostics, err
		},
		"ReadDataSource": func() ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: object})
			return resp.Diagnostics, err
		},
	}
	for name, call := range tests {
		t.Run(name, func(t *testing.T) { expectPanic(t, call) })
	}
}

func expectPanic(t *testing.T, call func() ([]*tfprotov6.Diagnostic, error)) {
	t.Helper()
	defer func() {
		if fault := recover(); fault != nil {
			t.Errorf("the panic came through: %v", fault)
		}
	}()
	found, err := call()
	if err != nil {
		t.Errorf("a Go error: %s", err)
	}
	expectError(t, found, "", "bug in the provider")
}

func TestPanicOfTheInnerImportBecomesADiagnostic(t *testing.T) {
	server := integration.NewServer(nil, specs, unconfigured)
	expectPanic(t, func() ([]*tfprotov6.Diagnostic, error) {
		resp, err := server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: noteType})
		return resp.Diagnostics, err
	})
}

func TestRequestsRunSideBySide(t *testing.T) {
	g := newGitLab(t, func(asked request) reply {
		if asked.method == http.MethodDelete {
			return reply{status: http.StatusNoContent}
		}
		return reply{status: http.StatusOK, body: answer(&chat, full)}
	})
	tf := g.terraform()
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			config := full.with(object{"project": fmt.Sprintf("acme/web-%d", i)})
			expectNothing(t, tf.validate(chatType, config))
			created, found := tf.change(chatType, nil, config)
			expectNothing(t, found)
			read, found := tf.read(chatType, created)
			expectNothing(t, found)
			expectObject(t, read, created)
			_, found = tf.data(chatType, object{"project": config["project"]})
			expectNothing(t, found)
			_, found = tf.importState(chatType, fmt.Sprintf("acme/web-%d", i))
			expectNothing(t, found)
			_, found = tf.upgrade(chatType, `{}`)
			expectNothing(t, found)
			_, found = tf.destroy(chatType, read)
			expectNothing(t, found)
		})
	}
	group.Wait()
}
