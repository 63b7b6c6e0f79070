package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Import is a resource that is to be imported.
type Import struct {
	// TypeName is the type of the resource.
	TypeName string
	// Title is the name of its integration in GitLab's web interface.
	Title string
	// Slug is that of its integration, and SlugName the attribute that has it instead; ""
	// if none has.
	Slug, SlugName string
	// IsOfAll is set if the resource is about all integrations of an owner.
	IsOfAll bool
	// OnProjects and OnGroups report which owners can have the integration.
	OnProjects, OnGroups bool
}

func (i Import) invalidID(format string, arguments ...any) *Text {
	return &Text{"Invalid import ID for " + i.TypeName, fmt.Sprintf(format, arguments...)}
}

// InvalidID is the error of an import ID that names no project or group.
func (i Import) InvalidID(id string) *Text {
	return i.invalidID("The import ID must be %s, with an ID or a full path%s; it is %q.", i.forms(), i.example(), id)
}

// IDOfOtherKind is the error of an import ID that names an owner that cannot have the
// integration.
func (i Import) IDOfOtherKind(id string, kind client.Kind) *Text {
	return i.invalidID("%q names a %s, and %s does not exist on %[2]ss. The import ID must be %[4]s.", id, kind, i.Title, i.forms())
}

// forms lists the forms of an import ID.
func (i Import) forms() string {
	switch {
	case i.SlugName != "":
		return "`<project>:<slug>`, `projects/<project>:<slug>` or `groups/<group>:<slug>`"
	case !i.OnGroups:
		return "`<project>` or `projects/<project>`"
	case !i.OnProjects:
		return "`<group>` or `groups/<group>`"
	default:
		return "`<project>`, `projects/<project>` or `groups/<group>`"
	}
}

func (i Import) example() string {
	if i.SlugName != "" {
		return ", such as `acme/web:pipelines-email`"
	}
	return ""
}

// InvalidIdentity is the error of the identity of an import block that names no project
// or group, or both.
func (i Import) InvalidIdentity() *Text {
	owner := "either `project` or `group`"
	switch {
	case !i.OnGroups:
		owner = "`project`"
	case !i.OnProjects:
		owner = "`group`"
	}
	slug := ""
	if i.SlugName != "" {
		slug = ", and `" + i.SlugName + "`, such as `pipelines-email`"
	}
	return &Text{"Invalid identity for " + i.TypeName,
		fmt.Sprintf("The `identity` of the import must have %s, with an ID or a full path%s.", owner, slug)}
}

// NoPage is the error of an address that is not that of an integration's page; the
// address is "" if it cannot be parsed.
func (i Import) NoPage(address string) *Text {
	if address != "" {
		address = fmt.Sprintf(": %q", address)
	}
	if i.IsOfAll {
		return i.invalidID("The address is not that of a page in GitLab%s. On the page of the project or group, open Settings > Integrations, and copy the address of that page, such as "+
			"`https://gitlab.example.com/acme/web/-/settings/integrations`.", address)
	}
	return i.invalidID("The address is not that of an integration's page in GitLab%s. "+
		"On the page of the project or group, open Settings > Integrations and the integration, and copy the address of that page, such as "+
		"`https://gitlab.example.com/acme/web/-/settings/integrations/slack/edit`.", address)
}

// PageOfAnother is the error of the address of an integration with another slug than
// that of the resource.
func (i Import) PageOfAnother(address, another string) *Text {
	return i.invalidID("The address is that of the integration `%s`, and this resource manages `%s`: %q. "+
		"Import it to a resource of the type `gitlabintegrations_%s`, or, if there is no such type, `gitlabintegrations_custom`.",
		another, i.Slug, address, strings.ReplaceAll(another, "-", "_"))
}

// PageOfOtherKind is the error of the address of an integration that does not exist on
// the kind of owner that the address names.
func (i Import) PageOfOtherKind(address string, kind client.Kind) *Text {
	return i.invalidID("The address names a %s, and %s does not exist on %[1]ss: %[3]q.", kind, i.Title, address)
}

// OtherHost warns that an address to import from names another host than that of the
// provider.
func OtherHost(host, configured string, owner client.Owner) Text {
	return Text{"The address names another host than base_url", fmt.Sprintf("The address to import from is on `%s`, and the provider sends requests to `%s`. "+
		"Only the path of the address counts: the import looks for %s on `%[2]s`.", host, configured, owner)}
}
