package message

import (
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// These messages are about the resources that keep integrations switched off. A Subject
// whose Slug is empty is about all integrations of its owner.

// lossOfSettings is what nobody can undo.
const lossOfSettings = "Switching off an integration clears its settings and secrets in GitLab, and nobody can bring them back."

// SwitchesOff warns of the integrations that an apply switches off and that the plan
// does not show otherwise.
func SwitchesOff(owner client.Owner, slugs []string, remedy string) Text {
	return Text{fmt.Sprintf("The apply switches off %s in %s", alternatives(slugs, "and"), owner), lossOfSettings + " " + remedy}
}

// What keeps an integration from being switched off.
const (
	// KeepByAllowing is the remedy where a list of integrations does not have it.
	KeepByAllowing = "To keep one, add it to `integrations`."
	// KeepByRemoving is the remedy where the resource is about this integration alone.
	KeepByRemoving = "To keep it, remove the resource."
)

// SwitchesOffSome warns that it is not known yet which of the active integrations an
// apply switches off.
func SwitchesOffSome(owner client.Owner, active []string) Text {
	return Text{fmt.Sprintf("The apply can switch off integrations in %s", owner),
		fmt.Sprintf("`integrations` is not known yet. Active now: %s. Those that it does not contain then are switched off. %s", Names(active), lossOfSettings)}
}

// OnAgainByInheritance warns that an integration that inherits will be switched off.
func (s Subject) OnAgainByInheritance() Text {
	return ofCause(switchedOnAgain, fmt.Sprintf("%s in %s can become active again", s.Title, s.owner()),
		"The integration inherits its settings, and GitLab keeps that link when it is switched off: the next time that the settings above are saved, GitLab enables it again. "+
			"The plan after that shows it. To keep it off, switch it off above first.")
}

// OnlyInGroup warns that a rule about a group does not reach what is below it.
func (s Subject) OnlyInGroup() Text {
	about := s.Title + " stays active where it is inherited from " + s.owner()
	if s.Slug == "" {
		about = "Integrations stay active where they are inherited from " + s.owner()
	}
	return ofCause(inheritedStaysOn, about,
		"The resource is about the group itself. Projects and subgroups that inherit an integration from the group keep it active, with the last settings, when it is switched off in the group. "+
			"Those with settings of their own keep it too. They need resources of their own: `gitlabintegrations_inventory` finds them.")
}

// WillStayOn warns that an apply cannot switch off an integration.
func (s Subject) WillStayOn() Text {
	return ofCause(integrationNotEnded, fmt.Sprintf("%s stays active in %s", s.Title, s.owner()), undeletable+" So the apply of this resource will fail.")
}

// CannotSwitchOff is the error of that apply.
func (s Subject) CannotSwitchOff() Text { return Text{s.Task("Cannot switch off"), undeletable} }

// undeletable explains an integration that GitLab's API cannot disable.
const undeletable = "GitLab's API cannot disable this integration: uninstall the app, or unlink the project or group in it. To let it be, add its slug to `integrations`, or remove the resource that demands that it is off."

// NotRestorableOnceOff warns that an apply switches off what only a person can
// install.
func (s Subject) NotRestorableOnceOff(install string) Text {
	return ofCause(notRestorable, s.Title+" in "+s.owner()+" cannot be set up again by Terraform",
		"The apply switches the integration off, and GitLab's API cannot create it, only change it once it is installed. To have it back: "+install)
}

// RuleEnds warns that the destroy of a rule leaves GitLab as it is.
func (s Subject) RuleEnds() Text {
	about := fmt.Sprintf("Terraform forgets that %s in %s is to be off", s.Title, s.owner())
	if s.Slug == "" {
		about = fmt.Sprintf("Terraform forgets which integrations %s may have", s.owner())
	}
	return ofCause(ruleEnds, about,
		"Nothing changes in GitLab: what is off stays off, and what is on stays on. From then on, Terraform does not notice what is switched on there.")
}

// Forbidden is the error of a resource that sets up what a rule forbids.
func (s Subject) Forbidden(rule Subject) Text { return s.conflict(rule) }

// Forbids is the error of a rule that forbids what other resources set up.
func Forbids(rule Subject, setUp []Subject) Text {
	text := setUp[0].conflict(rule)
	if more := len(setUp) - 1; more > 0 {
		names := make([]string, more)
		for i, other := range setUp[1:] {
			names[i] = other.Slug
		}
		text.Detail += "\n\nThe same is true of " + alternatives(names, "and") + "."
	}
	return text
}

func (s Subject) conflict(rule Subject) Text {
	which := fmt.Sprintf("`%s`", s.TypeName)
	demand := fmt.Sprintf("`%s` demands that it is off", rule.TypeName)
	remedy := "Remove one of the two resources."
	if rule.Slug == "" {
		demand = fmt.Sprintf("`%s` does not have `%s` in `integrations`, so it demands that it is off", rule.TypeName, s.Slug)
		remedy = fmt.Sprintf("Add `%s` to `integrations`, or remove one of the two resources.", s.Slug)
	}
	if !strings.EqualFold(rule.Owner.ID, s.Owner.ID) {
		demand += fmt.Sprintf(" (in %s, which is the same %s)", rule.Owner, rule.Owner.Kind)
	}
	return Text{fmt.Sprintf("%s in %s is to be on and off", s.Title, s.owner()),
		fmt.Sprintf("%s sets it up, and %s: each apply would undo what the other has done. %s", which, demand, remedy)}
}

// SetUpByThisRun explains that a rule has not switched off what another resource of
// the same run has set up.
func (s Subject) SetUpByThisRun() string {
	return "Another resource of this run manages the integration, perhaps under another name of the " + string(s.Owner.Kind) +
		", and this resource demands that it is off. It was left on. Remove one of the two resources, or allow the integration."
}

// ChangedInBetween explains that an integration was not switched off because it has
// changed since it was read, at a time of GitLab's.
func ChangedInBetween(at string) string {
	return fmt.Sprintf("Somebody has changed the integration just before it was to be switched off, at %s, so it was left on. Look at it, then plan and apply again.", at)
}

// StillOn is the remedy for an import of an integration that is to be off.
func (s Subject) StillOn() string {
	return fmt.Sprintf("%s is active in %s, so there is nothing to import. Without the import, an apply switches it off.", s.Title, s.owner())
}

// UnknownToCatalog warns of a slug that may be misspelt. Similar is the slug that is
// likely to be meant; "" for none.
func UnknownToCatalog(slug, similar string) Text {
	detail := fmt.Sprintf("This version of the provider does not know the integration `%s`. %sIf GitLab has it, ignore this warning.", slug, didYouMean(similar))
	return Text{"Unknown integration " + slug, detail}
}

// InvalidSlug says that a text cannot be a slug.
func InvalidSlug(attribute, slug, similar string) Text {
	return Text{"Invalid " + attribute, strings.TrimSpace(fmt.Sprintf(
		"`%s` takes the names of GitLab's API, which are lower-case words with dashes between them, such as `pipelines-email`; %q is none. %s", attribute, slug, didYouMean(similar)))}
}

func didYouMean(similar string) string {
	if similar == "" {
		return ""
	}
	return fmt.Sprintf("Did you mean `%s`? ", similar)
}

// NoneAllowed is the error of a rule with an empty list.
var NoneAllowed = Text{"No integration is allowed",
	"`integrations` is empty, so everything that is active would be switched off. If that is intended, set `allow_none = true`."}

// NothingToShow says why a failed read fails the plan of a new rule.
const NothingToShow = "The plan has to show what the apply would switch off, so it fails as long as GitLab does not tell what is active."
