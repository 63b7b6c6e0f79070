package message

import (
	"fmt"
	"strings"
)

// forget is how to remove a resource from the state without a request.
const forget = "To remove a resource from the state and leave GitLab as it is, use a `removed` block with `lifecycle { destroy = false }`, or `terraform state rm`."

// HandedOver warns that an integration was not disabled, because another
// resource of the same run has set it up. All such warnings share the summary.
func (s Subject) HandedOver() Text {
	return Text{"An integration belongs to another resource now",
		fmt.Sprintf("%s in %s was not disabled: another resource of this run has set it up. This resource was only removed from the state.", s.Title, s.owner())}
}

// KeptByAnother warns that an integration was not disabled, because another resource
// in the state manages it.
func (s Subject) KeptByAnother() Text {
	return Text{"An integration belongs to another resource now",
		fmt.Sprintf("%s in %s was not disabled: another resource in the state manages it. This resource was only removed from the state.", s.Title, s.owner())}
}

// HeldBack explains that an integration was not disabled, because the request of
// another resource that sets it up has failed. The names are those of the owner in
// that request.
func (s Subject) HeldBack(names []string) string {
	return fmt.Sprintf("The integration was not disabled, because another resource of this run was to set up %s in %s (under the name %s). Its request failed or has an unknown outcome, "+
		"and both names are those of the same integration, or GitLab does not say whether they are. The integration stays in the state: apply again once the other error is resolved.",
		s.Title, s.owner(), alternatives(names, "or"))
}

// ChangedSince explains that an integration was not disabled, because it was changed
// after the plan. The settings are the names of those that are known to differ, and
// at is the time of the change in GitLab.
func (s Subject) ChangedSince(settings []string, at string) string {
	what := "No setting that can be read differs from the state, so it may be a secret."
	if len(settings) > 0 {
		what = "These settings differ from the state: " + Names(settings) + "."
	}
	return Paragraphs(
		fmt.Sprintf("The integration was changed at %s, after its destruction was planned, so it was not disabled. %s", at, what),
		"The state has the change now: plan again, and review the change before you apply. "+forget)
}

// RowIsAnother explains that an integration was not disabled, because GitLab has
// another integration under the name than the state.
func (s Subject) RowIsAnother() string {
	return Paragraphs(
		fmt.Sprintf("What GitLab has in %s now is not the integration in the state: the integration was created again, or another %s has this name now. It was not changed.", s.owner(), s.Owner.Kind),
		"The state has the new integration now: plan again, and review it before you apply. "+forget)
}

// AnotherRow warns that a path leads to another integration than before.
func (s Subject) AnotherRow() Text {
	return Text{fmt.Sprintf("%s may be another one than before", capital(s.owner())),
		fmt.Sprintf("GitLab has %s there under another ID than the state: the integration was created again, or another %s has this path now. "+
			"The resource manages what has the path now. To manage the same %[2]s even if its path changes, set `%[2]s` to its ID, which never changes.", s.Title, s.Owner.Kind)}
}

// TwoResources warns that another resource in the state manages the same integration.
func (s Subject) TwoResources(other Subject) Text {
	return s.twice(other, ". Each of the two can overwrite what the other one has set. Remove one of them from the configuration. "+forget)
}

// LeavesKeptRow warns of a destroy that does not disable an integration, because
// another resource manages it.
func (s Subject) LeavesKeptRow(other Subject) Text {
	return s.twice(other, ". The one that is to be destroyed is only removed from the state, because the other one still manages the integration.")
}

// ReplacesKeptRow is the error that a replacement without a refresh could disable what
// another resource keeps.
func (s Subject) ReplacesKeptRow(other Subject) Text {
	return s.twice(other, ", and one of them is to be replaced, which could disable the integration that the other one still manages. Plan without `-refresh=false`. "+forget)
}

// KeepsLeftRow is the error of a destroy that would disable what this resource
// manages.
func (s Subject) KeepsLeftRow(other Subject) Text {
	return s.twice(other, ", and one of them is to be destroyed, which would disable the integration that the other one still manages. "+forget)
}

// twice says that the state has two resources for one integration, and what follows
// from that.
func (s Subject) twice(other Subject, consequence string) Text {
	return Text{"Two resources for one integration",
		fmt.Sprintf("The state has %s in %s twice%s%s", s.Title, s.owner(), s.alsoKnownAs(other), consequence)}
}

// SetUpAgain warns that an integration is set up again, because another resource in the
// state may manage it.
func (s Subject) SetUpAgain() Text {
	return Text{fmt.Sprintf("%s in %s is set up again", s.Title, s.owner()),
		"The state has, or had, another resource for the same integration, and this apply may destroy it. " +
			"The integration is set up again, with the same settings, so that no destroy of another resource disables it."}
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

// WrittenTwice warns that two resources of a run have set up the same integration.
// The settings are those for which they have sent different values.
func (s Subject) WrittenTwice(settings []string) Text {
	outcome := "Both have sent the same values."
	if len(settings) > 0 {
		outcome = "They have sent different values for " + Names(settings) + ", and the last request counts."
	}
	return Text{"Two resources for one integration",
		fmt.Sprintf("Another resource of this run has set up %s in %s too, perhaps under another name of the %s. %s Remove one of them from the configuration. %s",
			s.Title, s.owner(), s.Owner.Kind, outcome, forget)}
}

// FoundAfterLoss warns that the answer to a create was lost, but GitLab has the
// integration.
func (s Subject) FoundAfterLoss(err error) Text {
	return Text{fmt.Sprintf("%s in %s was set up, but GitLab's answer was lost", s.Title, s.owner()),
		Paragraphs(Describe(err), "GitLab has the integration with the configured settings. Secrets cannot be read, so the next plan sends them again.")}
}

// UnreadAfterPut warns that inherited values could not be read after an integration
// was set up.
func (s Subject) UnreadAfterPut(err error) Text {
	return Text{fmt.Sprintf("%s in %s was set up, but not read", s.Title, s.owner()),
		Paragraphs(Describe(err), "GitLab accepted the settings. The next plan reads what the integration inherits.")}
}

const (
	// NotSetUpAfterLoss says that a create whose answer was lost was not carried out.
	NotSetUpAfterLoss = "GitLab does not have the integration with the configured settings, so the resource is not in the state. The next apply sets the integration up."
	// PagesOnly says that HTML pages answered a create and the request that looked for
	// the integration.
	PagesOnly = "The request that looked for the integration was answered by an HTML page too, so this is probably not the address of GitLab's API. The resource is not in the state. The next apply sets the integration up."
	// UnknownAfterLoss says that it is not known whether a create was carried out.
	UnknownAfterLoss = "It is not known whether GitLab has set up the integration, so the resource is in the state and marked as tainted. The next apply disables the integration if it is active, and sets it up again."
)
