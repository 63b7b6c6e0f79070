package message

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Causes of messages that many resources can have in common. A cause is the summary
// of all messages with it, whatever integration and owner they are about. A cause
// that ends with a space is followed by a name. The first paragraph of the detail,
// one sentence, says what the message is about.
const (
	TokenRefused       = "GitLab does not accept the token"
	ScopeMissing       = "The token lacks a scope or permission"
	UserBlocked        = "The user of the token is blocked"
	ProjectForbidden   = "GitLab does not permit this in the project"
	GroupForbidden     = "GitLab does not permit this in the group"
	RateLimited        = "GitLab's rate limit is exceeded"
	OutOfService       = "GitLab, or a proxy in front of it, is unavailable"
	GitLabFailed       = "GitLab failed with an internal error"
	NotReached         = "GitLab cannot be reached"
	AnswerLost         = "GitLab's answer did not arrive"
	AnsweredElsewhere  = "The answer is not from GitLab's API"
	PathAltered        = "The path does not reach GitLab"
	ProjectNotFound    = "GitLab did not find the project"
	GroupNotFound      = "GitLab did not find the group"
	ProjectMoved       = "The project has moved"
	GroupsUnsupported  = "This GitLab has no integrations of groups"
	ListUnsupported    = "This GitLab has no list of integrations"
	UnknownIntegration = "This GitLab does not have the integration "

	providerFailed        = "The provider has failed"
	providerNotConfigured = "The provider is not configured yet"
	ownerChangeUnknown    = "Cannot determine whether this is another "
	projectGone           = "A project is gone"
	groupGone             = "A group is gone"
	integrationNotEnded   = "An integration stays active"
	changedOutside        = "An integration was changed outside Terraform"
	notConfirmed          = "This GitLab did not confirm every setting of "
	copiedLater           = "A group inherits settings only after the next change above"
	inheritedStaysActive  = "An integration stays active where it is inherited"
	enabledAgain          = "An integration can become active again"
	notRestorable         = "An integration can only be restored by hand"
	alreadyActive         = "An integration is already active"
	secretLacking         = "A change lacks the secret "
	policyEnds            = "A destroy does not change GitLab"
)

var causes = []string{
	TokenRefused, ScopeMissing, UserBlocked, ProjectForbidden, GroupForbidden, RateLimited, OutOfService, GitLabFailed, NotReached, AnswerLost,
	AnsweredElsewhere, PathAltered, ProjectNotFound, GroupNotFound, ProjectMoved, GroupsUnsupported, ListUnsupported, UnknownIntegration,
	providerFailed, providerNotConfigured, ownerChangeUnknown, projectGone, groupGone, integrationNotEnded, changedOutside, notConfirmed, copiedLater, inheritedStaysActive,
	enabledAgain, notRestorable, alreadyActive, secretLacking, policyEnds,
}

// IsCause reports whether a summary is one of the causes.
func IsCause(summary string) bool {
	for _, cause := range causes {
		if summary == cause || strings.HasSuffix(cause, " ") && strings.HasPrefix(summary, cause) {
			return true
		}
	}
	return false
}

// ofCause returns a message with a cause.
func ofCause(cause, about string, paragraphs ...string) Text {
	return Text{cause, Paragraphs(append([]string{about + "."}, paragraphs...)...)}
}

// About is the first paragraph of the detail, which says what a message of a cause
// is about.
func (t Text) About() string {
	about, _, _ := strings.Cut(t.Detail, "\n\n")
	return about
}

// Repeated returns the short form of an error whose cause another error has
// explained: its subject, and where the explanation is.
func (t Text) Repeated() Text {
	return Text{strings.TrimSuffix(t.About(), "."), `The reason is the same as in the error "` + t.Summary + `".`}
}

// More returns the second and last warning of a cause.
func (t Text) More() Text {
	return Text{"More of the same: " + t.Summary, t.About() +
		" No more warnings of this kind follow in this run: the provider's log has them all (with the environment variable TF_LOG_PROVIDER=WARN)."}
}

// Failed returns the error of a task, such as "Cannot list the integrations of
// project acme/web".
func Failed(task string, err error) Text {
	if cause := CauseOf(err); cause != "" {
		return ofCause(cause, task, Describe(err), Advice(err))
	}
	return Text{task, Explain(err)}
}

// CauseOf returns the cause of an error of the client that other requests are likely
// to have in common; "" if there is none.
func CauseOf(err error) string {
	if refused := new(client.Error); errors.As(err, &refused) {
		return causeOfAnswer(refused)
	}
	switch client.FailureOf(err) {
	case client.UnknownFailure, client.Canceled:
		return ""
	case client.Timeout, client.LostConnection, client.LargeAnswer:
		return AnswerLost
	default:
		return NotReached
	}
}

// causeOfAnswer distinguishes the same cases as adviceOnAnswer.
func causeOfAnswer(e *client.Error) string {
	switch {
	case e.Status == http.StatusProxyAuthRequired:
		return NotReached
	case e.Status == http.StatusTooManyRequests:
		return RateLimited
	case e.Status == http.StatusInternalServerError:
		return GitLabFailed
	case e.Status > http.StatusInternalServerError || e.Status == http.StatusRequestTimeout:
		return OutOfService
	}
	switch e.Origin {
	case client.FromAPI:
		return causeOfRefusal(e)
	case client.FromOldGitLab:
		return GroupsUnsupported
	case client.FromBeforeList:
		return ListUnsupported
	case client.FromAlteredPath:
		return PathAltered
	case client.FromElsewhere:
		if e.Status == http.StatusBadRequest {
			return "" // A value can be the cause.
		}
	}
	return AnsweredElsewhere
}

// causeOfRefusal returns the cause of a refusal by GitLab's API.
func causeOfRefusal(e *client.Error) string {
	switch {
	case client.IsTokenRefused(e):
		return TokenRefused
	case client.IsMoved(e):
		return ProjectMoved
	case e.Message == "404 Group Not Found":
		return GroupNotFound
	case client.IsOwnerNotFound(e):
		return ProjectNotFound
	case e.Status != http.StatusForbidden:
		return ""
	case strings.HasPrefix(e.Message, "insufficient_"):
		return ScopeMissing
	case strings.Contains(e.Message, "account has been blocked"):
		return UserBlocked
	case strings.HasPrefix(e.Path, "groups/"):
		return GroupForbidden
	default:
		return ProjectForbidden
	}
}
