package export

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/discovery"
)

// longestPath is how many characters of a path are in a name, the last ones: a
// file system allows 255 in all.
const longestPath = 150

// notInNames is what cannot be in the name of a resource, or makes it hard to type.
var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

// ownerName names a project or group so that no other has the same name: by its
// path, which need not be unique in this form, and its number. The names of
// projects end with the number, those of groups with "_group".
func ownerName(owner discovery.Owner) string {
	path := notInNames.ReplaceAllString(strings.ToLower(owner.Path), "_")
	if len(path) > longestPath {
		path = path[len(path)-longestPath:]
	}
	if path = strings.TrimLeft(path, "_"); path == "" || path[0] <= '9' {
		path = "_" + path // Names do not begin with a digit.
	}
	name := fmt.Sprintf("%s_%d", strings.TrimRight(path, "_"), owner.Number)
	if owner.Kind == client.GroupKind {
		name += "_group"
	}
	return name
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
		return underscored(r.slug) + "_" + ownerName(r.owner)
	}
	return ownerName(r.owner)
}

// importID is the import id of the resource.
func (r *row) importID() string {
	if r.spec == nil {
		return r.owner.ImportID() + ":" + r.slug
	}
	return r.owner.ImportID()
}

func underscored(slug string) string { return strings.ReplaceAll(slug, "-", "_") }
