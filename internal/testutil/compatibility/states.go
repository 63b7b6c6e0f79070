package compatibility

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
)

// Scenario is a GitLab with resources that a release of the provider has created, and
// the state that a CLI has stored.
type Scenario struct {
	// GitLab is the version of GitLab.
	GitLab string
	// Owners are the groups and projects, such as "projects/acme/web". Their order of
	// creation determines their IDs.
	Owners []string
	// Rows are the integrations that GitLab has stored.
	Rows []Row
	// Resources are the resources in the configuration.
	Resources []Resource
	// State is the state file.
	State json.RawMessage
}

// Row is a stored integration of an owner.
type Row struct {
	Owner, Slug string
	Record      gitlabfake.Record
}

// Resource is a resource of a configuration.
type Resource struct {
	// Type and Name are the labels of the resource.
	Type, Name string
	// Configuration contains the configured attributes.
	Configuration map[string]any
	// DependsOn has the addresses of resources that must be created first.
	DependsOn []string `json:",omitempty"`
}

// Owner returns the project or group of the resource, such as "projects/acme/web".
func (r Resource) Owner() string {
	if group, isGroup := r.Configuration["group"].(string); isGroup {
		return "groups/" + group
	}
	project, _ := r.Configuration["project"].(string)
	return "projects/" + project
}

// ProviderConfiguration is the configuration of the provider that creates a Scenario,
// without the address and the token of GitLab. It makes the provider store everything
// in the private state that it can store.
var ProviderConfiguration = map[string]any{"detect_secret_changes": true}

// Start starts the GitLab of a scenario, with its owners and rows.
func (s Scenario) Start() (*gitlabfake.GitLab, error) {
	gitlab, err := gitlabfake.New()
	if err != nil {
		return nil, err
	}
	gitlab.Version = s.GitLab
	for _, owner := range s.Owners {
		if path, isGroup := strings.CutPrefix(owner, "groups/"); isGroup {
			gitlab.AddGroup(path)
		} else {
			gitlab.AddProject(strings.TrimPrefix(owner, "projects/"))
		}
	}
	for _, row := range s.Rows {
		gitlab.Restore(row.Owner, row.Slug, row.Record)
	}
	return gitlab, nil
}

// JSONConfiguration returns the configuration in Terraform's JSON syntax.
func (s Scenario) JSONConfiguration() ([]byte, error) {
	resources := map[string]map[string]any{}
	for _, r := range s.Resources {
		if resources[r.Type] == nil {
			resources[r.Type] = map[string]any{}
		}
		arguments := escapeAll(r.Configuration)
		if len(r.DependsOn) > 0 {
			arguments["depends_on"] = r.DependsOn
		}
		resources[r.Type][r.Name] = arguments
	}
	return json.MarshalIndent(map[string]any{
		"terraform": map[string]any{"required_providers": map[string]any{
			"gitlabintegrations": map[string]any{"source": "gitlab-integrations/gitlabintegrations"}}},
		"provider": map[string]any{"gitlabintegrations": ProviderConfiguration},
		"resource": resources,
	}, "", "  ")
}

// escapeText escapes the template syntax in a single string.
var escapeText = strings.NewReplacer("${", "$${", "%{", "%%{")

// escape prevents a CLI from interpreting strings as templates.
func escape(value any) any {
	switch value := value.(type) {
	case string:
		return escapeText.Replace(value)
	case []string:
		escaped := make([]string, len(value))
		for i, element := range value {
			escaped[i] = escapeText.Replace(element)
		}
		return escaped
	case []any:
		escaped := make([]any, len(value))
		for i, element := range value {
			escaped[i] = escape(element)
		}
		return escaped
	case map[string]any:
		return escapeAll(value)
	}
	return value
}

func escapeAll(values map[string]any) map[string]any {
	escaped := make(map[string]any, len(values))
	for name, value := range values {
		escaped[name] = escape(value)
	}
	return escaped
}

// Only returns the scenario without resources, rows and stored instances of other
// types.
func (s Scenario) Only(isType func(typeName string) bool) (Scenario, error) {
	other := func(typeName string) bool { return !isType(typeName) }
	s.Resources = slices.DeleteFunc(slices.Clone(s.Resources), func(r Resource) bool { return other(r.Type) })
	s.Rows = slices.DeleteFunc(slices.Clone(s.Rows), func(r Row) bool {
		return other("gitlabintegrations_" + strings.ReplaceAll(r.Slug, "-", "_"))
	})
	var state map[string]any
	numbers := json.NewDecoder(bytes.NewReader(s.State))
	numbers.UseNumber()
	if err := numbers.Decode(&state); err != nil {
		return s, err
	}
	stored, _ := state["resources"].([]any)
	state["resources"] = slices.DeleteFunc(stored, func(r any) bool {
		resource, _ := r.(map[string]any)
		typeName, _ := resource["type"].(string)
		return other(typeName)
	})
	var err error
	s.State, err = json.Marshal(state)
	return s, err
}

const ending = ".json.gz"

// Versions returns the versions that have states in a folder, oldest first. Each is a
// semantic version such as "v1.2.3", or "v0" for the time before the first release.
func Versions(folder string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*"+ending))
	if err != nil || len(files) == 0 {
		return nil, errors.Join(err, errors.New(folder+" has no states"))
	}
	versions := make([]string, len(files))
	for i, file := range files {
		versions[i] = strings.TrimSuffix(filepath.Base(file), ending)
		if !semver.IsValid(versions[i]) {
			return nil, fmt.Errorf("%s is not named after a version such as v1.2.3", file)
		}
	}
	semver.Sort(versions)
	return versions, nil
}

// ReadStates reads the scenarios of a version.
func ReadStates(folder, version string) (scenarios []Scenario, err error) {
	packed, err := os.ReadFile(filepath.Join(folder, version+ending))
	if err != nil {
		return nil, err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	err = json.NewDecoder(unpacked).Decode(&scenarios)
	return scenarios, err
}

// WriteStates is the inverse of ReadStates. The same scenarios result in the same
// bytes.
func WriteStates(folder, version string, scenarios []Scenario) error {
	var packed bytes.Buffer
	packer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if err := errors.Join(json.NewEncoder(packer).Encode(scenarios), packer.Close()); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, version+ending), packed.Bytes(), 0o644)
}

// StoredInstance is an instance of a resource in a state file.
type StoredInstance struct {
	SchemaVersion   int64           `json:"schema_version"`
	Attributes      json.RawMessage `json:"attributes"`
	Private         []byte          `json:"private"`
	IdentityVersion int64           `json:"identity_schema_version"`
	Identity        json.RawMessage `json:"identity"`
}

// Instances returns the resources in the state by type and name, such as
// "gitlabintegrations_slack.web". Each has one instance.
func (s Scenario) Instances() (map[string]StoredInstance, error) {
	var state struct {
		Resources []struct {
			Type, Name string
			Instances  []StoredInstance
		}
	}
	if err := json.Unmarshal(s.State, &state); err != nil {
		return nil, err
	}
	instances := map[string]StoredInstance{}
	for _, r := range state.Resources {
		if len(r.Instances) != 1 {
			return nil, fmt.Errorf("%s.%s has %d instances", r.Type, r.Name, len(r.Instances))
		}
		instances[r.Type+"."+r.Name] = r.Instances[0]
	}
	return instances, nil
}
