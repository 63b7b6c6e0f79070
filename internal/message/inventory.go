package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// mostNamed is the number of projects and groups that a warning names.
const mostNamed = 5

// IncompleteInventory warns of projects and groups whose integrations cannot be read.
func IncompleteInventory(unreadable []client.Owner) Text {
	named := []string{}
	for _, owner := range unreadable[:min(mostNamed, len(unreadable))] {
		named = append(named, fmt.Sprintf("- %s `%s`", owner.Kind, owner.ID))
	}
	if more := len(unreadable) - len(named); more > 0 {
		named = append(named, fmt.Sprintf("- and %d more.", more))
	}
	return Text{"The inventory is not complete", fmt.Sprintf(
		"The integrations of %d projects and groups cannot be read:\n\n%s\n\nThe attribute `unreadable` lists them all, each with the reason. "+
			"The user of the `token` needs the role Maintainer in a project, and Owner in a group.",
		len(unreadable), strings.Join(named, "\n"))}
}

// NoSlugs is the error of an empty list of slugs, which would list nothing.
func NoSlugs() Text {
	return Text{"Invalid slugs", "`slugs` must not be empty. Leave it out to list all integrations."}
}

// ConflictingSlugs is the error of a list of slugs beside a list of others.
func ConflictingSlugs() Text {
	return Text{"Conflicting exclude_slugs", "`slugs` says which integrations are listed, and `exclude_slugs` says which are not. Remove one of the two."}
}

// InvalidSlugs is the error of a list with a slug that no integration can have.
func InvalidSlugs(attribute, slug string) Text {
	return Text{"Invalid " + attribute, fmt.Sprintf("`%s` must be names such as `pipelines-email`, in lower case and with dashes; one is %q.", attribute, slug)}
}

// UnknownSlug warns of a slug that the provider does not have, and GitLab may have. The
// effect is what the data source does with it: "lists" or "leaves out".
func UnknownSlug(slug, effect string) Text {
	return Text{"Unknown integration", fmt.Sprintf("This version of the provider knows no integration %q. Check the spelling. If it is right, the data source %s the integration where GitLab has it.", slug, effect)}
}
