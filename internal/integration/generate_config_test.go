package integration_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
)

// generate returns the configuration that the provider generates for a state.
func (tf *terraform) generate(typeName string, state object) object {
	tf.t.Helper()
	schema := tf.schemas.ResourceSchemas[typeName]
	resp, err := tf.server.GenerateResourceConfig(tf.t.Context(), &tfprotov6.GenerateResourceConfigRequest{
		TypeName: typeName, State: encode(tf.t, schema, state)})
	tf.noError(err)
	expectNothing(tf.t, resp.Diagnostics)
	return decode(tf.t, schema, resp.Config)
}

// written returns what Terraform writes of a generated configuration: it omits deprecated
// attributes, and writes null for sensitive ones.
func written(schema *tfprotov6.Schema, config object) object {
	kept := config.with()
	for _, attribute := range schema.Block.Attributes {
		if attribute.Deprecated || attribute.Sensitive {
			delete(kept, attribute.Name)
		}
	}
	return kept
}

var customSettings = tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"url": tftypes.String}},
	map[string]tftypes.Value{"url": tftypes.NewValue(tftypes.String, "https://x.example")})

func TestGenerateResourceConfig(t *testing.T) {
	tf := offline(t)
	state := minimal.with(defaults)
	visible := object{"project": "acme/web", "server_url": "https://chat.example"}
	for name, test := range map[string]struct {
		typeName    string
		state, want object
	}{
		"defaults only":                 {chatType, state.with(object{"webhook": nil}), visible},
		"every setting":                 {chatType, chatState(), full.with(object{"webhook": nil, "signing_key": nil, "relay_token": nil, "job_events": nil})},
		"copied from another":           {chatType, state.with(object{"only_broken": false, "job_events": false}), visible.with(object{"only_broken": false})},
		"unlike its original":           {chatType, state.with(object{"only_broken": false}), visible.with(object{"only_broken": false})},
		"value that is refused":         {chatType, state.with(object{"branches": "none"}), visible},
		"refused and without default":   {chatType, state.with(object{"username": "a\nb"}), visible.with(object{"username": "a\nb"})},
		"no value instead of a default": {chatType, state.with(object{"branches": nil}), visible},
		"inherited":                     {chatType, object{"id": "groups/acme", "group": "acme", "use_inherited_settings": true}, object{"group": "acme", "use_inherited_settings": true}},
		"version of a secret":           {chatType, state.with(object{"webhook_wo_version": 3}), visible},
		"nothing":                       {chatType, nil, nil},
		"custom": {customType,
			object{"id": "projects/acme/web:x", "project": "acme/web", "slug": "x", "use_inherited_settings": false, "settings": customSettings, "secrets_wo_version": 2},
			object{"project": "acme/web", "slug": "x", "settings": customSettings}},
		"custom and inherited": {customType,
			object{"id": "projects/acme/web:x", "project": "acme/web", "slug": "x", "use_inherited_settings": true},
			object{"project": "acme/web", "slug": "x", "use_inherited_settings": true}},
	} {
		t.Run(name, func(t *testing.T) {
			tf.t = t
			expectObject(t, tf.generate(test.typeName, test.state), test.want)
		})
	}
}

