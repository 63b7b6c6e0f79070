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
