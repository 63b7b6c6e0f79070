package integration_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/resources"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/recordings"
)

// recordedPut is a recorded PUT that GitLab accepted, or rejected because of its values
// or of other data in GitLab.
type recordedPut struct {
	// place identifies the PUT in messages.
	place string
	spec  *integration.Spec
	owner string
	// body has the settings of the PUT as JSON values.
	body map[string]any
	// stored has the settings of the previous PUTs since the last DELETE. last is the
	// body of the last accepted PUT.
	stored, last map[string]any
	taken        bool
	// answered has the properties in GitLab's response.
	answered map[string]any
	// message is the error message of a rejected PUT.
	message string
	// refusedInProject has the settings of previous PUTs that were rejected in a project,
	// such as `token = "x"`.
	refusedInProject map[string]bool
}

var recordedPath = regexp.MustCompile(`^/(project|group)s/[^/]+/(?:integrations|services)/([a-z-]+)$`)

// recordedPuts reads the recordings of all releases. It omits requests that GitLab
// rejected before it checked any value, for example because of the token, the owner or
// the method, and bodies that are neither a JSON object nor a form.
func recordedPuts(t *testing.T) (puts []recordedPut) {
	t.Helper()
	for _, name := range recordings.Releases() {
		release, err := recordings.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range release.Files() {
			puts = append(puts, putsOf(t, name+" "+file, release.Exchanges[file])...)
		}
	}
	return puts
}

func putsOf(t *testing.T, file string, exchanges []recordings.Exchange) (puts []recordedPut) {
	t.Helper()
	stored, last, refused := map[string]map[string]any{}, map[string]map[string]any{}, map[string]bool{}
	for i, exchange := range exchanges {
		path := recordedPath.FindStringSubmatch(exchange.Path)
		if path == nil {
			continue
		}
		spec, row := specOf(path[2]), exchange.Path
		if exchange.Method == http.MethodDelete && exchange.Status == http.StatusNoContent {
			delete(stored, row)
		}
		body, understood := recordedBody(t, exchange.Body)
		if spec == nil || exchange.Method != http.MethodPut || !understood || !judged(exchange.Status) {
			continue
		}
		put := recordedPut{place: fmt.Sprintf("%s, line %d (%s)", file, i+1, exchange.Case), spec: spec, owner: path[1], body: body,
			stored: stored[row], last: last[row], refusedInProject: refused, taken: exchange.Status == http.StatusOK, answered: answeredProperties(exchange.Answer), message: string(exchange.Answer)}
		puts = append(puts, put)
		if put.owner == "project" && !put.taken {
			for name, value := range body {
				refused[name+" = "+jsonText(value)] = true
			}
		}
		if put.taken && !put.inherits() {
			stored[row], last[row] = put.meant(), body
		}
	}
	return puts
}

func specOf(slug string) *integration.Spec {
	for i := range resources.All {
		if resources.All[i].Slug == slug {
			return &resources.All[i]
		}
	}
	return nil
}

// judged reports whether GitLab has checked the values.
func judged(status int) bool {
	return slices.Contains([]int{http.StatusOK, http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusInternalServerError}, status)
}

// recordedBody decodes a JSON object or a form.
func recordedBody(t *testing.T, body json.RawMessage) (settings map[string]any, understood bool) {
	t.Helper()
	var read any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if len(body) > 0 {
		if err := decoder.Decode(&read); err != nil {
			t.Fatal(err)
		}
	}
	switch read := read.(type) {
	case nil:
		return map[string]any{}, true
	case map[string]any:
		return read, true
	case string:
		form, err := url.ParseQuery(read)
		settings = map[string]any{}
		for name := range form {
			settings[name] = form.Get(name)
		}
		return settings, err == nil && (read == "" || strings.Contains(read, "="))
	}
	return nil, false
}

func (p *recordedPut) inherits() bool {
	value, _ := configurable(inherited.Type, p.body[inherited.Name])
	return value == true
}

// merged returns the settings that GitLab has after the PUT if it accepts it.
func (p *recordedPut) merged() map[string]any {
	merged := map[string]any{}
	maps.Copy(merged, p.stored)
	maps.Copy(merged, p.body)
	return merged
}

// meant returns the settings that GitLab has after it has accepted the PUT, converted to
// their types: GitLab also accepts "yes" and " 12 ". For a row that inherits, these are
// the settings of the body.
func (p *recordedPut) meant() map[string]any {
	settings := p.merged()
	if p.inherits() {
		settings = maps.Clone(p.body)
	}
	for _, parameter := range append(slices.Clone(p.spec.Parameters), inherited) {
		switch value := settings[parameter.Name].(type) {
		case string, json.Number:
			settings[parameter.Name] = asConfigured(parameter.Type, fmt.Sprint(value))
		}
	}
	return settings
}

func asConfigured(t integration.Type, text string) any {
	word := strings.ToLower(strings.TrimSpace(text))
	switch {
	case t == integration.String || t == integration.Strings:
		return text
	case word == "":
		return nil
	case t == integration.Bool:
		return slices.Contains([]string{"true", "t", "1", "yes", "on"}, word)
	default:
		return word
	}
}

func answeredProperties(answer json.RawMessage) map[string]any {
	var read struct {
		Properties map[string]any `json:"properties"`
	}
	// A response of any other form has no properties.
	_ = json.Unmarshal(answer, &read)
	return read.Properties
}

// config returns the configuration for settings of GitLab. cannot has the settings that
// it omits because the value cannot be converted to the type. writeOnly uses the
// write-only form of secrets.
func (p *recordedPut) config(settings map[string]any, writeOnly bool) (config object, cannot []string) {
	config = object{p.owner: "acme/web"}
	switch p.spec.Scope {
	case integration.GroupOnly:
		config = object{"group": "acme"}
	case integration.ProjectOnly:
		config = object{"project": "acme/web"}
	}
	for _, parameter := range append(slices.Clone(p.spec.Parameters), inherited) {
		value, ok := configurable(parameter.Type, settings[parameter.Name])
		if !ok {
			cannot = append(cannot, parameter.Name)
			continue
		}
		config[formOf(parameter, writeOnly)] = value
	}
	return config, cannot
}

// inherited is the parameter that every integration has in addition to its own.
var inherited = integration.Parameter{Name: "use_inherited_settings", Type: integration.Bool}

func formOf(p integration.Parameter, writeOnly bool) string {
	if p.Secret && writeOnly {
		return p.Name + "_wo"
	}
	return p.Name
}

// configurable converts a value as Terraform does: a string becomes a number or a boolean
// only if it has the syntax of one.
func configurable(t integration.Type, value any) (configured any, ok bool) {
	switch value := value.(type) {
	case nil:
		return nil, true
	case []any:
		return texts(value), t == integration.Strings
	case map[string]any:
		return nil, false
	case bool:
		if t == integration.Bool {
			return value, true
		}
	}
	text := fmt.Sprint(value)
	switch t {
	case integration.Bool:
		_, isText := value.(string)
		truth, found := map[string]bool{"true": true, "false": false, "1": true, "0": false}[text]
		return truth, found && isText
	case integration.Integer:
		number, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
		if err != nil {
			return nil, false
		}
		return tftypes.NewValue(tftypes.Number, number), true
	default:
		return text, t == integration.String
	}
}

func texts(list []any) []string {
	texts := []string{}
	for _, element := range list {
		texts = append(texts, fmt.Sprint(element))
	}
	return texts
}
