package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// NoAccess is the reason that the user of the token is not allowed to read the
// integrations of a project or group.
func NoAccess(kind client.Kind) string {
	role := "Maintainer"
	if kind == client.GroupKind {
		role = "Owner"
	}
	return fmt.Sprintf("The user of the `token` is not allowed to read them. That requires the role %s in the %s.", role, kind)
}

// LeftOut warns that a list lacks integrations of an owner. The summary is the same
// for all owners, so that Terraform combines these warnings.
func LeftOut(owner client.Owner, reason string) Text {
	return Text{"The list is not complete", Paragraphs("The integrations of "+owner.String()+" are left out.", reason)}
}

// NotConfigurable warns that a list lacks an integration because no generated
// configuration of it would plan without a change. The reasons are sentences.
func NotConfigurable(typeName string, owner client.Owner, reasons []string) Text {
	return Text{"The provider refuses settings that GitLab has", Paragraphs(
		fmt.Sprintf("The `%s` in %s is left out, because no configuration of it would plan without a change.", typeName, owner),
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

// CannotList is the summary of an error that keeps the integrations of a project or
// group from being listed.
func CannotList(owner client.Owner) string {
	return "Cannot list the integrations of " + owner.String()
}

// FilterOfGroups is the error of a filter of groups beside a project.
func FilterOfGroups(name string) Text {
	return Text{"Conflicting " + name, "`" + name + "` is about what is below a `group`, and has no effect on a `project`. Remove one of the two."}
}

// OverviewWithResources is the error of an overview of all integrations that is to
// contain the resources.
func OverviewWithResources() Text {
	return Text{"Conflicting all_slugs",
		"With `all_slugs = true`, this block also finds integrations that have a resource type of their own, and the configuration would contain those twice. " +
			"Remove `all_slugs` to get the resources of the others. For an overview, remove `include_resource` from the block, " +
			"and run `terraform query` without `-generate-config-out`."}
}

// UnknownList is the error of a list resource that the provider does not have.
func UnknownList(typeName string) Text {
	return Text{"Unknown list resource", "The provider has no list resource `" + typeName + "`."}
}
