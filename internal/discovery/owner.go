package discovery

import (
	"strconv"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Owner is a project or group that was found.
type Owner struct {
	// Kind is client.ProjectKind or client.GroupKind.
	Kind client.Kind
	// Number is GitLab's ID, which never changes.
	Number int64
	// Path is the full path, such as "acme/web".
	Path string
	// Archived is set if it is archived.
	Archived bool
}

// Name is the name of the owner in requests and configurations: its path, or its ID
// if GitLab would treat the path as an ID.
func (o Owner) Name() client.Owner {
	name := client.Owner{Kind: o.Kind, ID: o.Path}
	if strings.Trim(o.Path, "0123456789") == "" {
		name.ID = o.number()
	}
	return name
}

// ImportID is the import ID of one of the owner's integrations, such as
// "projects/acme/web".
func (o Owner) ImportID() string { return string(o.Kind) + "s/" + o.Name().ID }

func (o Owner) number() string { return strconv.FormatInt(o.Number, 10) }

func ownerOf(kind client.Kind, found client.Namespace) Owner {
	return Owner{Kind: kind, Number: found.Number, Path: found.FullPath, Archived: found.Archived}
}
