package message

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Advice returns the remedy for an error of the client that is not specific to an
// integration: sign-in, permissions, addresses and the network. It is "" if there is
// no remedy.
func Advice(err error) string {
	if refused := new(client.Error); errors.As(err, &refused) {
		return adviceOnAnswer(refused)
	}
	advice := networkAdvice[client.FailureOf(err)]
	if lost := new(client.RequestError); errors.As(err, &lost) {
		return nameProxy(advice, lost.Proxy)
	}
	return advice
}

// nameProxy puts the address of the proxy into the advice on it; "" if it is not known.
func nameProxy(advice, address string) string {
	if about, found := strings.CutPrefix(advice, "The proxy "); found && address != "" {
		return "The proxy " + address + " " + about
	}
	return advice
}

// adviceOnAnswer depends on the origin of the answer and on its status.
func adviceOnAnswer(e *client.Error) string {
	switch {
	case e.Status == http.StatusProxyAuthRequired:
		return nameProxy(proxySignIn, e.Proxy)
	case e.Status == http.StatusTooManyRequests:
		return adviceOnLimit
	case e.Status >= http.StatusInternalServerError || e.Status == http.StatusRequestTimeout:
		return adviceOnFailure(e)
	}
	switch e.Origin {
	case client.FromAPI:
		return adviceOnRefusal(e)
	case client.FromOldGitLab:
		return "Integrations of groups need GitLab 17.9 or later. Set the integration up in the projects, with `project` instead of `group`. " + checkBaseURL(e)
	case client.FromBeforeList:
		return "Upgrade GitLab, or name each integration: its own data source reads it, and `gitlabintegrations_disabled` keeps it disabled."
	case client.FromAlteredPath:
		return adviceOnPath(e)
	case client.FromRedirect:
		return "Set `base_url` to the address that GitLab itself uses, with https:// if GitLab uses HTTPS" + destination(e) + ". " +
			"If the project has moved, set `project` to its new path."
	case client.FromWebsite:
		if strings.Contains(e.Message, "SSL certificate") {
			return clientCertificate
		}
	case client.FromElsewhere:
		if e.Status == http.StatusBadRequest && e.Message == "Bad Request" {
			return "GitLab answers like this if a value contains a null byte (`\\u0000`) or is not valid UTF-8: remove it from the value. " +
				"A proxy in front of GitLab can give the same answer."
		}
	}
	return checkBaseURL(e) + " A proxy or a sign-in page in front of GitLab may have answered instead: see the environment variables HTTPS_PROXY and NO_PROXY."
}

// adviceOnLimit is the remedy for a refusal by the rate limit.
const adviceOnLimit = "GitLab, or a proxy in front of it, allows fewer requests than were sent. " +
	"All jobs whose tokens belong to the same user share one limit: run this again after the others have finished, with a lower `-parallelism` or with a larger `max_wait`, " +
	"or have GitLab's administrator raise the limit of API requests."

func checkBaseURL(e *client.Error) string {
	return "Check that `base_url` is the address of GitLab" + destination(e) + "."
}

func destination(e *client.Error) string {
	if e.Base == "" {
		return ""
	}
	return " (requests go to " + e.Base + ")"
}

// adviceOnFailure is the remedy for a server error.
func adviceOnFailure(e *client.Error) string {
	const failure = "GitLab, or a proxy in front of it, is overloaded, restarting or under maintenance. Run this again later"
	switch {
	case e.Status == http.StatusInternalServerError:
	case e.IsTemporary():
		return failure + ", or let the provider wait longer, with larger `retries` and `max_wait`."
	default:
		return failure + "."
	}
	advice := "GitLab may have stored the change nevertheless; the next plan shows whether it did. If this happens again, ask GitLab's administrator to look for the reason in the logs"
	if e.RequestID != "" {
		advice += " by the request ID"
	}
	return advice + "."
}

// adviceOnRefusal is the remedy for a refusal of GitLab's API.
func adviceOnRefusal(e *client.Error) string {
	switch e.Status {
	case http.StatusBadRequest:
		return adviceOnBadRequest(e)
	case http.StatusUnauthorized:
		return adviceOnSignIn(e)
	case http.StatusForbidden:
		return adviceOnPermission(e)
	case http.StatusNotFound:
		return adviceOnOwner(e)
	case http.StatusMethodNotAllowed:
		if client.IsMoved(e) {
			return adviceOnMove(e)
		}
	case http.StatusConflict:
		return "Another change of the same project or group is in progress. Run this again."
	case http.StatusPreconditionFailed:
		return "GitLab gives this answer only if a request has conditions: remove headers such as If-Unmodified-Since from `headers`."
	case http.StatusUnsupportedMediaType:
		return "The provider sends JSON, as the header Content-Type says. A proxy between the provider and GitLab has changed or removed that header: " +
			"configure it to forward the header unchanged, or bypass it for GitLab (see the environment variable NO_PROXY)."
	}
	return ""
}

