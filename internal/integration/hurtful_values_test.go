package integration_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/sample"
)

// hurtful makes values that hurt of the example of a setting.
var hurtful = map[string]func(example string) string{
	"empty":                    func(string) string { return "" },
	"spaces alone":             func(string) string { return "  " },
	"no-break space alone":     func(string) string { return "\u00a0" },
	"line break alone":         func(string) string { return "\n" },
	"line break at the end":    func(example string) string { return example + "\n" },
	"CR LF at the end":         func(example string) string { return example + "\r\n" },
	"line break inside":        func(example string) string { return example + "\n" + example },
	"spaces around":            func(example string) string { return "  " + example + "  " },
	"tab at the end":           func(example string) string { return example + "\t" },
	"vertical tab at the end":  func(example string) string { return example + "\v" },
	"no-break space at end":    func(example string) string { return example + "\u00a0" },
	"byte order mark":          func(example string) string { return "\ufeff" + example },
	"null character":           func(example string) string { return example + "\x00" },
	"space inside":             func(example string) string { return example + " " + example },
	"percent sign":             func(example string) string { return example + "%" },
	"escape":                   func(example string) string { return example + "%20" },
	"number sign":              func(example string) string { return example + "#x" },
	"question mark":            func(example string) string { return example + "?x" },
	"letter outside ASCII":     func(example string) string { return example + "ä" },
	"name in braces":           func(example string) string { return example + "{a}" },
	"angle brackets":           func(example string) string { return example + "<>" },
	"quote":                    func(example string) string { return example + `"` },
	"backslash":                func(example string) string { return example + `\` },
	"other case":               strings.ToUpper,
	"something else":           func(string) string { return "certainly-not" },
	"no scheme":                func(example string) string { return example[strings.Index(example, ":")+1:] },
	"another scheme":           func(example string) string { return "ftp://" + example },
	"no host":                  func(string) string { return "https://" },
	"256 characters":           func(example string) string { return longer(example, 256, "x") },
	"2,049 characters":         func(example string) string { return longer(example, 2049, "x") },
	"2,049 wide characters":    func(example string) string { return longer(example, 2049, "ä") },
	"8,193 characters":         func(example string) string { return longer(example, 8193, "x") },
	"host of 1,025 characters": func(string) string { return "https://" + strings.Repeat("a", 1025) },
	"host of 1,026 bytes":      func(string) string { return "https://" + strings.Repeat("ä", 513) },
}

func longer(text string, length int, filling string) string {
	return text + strings.Repeat(filling, max(0, length-len(text)))
}

// accepted are the values that the provider accepts, with the reason.
var accepted = map[string]string{
	"datadog.datadog_site: 256 characters":           "GitLab 13.x accepts a last part of more than five letters",
	"datadog.datadog_site: 2,049 characters":         "GitLab 13.x accepts a last part of more than five letters",
	"datadog.datadog_site: 8,193 characters":         "GitLab 13.x accepts a last part of more than five letters",
	"datadog.datadog_service: 2,049 wide characters": "GitLab limits the whole address, in which they are escaped",
	"datadog.datadog_env: 2,049 wide characters":     "GitLab limits the whole address, in which they are escaped",
	"datadog.datadog_tags: 2,049 wide characters":    "GitLab limits the whole address, in which they are escaped",
}

// TestHurtfulValues puts values of every kind to every setting of every integration: what
// GitLab refuses, or fails on, the validation refuses on that attribute. Where GitLab was
// not recorded, the fake follows its source.
func TestHurtfulValues(t *testing.T) {
	all, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	tests := newRecordedTest(t)
	for _, i := range all {
		for _, p := range i.Parameters {
			if p.Type == catalog.String || p.Type == catalog.Strings {
				t.Run(i.Slug+"."+p.Name, func(t *testing.T) { tests.expectHurtful(t, i, p) })
			}
		}
	}
}

func (r *recordedTest) expectHurtful(t *testing.T, i catalog.Integration, p catalog.Parameter) {
	r.t = t
	configured, example := hurtfulSample(i, p)
	if status := put(t, i, configured); status != http.StatusOK {
		t.Fatalf("GitLab answers the example with status %d", status)
	}
	for name, of := range hurtful {
		value := of(example)
		configured[p.Name] = value
		if p.Type == catalog.Strings {
			configured[p.Name] = []string{value}
		}
		status, found := put(t, i, configured), errorsIn(r.validate(i.TypeName(), ownedBy(i, configured)))
		refused := refuses(found, p.Name)
		_, isAccepted := accepted[i.Slug+"."+p.Name+": "+name]
		if (status != http.StatusOK && !refused) != isAccepted {
			t.Errorf("%s: GitLab answers with status %d, and the validation has the errors %v", name, status, found)
		}
		if spec := specOf(i.Slug); !isMultiline(spec, p.Name) && strings.ContainsAny(value, "\r\n") && !refused {
			t.Errorf("%s: the validation has the errors %v", name, found)
		}
	}
}

// hurtfulSample returns a configuration with the setting, and the value of the setting.
func hurtfulSample(i catalog.Integration, p catalog.Parameter) (configured map[string]any, example string) {
	configured = sample.Minimal(i)
	configured[p.Name] = p.Example
	for _, other := range i.Parameters {
		if _, has := configured[other.Name]; other.Presence && !has {
			configured[other.Name] = nil
		}
	}
	for _, rule := range i.Rules {
		if sample.Holds(i, rule.If, configured) && !sample.Holds(i, rule.Then, configured) {
			required, _ := i.Parameter(rule.Then.Parameter)
			configured[required.Name] = required.Example
			if rule.Then.Equals != nil {
				configured[required.Name] = rule.Then.Equals
			}
		}
	}
	if list, isList := p.Example.([]string); isList {
		return configured, list[0]
	}
	return configured, fmt.Sprint(p.Example)
}

// put returns the status with which a new fake answers the PUT of a configuration.
func put(t *testing.T, i catalog.Integration, configured map[string]any) int {
	t.Helper()
	fake, err := gitlabfake.New()
	if err != nil {
		t.Fatal(err)
	}
	fake.Version = sample.NewestVersion(i)
	fake.AddProject("acme/web")
	if i.Install != "" {
		fake.SetUp("projects/acme/web", i.Slug, nil)
	}
	path := "/api/v4/projects/acme%2Fweb/services/" // It exists in all versions.
	if !i.HasScope(catalog.Project) {
		path = "/api/v4/groups/acme/integrations/"
	}
	request := httptest.NewRequest(http.MethodPut, path+i.Slug, bytes.NewReader([]byte(jsonText(configured))))
	request.Header = http.Header{"Private-Token": {fake.Token}, "Content-Type": {"application/json"}}
	response := httptest.NewRecorder()
	fake.ServeHTTP(response, request)
	return response.Code
}

// ownedBy returns the configuration as an object with its owner.
func ownedBy(i catalog.Integration, configured map[string]any) object {
	if i.HasScope(catalog.Project) {
		return object{"project": "acme/web"}.with(configured)
	}
	return object{"group": "acme"}.with(configured)
}

func isMultiline(spec *integration.Spec, name string) bool {
	for _, p := range spec.Parameters {
		if p.Name == name {
			return p.Multiline
		}
	}
	return false
}
