package integration_test

import (
	"encoding/json"
	"math/big"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// storedOtherwise are the values that GitLab stores in a way that no rule of the catalog
// describes.
var storedOtherwise = []struct {
	why     string
	applies func(p integration.Parameter, value any) bool
}{
	{"GitLab truncates the number", func(_ integration.Parameter, value any) bool {
		number, isNumber := value.(json.Number)
		return isNumber && strings.Contains(number.String(), ".")
	}},
	{"GitLab stores a copy of another setting", func(p integration.Parameter, value any) bool { return p.DefaultFrom != "" && value == nil }},
}

// TestCustomKnowsWhatGitLabStores repeats every accepted PUT with gitlabintegrations_custom.
// Whatever GitLab has made of a value, the apply does not warn, and the next refresh leaves
// the configured value in the state.
func TestCustomKnowsWhatGitLabStores(t *testing.T) {
	tests := newRecordedTest(t)
	compared, used := 0, map[string]int{}
	for _, put := range recordedPuts(t) {
		config, can := put.customConfig()
		if !put.taken || put.inherits() || !can || strings.Contains(put.message, `"inherited":true`) || strings.Contains(put.message, `"active":false`) {
			continue
		}
		compared++
		why := put.storedOtherwise()
		if used[why]++; why != "" {
			continue
		}
		tests.gitlab.respond = always(http.StatusOK, put.message)
		applied, found := tests.apply(customType, nil, tests.plan(customType, nil, config).state, config)
		for _, diagnostic := range found {
			t.Errorf("%s: %s", put.place, describe(diagnostic))
		}
		read, _ := tests.read(customType, applied)
		if difference := compare(read, applied); difference != "" {
			t.Errorf("%s: %s", put.place, difference)
		}
	}
	for _, rule := range storedOtherwise {
		if used[rule.why] == 0 {
			t.Errorf("there is no PUT of which %s", rule.why)
		}
	}
	t.Logf("%d PUTs were compared; without a rule: %v", compared, used)
}

// storedOtherwise returns the reason why GitLab's response differs from the body; "" if
// there is none.
func (p *recordedPut) storedOtherwise() string {
	for _, parameter := range p.spec.Parameters {
		for _, rule := range storedOtherwise {
			if value, has := p.body[parameter.Name]; has && rule.applies(parameter, value) {
				return rule.why
			}
		}
	}
	return ""
}

// customConfig returns the configuration of gitlabintegrations_custom that sends the body.
// It reports false if the resource cannot have a value.
func (p *recordedPut) customConfig() (config object, can bool) {
	plain, secret := map[string]tftypes.Value{}, map[string]tftypes.Value{}
	types := map[string]tftypes.Type{}
	for _, parameter := range p.spec.Parameters {
		value, has := p.body[parameter.Name]
		if !has {
			continue
		}
		setting, ok := customValue(value)
		if text, isText := value.(string); parameter.Secret && isText {
			secret[parameter.Name] = tftypes.NewValue(tftypes.String, text)
		} else if !ok || parameter.Secret {
			return nil, false
		} else {
			plain[parameter.Name], types[parameter.Name] = setting, setting.Type()
		}
	}
	return object{
		p.owner: "acme/web", "slug": p.spec.Slug,
		"settings":   tftypes.NewValue(tftypes.Object{AttributeTypes: types}, plain),
		"secrets_wo": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, secret),
	}, true
}

// customValue converts a value of JSON to one of Terraform.
func customValue(value any) (setting tftypes.Value, ok bool) {
	switch value := value.(type) {
	case nil:
		return tftypes.NewValue(tftypes.String, nil), true
	case string:
		return tftypes.NewValue(tftypes.String, value), true
	case bool:
		return tftypes.NewValue(tftypes.Bool, value), true
	case json.Number:
		number, _, err := big.ParseFloat(value.String(), 10, 512, big.ToNearestEven)
		return tftypes.NewValue(tftypes.Number, number), err == nil
	case []any:
		return encodeAttribute(tftypes.Set{ElementType: tftypes.String}, texts(value)), true
	}
	return setting, false
}