// adviceOnBadRequest is the remedy for a request that GitLab could not read, or that
// conflicted with another one.
func adviceOnBadRequest(e *client.Error) string {
	switch {
	case e.Message == "Invalid JSON format":
		return "What GitLab received is not the JSON that the provider sent. A proxy between the provider and GitLab has cut off or changed the body of the request: " +
			"configure it to forward bodies unchanged, or bypass it for GitLab (see the environment variable NO_PROXY)."
	case e.IsSimultaneous():
		return "Two requests set up this integration at the same moment, and GitLab accepted only the other one. " +
			"Run this again. If this happens again, check whether two resources, or two runs, manage the same integration of the same project or group."
	}
	return ""
}

// adviceOnMove is the remedy for a project that has moved. A destroy uses the path in
// the state, so the new path must be applied first.
func adviceOnMove(e *client.Error) string {
	const advice = "The project has moved. Under its old path it can still be read, but not changed. Set `project` to its new path, or to its ID, which never changes"
	if e.Method == http.MethodDelete {
		return advice + ", and apply that first. Or remove the resource from the state with `terraform state rm`."
	}
	return advice + "."
}

func adviceOnSignIn(e *client.Error) string {
	if strings.HasPrefix(e.Message, "dpop_error") {
		return "The user of the `token` requires signed requests (DPoP), which this provider does not send. Use a token of another user, such as a project's, group's or service account's."
	}
	demands := " must be complete, belong to this GitLab" + destination(e) + ", and be neither expired nor revoked. It needs the scope `api`; `read_api` suffices only for reading."
	check := "Check the `token` (or the environment variable GITLAB_TOKEN): it" + demands
	switch {
	case e.TokenType == client.TokenBearer:
		return check + " An OAuth token expires after two hours: request a new one before each run."
	case e.OAuthToken:
		return "The `token` (or the environment variable GITLAB_TOKEN) looks like an OAuth token, and was sent as an access token. " +
			"Set `token_type = \"bearer\"`, or the environment variable GITLAB_TOKEN_TYPE=bearer. An access token" + demands
	}
	return check + " GitLab does not accept the token of a CI job (CI_JOB_TOKEN). An OAuth token needs `token_type = \"bearer\"`."
}

// adviceOnPath is the remedy if the path of a project or group does not reach GitLab.
func adviceOnPath(e *client.Error) string {
	kind, _, _ := strings.Cut(e.Path, "s/")
	return "This does not mean that the " + kind + " is gone: its path did not reach GitLab unchanged. GitLab's API answers requests with an ID, but not those with a path, " +
		"in which a slash is sent as `%2F`" + destination(e) + ". A web server or proxy in front of GitLab decodes `%2F`, escapes it again, or refuses it.\n\n" +
		"Set `" + kind + "` to the ID, which GitLab shows under Settings > General. If the resource is already in the state, apply that change with `-refresh=false`. " +
		"Or configure the server to forward paths unchanged: Apache with `AllowEncodedSlashes NoDecode` and `nocanon`, nginx with a `proxy_pass` that has no path after the host, not even `/`."
}

func adviceOnPermission(e *client.Error) string {
	switch {
	case strings.HasPrefix(e.Message, "insufficient_scope"):
		return "Use a `token` with the scope `api`; `read_api` suffices only for reading."
	case strings.HasPrefix(e.Message, "insufficient_granular_scope"):
		return "The `token` has fine-grained permissions: it needs those to read, update and delete integrations there."
	case strings.Contains(e.Message, "account has been blocked"):
		return "An administrator of GitLab has blocked the user of the `token`. Have that user unblocked, or use a token of another user."
	case strings.HasPrefix(e.Path, "groups/"):
		return "The user of the `token` must have the role Owner in this group. The integrations of an archived group cannot be changed, and GitLab may allow requests from certain IP addresses only."
	}
	return "The user of the `token` must have the role Maintainer or Owner in this project. GitLab may also allow requests from certain IP addresses only."
}

// adviceOnOwner is the remedy for a project or group that is not found. GitLab does
// not redirect the old path of a group (recorded of GitLab 18.9).
func adviceOnOwner(e *client.Error) string {
	const sameAnswer = " GitLab gives the same answer if it was deleted, or if the user of the `token` is not allowed to see it: in that case, make that user a member with the role "
	switch e.Message {
	case "404 Project Not Found":
		return "Check the spelling of `project`: it is the full path (such as `acme/web`, not `web` alone) or the ID." + sameAnswer + "Maintainer."
	case "404 Group Not Found":
		return "Check the spelling of `group`: it is the full path (such as `acme/shop`, not `shop` alone) or the ID. " +
			"If the group has moved, set `group` to its new path, or to its ID, which never changes: GitLab redirects the old paths of projects, but not those of groups." + sameAnswer + "Owner."
	}
	return ""
}
