package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/check"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/version"
)

// availability says where an integration exists.
func availability(i catalog.Integration) string {
	scopes := "projects and groups"
	switch {
	case !i.HasScope(catalog.Group):
		scopes = "projects"
	case !i.HasScope(catalog.Project):
		scopes = "groups"
	}
	return fmt.Sprintf("\n\n- **Scope**: %s\n- **Availability**: %s\n- **GitLab versions**: %s",
		scopes, cmp.Or(i.Availability, "Free, Premium and Ultimate"), cmp.Or(version.Range(i.Since, i.Until), "all"))
}

// limits describes what GitLab does not allow, and which settings depend on each
// other.
func limits(i catalog.Integration) string {
	var list []string
	if i.Exclusive != "" {
		list = append(list, fmt.Sprintf("A project can have only one active %s. GitLab refuses a second one until the first is disabled.", i.Exclusive))
	}
	for _, text := range []string{forgotten(i), longestHost(i)} {
		if text != "" {
			list = append(list, text)
		}
	}
	for _, rule := range i.Rules {
		list = append(list, fmt.Sprintf("If %s, %s. %s", condition(rule.If, "is", "is not"), condition(rule.Then, "must be", "must not be"), rule.Because))
	}
	return bullets("## Limits", list)
}

// forgotten says which changes make GitLab clear the secrets. GitLab clears none that the
// same request sets, so a secret that changes is not cleared itself.
func forgotten(i catalog.Integration) string {
	var addresses, keys, others []string
	for _, p := range i.Parameters {
		name := "`" + p.Name + "`"
		switch {
		case p.ExposesSecrets && p.Secret:
			keys = append(keys, name)
		case p.ExposesSecrets:
			addresses = append(addresses, name)
		case p.Secret:
			others = append(others, name)
		}
	}
	changed, cleared := addresses, slices.Concat(keys, others)
	if len(addresses) == 0 {
		changed, cleared = keys, others
	}
	if len(changed) == 0 || len(cleared) == 0 {
		return ""
	}
	return fmt.Sprintf("If %s changes, GitLab clears %s. The provider therefore sends the secrets with every change.",
		strings.Join(changed, " or "), strings.Join(cleared, " and "))
}

// longestHost limits the hosts of addresses.
func longestHost(i catalog.Integration) string {
	var names []string
	for _, p := range i.Parameters {
		if p.IsURL() {
			names = append(names, "`"+p.Name+"`")
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("The host in %s can have at most %d bytes.", strings.Join(names, " or "), check.MaximumHost)
}

// condition describes a condition with a verb such as "is", and its negation.
func condition(c catalog.Condition, verb, negation string) string {
	switch {
	case c.Set == nil:
		return fmt.Sprintf("`%s` %s `%v`", c.Parameter, verb, c.Equals)
	case *c.Set:
		return fmt.Sprintf("`%s` %s set", c.Parameter, verb)
	default:
		return fmt.Sprintf("`%s` %s set", c.Parameter, negation)
	}
}

// ignored lists the documented settings that the provider does not have.
func ignored(i catalog.Integration) string {
	var list []string
	for _, setting := range i.Ignored {
		list = append(list, fmt.Sprintf("`%s`: %s", setting.Name, setting.Reason))
	}
	for _, name := range slices.Sorted(slices.Values(i.UnusableEvents)) {
		list = append(list, fmt.Sprintf("`%s`: GitLab's API accepts it and does not store it.", name))
	}
	return bullets("## Settings that the provider does not have\n\nGitLab's documentation or API lists these settings.", list)
}

// bullets is a heading with a list; empty for an empty list.
func bullets(heading string, list []string) string {
	if len(list) == 0 {
		return ""
	}
	return "\n\n" + heading + "\n\n- " + strings.Join(list, "\n- ")
}

// destroy says what destroying the resource does in GitLab (internal/testutil/recordings:
// "get after delete").
func destroy(i catalog.Integration) string {
	if i.Undeletable {
		return "\n\n## Destroy\n\nGitLab's API cannot disable the integration, so destroying the resource only removes it from the state."
	}
	text := "\n\n## Destroy\n\nDestroying the resource disables the integration. GitLab then clears its secrets and all its settings but the event flags, and they cannot be restored."
	if i.Install != "" {
		text += " Terraform cannot set up the integration again: the app must be installed again."
	}
	if i.HasScope(catalog.Group) {
		text += " If it is destroyed in a group, it stays active in the projects and subgroups that inherit it. See the guide [Groups and inheritance](../guides/groups.md)."
	}
	return text + "\n\nTo stop managing the integration and leave it active, remove the resource from the state: " +
		"with a [`removed` block](https://developer.hashicorp.com/terraform/language/state/remove) that has `destroy = false`, or with `terraform state rm`."
}
