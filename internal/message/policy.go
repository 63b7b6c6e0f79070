package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// These messages are about policies: gitlabintegrations_disabled, and
// gitlabintegrations_exclusive, whose Subject has no slug.

// lossOfSettings is the effect of a DELETE on the settings.
const lossOfSettings = "GitLab clears the settings and secrets of an integration when it is disabled, and they cannot be restored."

// Disables warns of active integrations that an apply disables and that the plan does not
// show otherwise. The remedy says how to keep one.
func Disables(owner client.Owner, slugs []string, remedy string) Text {
	return Text{fmt.Sprintf("The apply disables %s in %s", alternatives(slugs, "and"), owner), lossOfSettings + " " + remedy}
}

// Remedies for Disables.
const (
	// KeepByAllowing is that of gitlabintegrations_exclusive.
	KeepByAllowing = "To keep one, add it to `integrations`."
	// KeepByRemoving is that of gitlabintegrations_disabled.
	KeepByRemoving = "To keep the integration, remove the resource."
)

// MayDisable warns that it is not known yet which of the active integrations an apply
// disables.
func MayDisable(owner client.Owner, active []string) Text {
	return Text{fmt.Sprintf("The apply can disable integrations in %s", owner),
		fmt.Sprintf("`integrations` is not known yet. Active now: %s. The apply disables those that `integrations` does not contain then. %s", Names(active), lossOfSettings)}
}

// NothingToShow says why a failed read fails the plan of a new policy.
const NothingToShow = "The plan has to show what the apply would disable, so it fails as long as GitLab does not return what is active."

// EnabledByInheritance warns that an integration that inherits will be disabled.
func (s Subject) EnabledByInheritance() Text {
	return ofCause(enabledAgain, fmt.Sprintf("%s in %s can become active again", s.Title, s.owner()),
		"The integration inherits its settings, and GitLab keeps the link when it is disabled: the next time that the settings above are saved, GitLab enables it again. "+
			"The plan after that shows it. To disable it permanently, disable it above first.")
}

// OnlyInGroup warns that a policy of a group does not concern what is below it.
func (s Subject) OnlyInGroup() Text {
	about := s.Title + " stays active where it is inherited from " + s.owner()
	if s.Slug == "" {
		about = "Integrations stay active where they are inherited from " + s.owner()
	}
	return ofCause(inheritedStaysActive, about,
		"The resource concerns the group itself. Projects and subgroups that inherit an integration from the group keep it active, with the last settings, when it is disabled in the group. "+
			"Those with settings of their own keep it too. They need resources of their own: the data source `gitlabintegrations_inventory` finds them.")
}

// Reasons for WillStayActive and CannotDisable.
const (
	// OnlyByTheApp is about an integration that only its app can disable.
	OnlyByTheApp = "GitLab's API cannot disable this integration. Uninstall the app, or unlink the project or group in it."
	// OnlyInherited is about a project with an integration that only groups can set up.
	OnlyInherited = "The project inherits this integration from a group, and GitLab's API cannot change or disable it in a project. It stays active there even if the group disables it."
)

// WillStayActive warns that an apply cannot disable an integration.
func (s Subject) WillStayActive(reason string) Text {
	return ofCause(integrationNotEnded, fmt.Sprintf("%s stays active in %s", s.Title, s.owner()), reason+" "+allowIt+" Otherwise the apply of this resource fails.")
}

// CannotDisable is the error of that apply.
func (s Subject) CannotDisable(reason string) Text {
	return Text{s.Task("Cannot disable"), reason + " " + allowIt}
}

// allowIt says how a policy permits an integration.
const allowIt = "To allow the integration, add it to `integrations` of `gitlabintegrations_exclusive`, or remove the resource `gitlabintegrations_disabled`."

// NotRestorableOnceDisabled warns that an apply disables what only an app can create.
func (s Subject) NotRestorableOnceDisabled(install string) Text {
	return ofCause(notRestorable, s.Title+" in "+s.owner()+" cannot be set up again by Terraform",
		"The apply disables the integration, and GitLab's API cannot create it, only change it once it is installed. To restore it: "+install)
}

// PolicyEnds warns that the destroy of a policy changes nothing in GitLab.
func (s Subject) PolicyEnds() Text {
	about := fmt.Sprintf("Terraform no longer keeps %s disabled in %s", s.Title, s.owner())
	if s.Slug == "" {
		about = "Terraform no longer disables integrations in " + s.owner()
	}
	return ofCause(policyEnds, about,
		"The destroy changes nothing in GitLab: what is disabled stays disabled, and what is active stays active. Later changes there are not detected.")
}

