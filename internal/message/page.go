package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// InvalidIdentity says what the identity of an import block must have. The form
// describes it, as "either `project` or `group`".
func InvalidIdentity(typeName, form string) Text {
	return Text{"Invalid identity for " + typeName, "The `identity` of the import must have " + form + "."}
}

// NoPage says that an address to import from is that of no integration.
func NoPage(typeName, address string) Text {
	return Text{"Invalid import id for " + typeName, fmt.Sprintf("The address is not that of an integration's page in GitLab: %q. "+
		"On the page of the project or group, open Settings > Integrations and the integration, and copy the address of that page, such as "+
		"`https://gitlab.example.com/acme/web/-/settings/integrations/slack/edit`.", address)}
}

// PageOfAnother says that an address to import from is that of an integration with
// another slug than that of the resource.
func PageOfAnother(typeName, slug, another string) Text {
	return Text{"Invalid import id for " + typeName, fmt.Sprintf("The address is that of the integration `%s`, and this resource manages `%s`. "+
		"Import it to a resource of the type `gitlabintegrations_%s`, or, if there is no such type, `gitlabintegrations_custom`.",
		another, slug, strings.ReplaceAll(another, "-", "_"))}
}

// PageOfOtherKind says that an integration does not exist on the kind of owner that an
// address names.
func PageOfOtherKind(typeName, title string, kind client.Kind) Text {
	return Text{"Invalid import id for " + typeName, fmt.Sprintf("The address names a %s, and %s does not exist on %[1]ss.", kind, title)}
}

// OtherHost warns that an address to import from names another host than that of the
// provider.
func OtherHost(host, configured string) Text {
	return Text{"The address names another host than base_url", fmt.Sprintf("The address to import from is on `%s`, and the provider talks to `%s`. "+
		"Only the path of the address counts: the import looks for that project or group on `%[2]s`.", host, configured)}
}
