package export

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
)

// longestPath is the maximum number of characters of a path in the name of a file,
// counted from the end: file systems allow 255 characters for a name.
const longestPath = 150

// notInNames is what the name of a file does not take over from a path.
var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

// numbered returns a name for a project or group that is unique, whatever happens to
// its path.
func numbered(owner discovery.Owner) string { return fmt.Sprintf("%s_%d", owner.Kind, owner.Number) }

// fileName is that of the file of a project or group, with the path for people. After a
// change of the path, the file of an earlier export keeps its name.
func (x *export) fileName(owner discovery.Owner) string {
	end := "_" + numbered(owner) + ".tf"
	for _, name := range slices.Sorted(maps.Keys(x.earlier)) {
		if strings.HasSuffix(name, end) {
			return name
		}
	}
	path := notInNames.ReplaceAllString(strings.ToLower(owner.Path), "_")
	return strings.Trim(path[max(0, len(path)-longestPath):], "_") + end
}

// resourceType is the type of the resource that manages an integration.
func (r *row) resourceType() string {
	if r.spec == nil {
		return "gitlabintegrations_custom"
	}
	return r.spec.TypeName()
}

// name is that of the resource in the configuration. One owner has several
// gitlabintegrations_custom.
func (r *row) name() string {
	if r.spec == nil {
		return underscored(r.slug) + "_" + numbered(r.owner)
	}
	return numbered(r.owner)
}

func (r *row) address() string { return r.resourceType() + "." + r.name() }

// importID is the import ID of the resource.
func (r *row) importID() string {
	if r.spec == nil {
		return r.owner.ImportID() + ":" + r.slug
	}
	return r.owner.ImportID()
}

func underscored(slug string) string { return strings.ReplaceAll(slug, "-", "_") }
