package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// NoAccess is the reason that the user of the token may not read the
// integrations of a project or group.
func NoAccess(kind client.Kind) string {
	role := "Maintainer"
	if kind == client.GroupKind {
		role = "Owner"
	}
	return fmt.Sprintf("The user of the `token` may not read them. That takes the role %s on the %s.", role, kind)
}

// LeftOut warns that a list lacks what an owner has, or some of it. The summary is
// the same for all owners, so that Terraform shows many such warnings as one.
func LeftOut(owner client.Owner, reason string) Text {
	return Text{"The list is not complete", Paragraphs("The integrations of "+owner.String()+" are left out.", reason)}
}

// NotConfigurable warns that a list lacks an integration because no generated
// configuration of it would plan without a change. The reasons are sentences.
func NotConfigurable(typeName string, owner client.Owner, reasons []string) Text {
	return Text{"The provider refuses settings that GitLab has", Paragraphs(
		fmt.Sprintf("The `%s` of %s is left out, because no configuration of it would plan without a change.", typeName, owner),
		strings.Join(reasons, " "),
		"Change the setting in GitLab and query again, or import the integration: `gitlabintegrations_custom` takes any value, and gitlabintegrations-export writes it.")}
}

// EndOfSearch explains the failure that ends a search for integrations.
func EndOfSearch(err error) string {
	if client.FailureOf(err) == client.Canceled {
		return "The search was interrupted."
	}
	return Explain(err)
}