// TestGeneratedConfigurationChangesNothing imports every recorded response of GitLab,
// with the configuration that Terraform generates for it.
func TestGeneratedConfigurationChangesNothing(t *testing.T) {
	g := newGitLab(t, always(http.StatusNotFound, `{"error":"404 Not Found"}`))
	tf := newTerraform(t, integration.NewServer(newInnerServer(nil), resources.All, configuredWith(newClient(t, g.address))))
	generated, leftOut := map[string]bool{}, 0
	for _, exchange := range recordedAnswers(t) {
		path := recordedPath.FindStringSubmatch(exchange.Path)
		var shown map[string]any
		if path == nil || specOf(path[2]) == nil || json.Unmarshal(exchange.Answer, &shown) != nil || shown["active"] != true {
			continue
		}
		spec := specOf(path[2])
		typeName := spec.TypeName()
		g.respond = always(http.StatusOK, string(exchange.Answer))
		state, private := tf.imported(typeName, path[1]+"s/acme")
		config := written(tf.schemas.ResourceSchemas[typeName], tf.generate(typeName, state))
		if refused := refusedForGood(spec, exchange.Answer); refused != "" {
			if len(errorsIn(tf.validate(typeName, config))) == 0 {
				t.Errorf("%s (%s): the validation accepts the configuration although %s", exchange.Path, exchange.Case, refused)
			}
			leftOut++
			continue
		}
		generated[typeName] = true
		expectNothing(t, errorsIn(tf.validate(typeName, config)))
		plan := tf.planPrivate(typeName, state, config, private)
		expectNothing(t, plan.diagnostics)
		if difference := compare(plan.state, state); difference != "" {
			t.Errorf("%s (%s): %s", exchange.Path, exchange.Case, difference)
		}
	}
	if leftOut == 0 {
		t.Error("no response is omitted by a query")
	}
	t.Logf("generated %d types, left out %d answers", len(generated), leftOut)
}

// imported returns the state and the private state after an import and the read that
// follows.
func (tf *terraform) imported(typeName, id string) (state object, private []byte) {
	tf.t.Helper()
	resource, found := tf.importState(typeName, id)
	expectNothing(tf.t, found)
	state, private, found = tf.readPrivate(typeName, decode(tf.t, tf.schemas.ResourceSchemas[typeName], resource[0].State), resource[0].Private)
	expectNothing(tf.t, found)
	return state, private
}

// refusedForGood returns the reason why a query omits an integration: the validation
// rejects a value that the plan would change if it were not configured. It returns "" if
// there is no such value.
func refusedForGood(spec *integration.Spec, answer json.RawMessage) string {
	configuration := integration.ConfigurationOf(spec, shownIn(answer))
	for _, refused := range configuration.Refused {
		for _, p := range spec.Parameters {
			if p.Name == refused.Name && p.Default == nil && p.DefaultFrom == "" && p.Deprecated == "" {
				return refused.Reason
			}
		}
	}
	return strings.Join(configuration.Faults, " ")
}

// shownIn decodes a response.
func shownIn(answer json.RawMessage) *client.Integration {
	shown := new(client.Integration)
	if err := json.Unmarshal(answer, &shown.Fields); err != nil {
		panic(err)
	}
	shown.Properties, _ = shown.Fields["properties"].(map[string]any)
	return shown
}

// TestGeneratedConfigurationKeepsWhatIsDeprecated imports a deprecated setting, which
// Terraform omits from the generated configuration.
func TestGeneratedConfigurationKeepsWhatIsDeprecated(t *testing.T) {
	spec := integration.Spec{Slug: "old-chat", Title: "Old chat", Parameters: []integration.Parameter{
		{Name: "channel"},
		{Name: "notify", Type: integration.Bool, Default: true, Deprecated: "Use something else."},
		{Name: "title", Deprecated: "GitLab shows its own."},
	}}
	g := newGitLab(t, always(http.StatusOK, answer(&spec, object{"channel": "general", "notify": false, "title": "Ours"})))
	tf := newTerraform(t, integration.NewServer(newInnerServer(nil), []integration.Spec{spec}, configuredWith(newClient(t, g.address))))
	typeName := spec.TypeName()
	schema := tf.schemas.ResourceSchemas[typeName]
	resource, found := tf.importState(typeName, "acme/web")
	expectNothing(t, found)
	state, private, found := tf.readPrivate(typeName, decode(t, schema, resource[0].State), resource[0].Private)
	expectNothing(t, found)

	config := written(schema, tf.generate(typeName, state))
	expectObject(t, config, object{"project": "acme/web", "channel": "general"})
	expectObject(t, tf.planPrivate(typeName, state, config, private).state, state)
	plan := tf.planPrivate(typeName, state, config.with(object{"channel": "random"}), private)
	expectObject(t, plan.state, state.with(object{"channel": "random", "notify": true, "title": nil}))
	plan = tf.planPrivate(typeName, state, config.with(object{"notify": true}), private)
	expectObject(t, plan.state, state.with(object{"notify": true, "title": nil}))
}
