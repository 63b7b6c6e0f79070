package message

import (
	"fmt"
	"strings"
)

// forget is how Terraform lets go of an object without a request.
const forget = "To have Terraform forget a resource and leave GitLab as it is, use a `removed` block with `lifecycle { destroy = false }`, or `terraform state rm`."

// HandedOver warns that an integration was not switched off, because another
// resource of the same run has set it up. All such warnings share the summary.
func (s Subject) HandedOver() Text {
	return Text{"An integration belongs to another resource now",
		fmt.Sprintf("%s in %s was not switched off: another resource of this run has set it up. This resource only left the state.", s.Title, s.owner())}
}

// KeptByAnother warns that an integration was not switched off, because another
// resource in the state has it unchanged.
func (s Subject) KeptByAnother() Text {
	return Text{"An integration belongs to another resource now",
		fmt.Sprintf("%s in %s was not switched off: another resource in the state keeps it. This resource only left the state.", s.Title, s.owner())}
}

// HeldBack explains that an integration was not switched off, because a request
// of another resource that sets it up has failed. The names are the ones under
// which it was to be set up.
func (s Subject) HeldBack(names []string) string {
	return fmt.Sprintf("It was not switched off, because another resource of this run was to set up %s in %s (under the name %s), which failed or whose outcome is not known, "+
		"and GitLab has the same integration under both names or does not tell. It stays in the state: apply again once the other error is gone.",
		s.Title, s.owner(), alternatives(names, "or"))
}

// ChangedSince explains that an integration was not switched off, because
// somebody has changed it. The settings are those that are known to differ, by
// their names, and at is GitLab's time of the change.
func (s Subject) ChangedSince(settings []string, at string) string {
	what := "No setting that can be read differs from the state, so it may be a secret."
	if len(settings) > 0 {
		what = "These settings differ from the state: " + Names(settings) + "."
	}
	return Paragraphs(
		fmt.Sprintf("Somebody has changed the integration since it was planned to switch it off, at %s, so it was left on. %s", at, what),
		"The state has the change now: plan again, and look at it before you apply. "+forget)
}

// RowIsAnother explains that an integration was not switched off, because what
// GitLab has under the name is not what the state has.
func (s Subject) RowIsAnother() string {
	return Paragraphs(
		fmt.Sprintf("What GitLab has in %s now is not the integration in the state: it was made anew, or another %s has this name now. It was left as it is.", s.owner(), s.Owner.Kind),
		"The state has what is there now: plan again, and look at it before you apply. "+forget)
}

// AnotherRow warns that a path leads to another integration than before.
func (s Subject) AnotherRow() Text {
	return Text{fmt.Sprintf("%s may be another one than before", capital(s.owner())),
		fmt.Sprintf("GitLab has %s there under another number than the state: the integration was made anew, or another %s has this path now. "+
			"The path means what has it now. To follow the %[2]s wherever it goes, set `%[2]s` to its ID, which never changes.", s.Title, s.Owner.Kind)}
}

// TwoResources warns that another resource in the state means the same
// integration.
func (s Subject) TwoResources(other Subject) Text {
	return Text{"Two resources for one integration",
		fmt.Sprintf("The state has %s in %s twice%s. Each apply can undo what the other has set. Remove one of them from the configuration. %s",
			s.Title, s.owner(), s.alsoKnownAs(other), forget)}
}

// LeavesKeptRow warns of a destroy that does not switch off what another resource
// keeps.
func (s Subject) LeavesKeptRow(other Subject) Text {
	return Text{"Two resources for one integration",
		fmt.Sprintf("The state has %s in %s twice%s. The one that is to be destroyed only leaves the state, because the other one keeps the integration.",
			s.Title, s.owner(), s.alsoKnownAs(other))}
}

// KeepsLeftRow is the error that a destroy would disable what this resource keeps.
func (s Subject) KeepsLeftRow(other Subject) Text {
	return Text{"Two resources for one integration",
		fmt.Sprintf("The state has %s in %s twice%s, and one of them is to be destroyed, which would disable what the other one keeps. %s",
			s.Title, s.owner(), s.alsoKnownAs(other), forget)}
}

// SetUpAgain warns that an integration is set up again because the state has it
// twice.
func (s Subject) SetUpAgain() Text {
	return Text{fmt.Sprintf("%s in %s is set up again", s.Title, s.owner()),
		"The apply before could not destroy this resource, or another one for the same integration that is still in the state. " +
			"The integration is set up again, with the same settings, so that no destroy of another resource switches it off."}
}

// alsoKnownAs adds the other name of the owner and the other type, if they differ.
func (s Subject) alsoKnownAs(other Subject) string {
	var also []string
	if !strings.EqualFold(s.owner(), other.owner()) {
		also = append(also, "as "+other.owner())
	}
	if s.TypeName != other.TypeName {
		also = append(also, "in a resource of type `"+other.TypeName+"`")
	}
	if len(also) == 0 {
		return ""
	}
	return ", the second time " + strings.Join(also, " ")
}

// WrittenTwice warns that two resources of a run have set up the same
// integration. The settings are those that they have sent otherwise.
func (s Subject) WrittenTwice(settings []string) Text {
	outcome := "Both have sent the same."
	if len(settings) > 0 {
		outcome = "They have sent different values for " + Names(settings) + ", and the last one counts."
	}
	return Text{"Two resources for one integration",
		fmt.Sprintf("Another resource of this run has set up %s in %s too, perhaps under another name of the %s. %s Remove one of them from the configuration. %s",
			s.Title, s.owner(), s.Owner.Kind, outcome, forget)}
}

// FoundAfterLoss warns that an answer got lost, but the integration is there.
func (s Subject) FoundAfterLoss(err error) Text {
	return Text{fmt.Sprintf("%s in %s was set up, but the answer got lost", s.Title, s.owner()),
		Paragraphs(Describe(err), "GitLab has the integration with the settings as they are configured. Secrets cannot be read, so the next plan sends them again.")}
}

// UnreadAfterPut warns that the values that an integration inherits could not be
// read after it was set up.
func (s Subject) UnreadAfterPut(err error) Text {
	return Text{fmt.Sprintf("%s in %s was set up, but not read", s.Title, s.owner()),
		Paragraphs(Describe(err), "GitLab has taken the settings. The next plan reads what the integration inherits.")}
}

const (
	// NotSetUpAfterLoss says that a create whose answer got lost was not carried out.
	NotSetUpAfterLoss = "GitLab does not have the integration with the settings as they are configured, so nothing of it is in the state. The next apply sets it up."
	// UnknownAfterLoss says that nobody knows whether a create was carried out.
	UnknownAfterLoss = "Nobody knows whether GitLab has set up the integration, so it is in the state and marked as tainted. The next apply reads it, switches it off if it is there, and sets it up again."
)
