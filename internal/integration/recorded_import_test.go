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

// TestRecordedIntegrationsAreImportedWithoutChange imports everything that GitLab
// has ever answered, with a configuration that repeats what the answer shows.
func TestRecordedIntegrationsAreImportedWithoutChange(t *testing.T) {
	g := newGitLab(t, always(http.StatusNotFound, `{"error":"404 Not Found"}`))
	tf := newTerraform(t, integration.NewServer(newInnerServer(nil), resources.All, configuredWith(newClient(t, g.address))))
	imported, seen := map[string]bool{}, map[string]bool{}
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
		seen[path[1]+string(exchange.Answer)] = true
		g.respond = always(http.StatusOK, string(exchange.Answer))
		typeName := spec.TypeName()
		resource, found := tf.importState(typeName, path[1]+"s/acme")
		expectNothing(t, found)
		state, private, found := tf.readPrivate(typeName, decode(t, tf.schemas.ResourceSchemas[typeName], resource[0].State), resource[0].Private)
		expectNothing(t, found)
		config := state.with(object{"id": nil})
		if len(errorsIn(tf.validate(typeName, config))) > 0 {
			// What GitLab took and the provider refuses cannot be repeated.
			continue
		}
		imported[spec.Slug] = true
		plan := tf.planPrivate(typeName, state, config, private)
		expectNothing(t, plan.diagnostics)
		if difference := compare(plan.state, state); difference != "" {
			t.Errorf("%s (%s): %s", exchange.Path, exchange.Case, difference)
		}
	}
	t.Logf("%d answers about %d integrations", len(seen), len(imported))
}

// recordedAnswers are the recorded answers of all releases that show an
// integration.
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
