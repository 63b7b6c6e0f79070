package integration_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// TestSavedPageIsNoChange imports every recorded response, and then refreshes with what
// GitLab has after its web page was saved without a change.
func TestSavedPageIsNoChange(t *testing.T) {
	tests := newRecordedTest(t)
	seen, lines := map[string]bool{}, 0
	for _, exchange := range recordedAnswers(t) {
		path := recordedPath.FindStringSubmatch(exchange.Path)
		if path == nil || specOf(path[2]) == nil || !strings.Contains(string(exchange.Answer), `"active":true`) {
			continue
		}
		settings := path[2] + jsonText(answeredProperties(exchange.Answer))
		if seen[settings] {
			continue
		}
		seen[settings] = true
		lines += strings.Count(string(exchange.Answer), `\n`)
		for _, typeName := range []string{specOf(path[2]).TypeName(), customType} {
			id := path[1] + "s/acme"
			if typeName == customType {
				id += ":" + path[2]
			}
			tests.gitlab.respond = always(http.StatusOK, string(exchange.Answer))
			state, private := tests.imported(typeName, id)
			tests.gitlab.respond = always(http.StatusOK, savedPage(t, specOf(path[2]), exchange.Answer))
			read, _, found := tests.readPrivate(typeName, state, private)
			expectNothing(t, found)
			if difference := compare(read, state); difference != "" {
				t.Errorf("%s (%s): %s", exchange.Path, exchange.Case, difference)
			}
		}
	}
	if lines == 0 {
		t.Error("there is no setting of several lines")
	}
	t.Logf("%d pages were saved", len(seen))
}

// savedPage returns an answer after a save on the web page, which sends text areas with CR
// LF, unset texts as "", and checkboxes and numbers as text.
func savedPage(t *testing.T, spec *integration.Spec, answer json.RawMessage) string {
	t.Helper()
	var shown map[string]any
	if err := json.Unmarshal(answer, &shown); err != nil {
		t.Fatal(err)
	}
	properties, _ := shown["properties"].(map[string]any)
	for _, p := range spec.Parameters {
		value, has := properties[p.Name]
		switch value := value.(type) {
		case nil:
			if has && p.Type == integration.String {
				properties[p.Name] = ""
			}
		case string:
			properties[p.Name] = strings.ReplaceAll(strings.ReplaceAll(value, "\r\n", "\n"), "\n", "\r\n")
		case bool, float64:
			properties[p.Name] = fmt.Sprint(value)
		}
	}
	saved, err := json.Marshal(shown)
	if err != nil {
		t.Fatal(err)
	}
	return string(saved)
}
