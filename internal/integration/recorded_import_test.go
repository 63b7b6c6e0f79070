package integration_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/recordings"
)

// TestRecordedIntegrationsAreImportedWithoutChange imports every recorded response, with
// a configuration that repeats its values.
func TestRecordedIntegrationsAreImportedWithoutChange(t *testing.T) {
	g := newGitLab(t, always(http.StatusNotFound, `{"error":"404 Not Found"}`))
	tf := newTerraform(t, integration.NewServer(newInnerServer(nil), resources.All, configuredWith(newClient(t, g.address))))
	refused := 0
	imported, shownOnce, seen := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, exchange := range recordedAnswers(t) {
		path := recordedPath.FindStringSubmatch(exchange.Path)
		if path == nil || seen[path[1]+string(exchange.Answer)] {
			continue
		}
		spec := specOf(path[2])
		var shown map[string]any
		if spec == nil || json.Unmarshal(exchange.Answer, &shown) != nil || shown["active"] != true {
			continue
		}
		shownOnce[spec.Slug] = true
		seen[path[1]+string(exchange.Answer)] = true
		g.respond = always(http.StatusOK, string(exchange.Answer))
		typeName := spec.TypeName()
		resource, found := tf.importState(typeName, path[1]+"s/acme")
		expectNothing(t, found)
		state, private, found := tf.readPrivate(typeName, decode(t, tf.schemas.ResourceSchemas[typeName], resource[0].State), resource[0].Private)
		expectNothing(t, found)
		config := state.with(object{"id": nil})
		if len(errorsIn(tf.validate(typeName, config))) > 0 {
			refused++
			tf.exported(spec, path[1], exchange.Answer)
			continue
		}
		imported[spec.Slug] = true
		plan := tf.planPrivate(typeName, state, config, private)
		expectNothing(t, plan.diagnostics)
		if difference := compare(plan.state, state); difference != "" {
			t.Errorf("%s (%s): %s", exchange.Path, exchange.Case, difference)
		}
	}
	if len(imported) != len(shownOnce) {
		t.Errorf("%d of %d integrations were imported", len(imported), len(shownOnce))
	}
	t.Logf("%d answers about %d integrations, %d of them with what the provider refuses", len(seen), len(imported), refused)
}

// exported imports an integration with values that GitLab has accepted and the provider
// rejects. An exported configuration omits these values and ignores changes of them. If
// no valid configuration remains, the export uses gitlabintegrations_custom, which
// accepts every value.
func (tf *terraform) exported(spec *integration.Spec, kind string, answer json.RawMessage) {
	tf.t.Helper()
	configuration := integration.ConfigurationOf(spec, shownIn(answer))
	if len(configuration.Faults) > 0 {
		return
	}
	typeName, config := spec.TypeName(), object{kind: "acme"}
	for _, setting := range configuration.Settings {
		config[setting.Name] = setting.Value
	}
	expectNothing(tf.t, errorsIn(tf.validate(typeName, config)))
	state, private := tf.imported(typeName, kind+"s/acme")
	for _, refused := range configuration.Refused {
		config[refused.Name] = state[refused.Name] // What ignore_changes makes a plan see.
	}
	plan := tf.planPrivate(typeName, state, config, private)
	expectNothing(tf.t, plan.diagnostics)
	if difference := compare(plan.state, state); difference != "" {
		tf.t.Errorf("%s: %s", answer, difference)
	}
}

// recordedAnswers returns the responses of all releases that contain an integration.
func recordedAnswers(t *testing.T) (answers []recordings.Exchange) {
	t.Helper()
	for _, name := range recordings.Releases() {
		release, err := recordings.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range release.Files() {
			for _, exchange := range release.Exchanges[file] {
				if exchange.Status == http.StatusOK && strings.Contains(string(exchange.Answer), `"properties"`) {
					answers = append(answers, exchange)
				}
			}
		}
	}
	return answers
}