// Forbidden is the error of a resource that sets up what a policy forbids.
func (s Subject) Forbidden(policy Subject) Text {
	demand := fmt.Sprintf("`%s` keeps it disabled", policy.TypeName)
	remedy := "Remove one of the two resources."
	if policy.Slug == "" {
		demand = fmt.Sprintf("`%s` disables it, because `integrations` does not contain `%s`", policy.TypeName, s.Slug)
		remedy = fmt.Sprintf("Add `%s` to `integrations`, or remove one of the two resources.", s.Slug)
	}
	if !strings.EqualFold(policy.Owner.ID, s.Owner.ID) {
		demand += fmt.Sprintf(" (in %s, which is the same %s)", policy.Owner, policy.Owner.Kind)
	}
	return Text{fmt.Sprintf("%s in %s is both set up and disabled", s.Title, s.owner()),
		fmt.Sprintf("`%s` sets it up, and %s. The apply of each resource would undo that of the other. %s", s.TypeName, demand, remedy)}
}

// Forbids is the error of a policy that forbids what other resources set up.
func Forbids(policy Subject, setUp []Subject) Text {
	text := setUp[0].Forbidden(policy)
	if len(setUp) > 1 {
		slugs := make([]string, len(setUp)-1)
		for i, other := range setUp[1:] {
			slugs[i] = other.Slug
		}
		text.Detail += "\n\nThe same is true of " + alternatives(slugs, "and") + "."
	}
	return text
}

// TwoPolicies warns of two gitlabintegrations_exclusive of one owner with different sets. Both
// are the integrations that the two allow.
func (s Subject) TwoPolicies(other Subject, both []string) Text {
	rest := "No integration"
	if len(both) > 0 {
		rest = "Only " + alternatives(both, "and")
	}
	return Text{fmt.Sprintf("Two resources for the integrations of one %s", s.Owner.Kind),
		fmt.Sprintf("The configuration has `%s` for %s twice%s, with different `integrations`, and each of the two disables what it does not allow. "+
			"%s can stay active. Remove one of the two resources.", s.TypeName, s.Owner, s.alsoKnownAs(other), rest)}
}

// ManagedInThisRun explains that a policy has not disabled what another resource of the
// run manages.
func (s Subject) ManagedInThisRun() string {
	return fmt.Sprintf("Another resource of this run manages the integration, possibly under another name of the %s, so it was not disabled. "+
		"Remove one of the two resources, or allow the integration.", s.Owner.Kind)
}

// ChangedInBetween explains that an integration was not disabled, because it was changed
// after it was read, at a time of GitLab's.
func ChangedInBetween(at string) string {
	return fmt.Sprintf("The integration was changed at %s, while this apply was running, so it was not disabled. Look at the change, then plan and apply again.", at)
}

// StillActive explains that an integration cannot be imported as disabled.
func (s Subject) StillActive() string {
	return fmt.Sprintf("%s is active in %s. Only an integration that is not active can be imported. Without the import, an apply disables it.", s.Title, s.owner())
}

// UnknownIntegrationName warns of a slug that the provider does not know. Similar is the
// slug that is likely to be meant; "" for none.
func UnknownIntegrationName(slug, similar string) Text {
	return Text{"Unknown integration", strings.Join(nonEmpty(fmt.Sprintf("This version of the provider knows no integration %q.", slug),
		didYouMean(similar), "If the name is right, GitLab may be newer than the provider: ignore the warning."), " ")}
}

// InvalidIntegrationName is the error of a text that cannot be a slug.
func InvalidIntegrationName(attribute, slug, similar string) Text {
	return Text{"Invalid " + attribute, strings.Join(nonEmpty(fmt.Sprintf("%q cannot be the name of an integration.", slug), didYouMean(similar),
		"Names in GitLab's API consist of lower-case words with dashes between them, such as `pipelines-email`."), " ")}
}

func didYouMean(similar string) string {
	if similar == "" {
		return ""
	}
	return fmt.Sprintf("Did you mean `%s`?", similar)
}

func nonEmpty(texts ...string) (list []string) {
	for _, text := range texts {
		if text != "" {
			list = append(list, text)
		}
	}
	return list
}

// NoneAllowed is the error of a policy that allows nothing by mistake.
var NoneAllowed = Text{"No integration is allowed",
	"`integrations` is empty, so an apply would disable every active integration. If that is intended, set `allow_none = true`."}
