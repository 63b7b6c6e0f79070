package catalog

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/check"
)

//go:embed integrations/*.yaml ignored.yaml
var files embed.FS

// Load reads all integrations of the catalog, sorted by slug. Its error names each
// invalid file and parameter.
func Load() ([]Integration, error) {
	paths, err := fs.Glob(files, "integrations/*.yaml")
	if err != nil {
		return nil, err
	}
	integrations := make([]Integration, 0, len(paths))
	var faults []error
	for _, p := range paths {
		data, err := files.ReadFile(p)
		if err != nil {
			return nil, err
		}
		integration, err := Parse(path.Base(p), data)
		faults = append(faults, err)
		integrations = append(integrations, integration)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	slices.SortFunc(integrations, func(a, b Integration) int { return strings.Compare(a.Slug, b.Slug) })
	return integrations, nil
}

// LoadIgnored reads the list of integrations that GitLab declares or documents and
// that the catalog leaves out on purpose, by slug.
func LoadIgnored() ([]Ignored, error) {
	data, err := files.ReadFile("ignored.yaml")
	if err != nil {
		return nil, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	var ignored []Ignored
	if err := decoder.Decode(&ignored); err != nil {
		return nil, fmt.Errorf("ignored.yaml: %w", err)
	}
	return ignored, nil
}

// Parse parses one file of the catalog: name is its base name, such as "slack.yaml".
// Missing facts get the defaults that the fields document. Unknown keys and invalid
// facts are errors.
func Parse(name string, data []byte) (Integration, error) {
	integration, err := decode(data)
	if err != nil {
		return Integration{}, fmt.Errorf("%s: %w", name, err)
	}
	fillDefaults(&integration)
	var faults []error
	for _, fault := range validate(strings.TrimSuffix(name, ".yaml"), integration) {
		faults = append(faults, fmt.Errorf("%s: %s", name, fault))
	}
	if len(faults) > 0 {
		return Integration{}, errors.Join(faults...)
	}
	return integration, nil
}

func decode(data []byte) (Integration, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	var integration Integration
	if err := decoder.Decode(&integration); err != nil {
		return Integration{}, err
	}
	if err := decoder.Decode(new(Integration)); !errors.Is(err, io.EOF) {
		return Integration{}, errors.New("holds more than one document")
	}
	return integration, nil
}

func fillDefaults(integration *Integration) {
	for i := range integration.Parameters {
		parameter := &integration.Parameters[i]
		if parameter.Type == "" {
			parameter.Type = String
		}
		if parameter.Returned == "" && parameter.Secret {
			parameter.Returned = Hidden
		}
		if parameter.Returned == "" {
			parameter.Returned = Properties
		}
		if format, _ := check.FindFormat(parameter.Format); format.Multiline {
			parameter.Multiline = true
		}
		if parameter.Normalized == "" && integration.Table != "" && parameter.IsURL() {
			// GitLab removes whitespace around an address while it validates it. It can
			// store the result only in a separate table (recorded of GitLab 18.9).
			parameter.Normalized = Trim
		}
		parameter.Default = asStrings(parameter.Default)
		parameter.Example = asStrings(parameter.Example)
	}
	for i := range integration.Rules {
		rule := &integration.Rules[i]
		rule.If.Equals = asStrings(rule.If.Equals)
		rule.Then.Equals = asStrings(rule.Then.Equals)
	}
}

// asStrings converts a YAML list of strings to []string, and returns every other
// value as it is.
func asStrings(value any) any {
	list, ok := value.([]any)
	if !ok {
		return value
	}
	texts := make([]string, 0, len(list))
	for _, element := range list {
		text, ok := element.(string)
		if !ok {
			return value
		}
		texts = append(texts, text)
	}
	return texts
}
