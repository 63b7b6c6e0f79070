package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// Advice returns the way out of an error of this package that has nothing to do
// with one kind of integration: sign-in, permissions, the address, the network.
// It speaks to users, in whole sentences, and names attributes of the provider's
// configuration. It is "" if there is nothing to say beyond the error.
func Advice(err error) string {
	refused := new(Error)
	switch {
	case errors.As(err, &refused):
		return refused.advice()
	case errors.Is(err, context.Canceled):
		return ""
	}
	if advice := proxyAdvice(err); advice != "" {
		return advice
	}
	if advice := tlsAdvice(err); advice != "" {
		return advice
	}
	return networkAdvice(err)
}

// advice of an answer depends on who gave it and on its status.
func (e *Error) advice() string {
	switch {
	case e.Status == http.StatusProxyAuthRequired:
		return proxySignIn
	case e.Status == http.StatusTooManyRequests:
		return "There were more requests than GitLab, or a proxy in front of it, allows. " +
			"All jobs whose tokens belong to the same user share one limit: run this again when the others have ended, with a lower `-parallelism` or with a larger `max_wait`, " +
			"or have GitLab's administrator raise the limit of API requests."
	case e.Status >= http.StatusInternalServerError || e.Status == http.StatusRequestTimeout:
		return e.adviceOnFailure()
	case e.origin == fromAPI:
		return e.adviceOnRefusal()
	case e.origin == fromOldGitLab:
		return "Integrations of groups came with GitLab 17.9. Set the integration up in the projects, with `project` instead of `group`. " + e.askForBaseURL()
	case e.origin == fromBeforeList:
		return "Read the integrations that you need with their own data sources, or upgrade GitLab."
	case e.origin == fromRedirect:
		return "Set `base_url` to the address that GitLab itself uses, with https:// if it uses that" + e.destination() + ". " +
			"If the project has moved, set `project` to its new path."
	case e.origin == fromWebsite && strings.Contains(e.Message, "SSL certificate"):
		return clientCertificate
	default:
		return e.askForBaseURL() + " A proxy or a sign-in page in front of it may have answered instead: see the environment variables HTTPS_PROXY and NO_PROXY."
	}
}

func (e *Error) askForBaseURL() string {
	return "Check that `base_url` is the address of GitLab" + e.destination() + "."
}

func (e *Error) destination() string {
	if e.base == "" {
		return ""
	}
	return " (requests go to " + e.base + ")"
}

// adviceOnFailure is for a GitLab that does not work.
func (e *Error) adviceOnFailure() string {
	const failure = "GitLab, or a proxy in front of it, is overloaded, restarting or being maintained. Run this again in a while"
	switch {
	case e.Status == http.StatusInternalServerError:
	case mayPass(e):
		return failure + ", or let the provider wait longer, with larger `retries` and `max_wait`."
	default:
		return failure + "."
	}
	advice := "GitLab itself failed. It may have stored the change all the same; the next plan shows that. If it happens again, GitLab's administrator finds the reason in its logs"
	if e.RequestID != "" {
		advice += " by the request id"
	}
	return advice + "."
}

// adviceOnRefusal is for what GitLab's API refuses.
func (e *Error) adviceOnRefusal() string {
	switch e.Status {
	case http.StatusUnauthorized:
		return e.adviceOnSignIn()
	case http.StatusForbidden:
		return e.adviceOnPermission()
	case http.StatusNotFound:
		return e.adviceOnOwner()
	case http.StatusMethodNotAllowed:
		if strings.Contains(e.Message, "moved projects") {
			return e.adviceOnMove()
		}
	case http.StatusConflict:
		return "Somebody else is changing the same project or group at this moment. Run this again."
	case http.StatusPreconditionFailed:
		return "GitLab answers so only to conditions in a request: take headers such as If-Unmodified-Since out of `headers`."
	}
	return ""
}

// adviceOnMove is for a project that has another path now. What is destroyed is
// what the state names, so the new path has to get there first.
func (e *Error) adviceOnMove() string {
	const advice = "The project has moved. Under its old path it can still be read, but not changed: set `project` to its new path, or to its id, which always stays"
	if e.Method == http.MethodDelete {
		return advice + ", and apply that first. Or let Terraform forget the resource, with `terraform state rm`."
	}
	return advice + "."
}

func (e *Error) adviceOnSignIn() string {
	if strings.HasPrefix(e.Message, "dpop_error") {
		return "The owner of the `token` demands signed requests (DPoP), which this provider does not send. Use a token of another user, such as a project's, group's or service account's."
	}
	return "Check the `token` (or the environment variable GITLAB_TOKEN): whether it is complete, belongs to this GitLab" + e.destination() +
		", has not expired and was not revoked. It needs the scope `api`; `read_api` suffices only for reading. The token of a CI job (CI_JOB_TOKEN) is not accepted."
}

func (e *Error) adviceOnPermission() string {
	switch {
	case strings.HasPrefix(e.Message, "insufficient_scope"):
		return "Use a `token` with the scope `api`; `read_api` suffices only for reading."
	case strings.HasPrefix(e.Message, "insufficient_granular_scope"):
		return "The `token` has fine-grained permissions: it needs those to read, update and delete integrations there."
	case strings.HasPrefix(e.Path, "groups/"):
		return "The owner of the `token` must have the role Owner in this group. The integrations of an archived group cannot be changed, and GitLab may allow requests from certain IP addresses only."
	}
	return "The owner of the `token` must have the role Maintainer or Owner in this project. GitLab may also allow requests from certain IP addresses only."
}

// adviceOnOwner is for a project or group that is not found. What else is not
// found has more to do with the integration. The old path of a group leads
// nowhere: GitLab redirects projects only (recorded of GitLab 18.9).
func (e *Error) adviceOnOwner() string {
	switch e.Message {
	case "404 Project Not Found":
		return "Check the spelling of `project`: it is the full path (such as `acme/web`, not `web` alone) or the id. " +
			"GitLab answers the same if it was moved or deleted, and if the owner of the `token` may not see it: then make that user a member, with the role Maintainer."
	case "404 Group Not Found":
		return "Check the spelling of `group`: it is the full path (such as `acme/shop`, not `shop` alone) or the id. " +
			"If the group has moved, set `group` to its new path, or to the id, which always stays: GitLab redirects the old paths of projects, but not those of groups. " +
			"GitLab answers the same if it was deleted, and if the owner of the `token` may not see it: then make that user a member, with the role Owner."
	}
	return ""
}

const proxySignIn = "The proxy demands a user name and a password. Write them into the environment variable HTTPS_PROXY (or HTTP_PROXY): http://user:password@proxy.example.com:3128."

// proxyAdvice is for a proxy that is not reached, or does not let the request
// pass.
func proxyAdvice(err error) string {
	const bypass = "If GitLab needs no proxy, add its host to NO_PROXY."
	refusal, failed := new(proxyRefusal), new(net.OpError)
	switch {
	case errors.As(err, &refusal) && refusal.status == http.StatusProxyAuthRequired:
		return proxySignIn
	case errors.As(err, &refusal):
		return "The proxy does not let requests pass to this host. Check the environment variable HTTPS_PROXY and the rules of the proxy. " + bypass
	case errors.As(err, &failed) && failed.Op == "proxyconnect":
		return "The proxy cannot be reached. Check the environment variables HTTPS_PROXY and HTTP_PROXY. " + bypass
	}
	return ""
}

const clientCertificate = "The server ends the connection because of the certificate that it wants from the client: set `client_cert` and `client_key`, and check that the certificate has not expired."

// wantsCertificate tells whether the server broke off because of the client's
// certificate, or the lack of one.
func wantsCertificate(err error) bool {
	failed := new(net.OpError)
	return errors.As(err, &failed) && failed.Op == "remote error" && strings.Contains(failed.Error(), "certificate")
}

// tlsAdvice is for connections that are not secure.
func tlsAdvice(err error) string {
	var (
		unknown      x509.UnknownAuthorityError
		hostname     x509.HostnameError
		invalid      x509.CertificateInvalidError
		verification *tls.CertificateVerificationError
		noTLS        tls.RecordHeaderError
		failed       *net.OpError
	)
	switch {
	case errors.As(err, &unknown):
		return "The certificate of the server is signed by an authority that this machine does not know. If GitLab, or a proxy on the way, uses an authority of your own, " +
			"set `cacert_file` to a PEM file with its certificate. (`insecure = true` accepts any certificate; use it for tests only.)"
	case errors.As(err, &hostname):
		return "The certificate of the server is for another name. Use a name in `base_url` that the certificate has, or have the certificate renewed with this name."
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "The certificate of the server has expired, or is not valid yet: it must be renewed. Check the clock of this machine, too."
	case errors.As(err, &verification):
		return "The certificate of the server, or one that it is signed by, is not fit for this: it must be replaced. `cacert_file` names further authorities to trust."
	case errors.Is(err, http.ErrSchemeMismatch):
		return "The server speaks http at this address, not https: use http:// in `base_url`, or add the port at which it speaks https."
	case errors.As(err, &noTLS):
		return "The server does not speak https at this address. Check the port in `base_url`, and whether it must begin with http://."
	case wantsCertificate(err):
		return clientCertificate
	case errors.As(err, &failed) && failed.Op == "remote error":
		return "The server refuses the secure connection. It must offer TLS 1.2 or later; if it wants a certificate from the client, set `client_cert` and `client_key`."
	}
	return ""
}

// networkAdvice is for servers that are not reached, or that are lost.
func networkAdvice(err error) string {
	const nextPlan = " GitLab may have carried out the change all the same; the next plan shows that."
	var (
		resolving *net.DNSError
		failed    *net.OpError
		slow      interface{ Timeout() bool }
	)
	switch {
	case errors.As(err, &resolving) && resolving.IsNotFound:
		return "There is no host of this name: check `base_url`. If the name is known in your own network only, this machine must be in it (VPN) and use its name server; behind a proxy, set the environment variable HTTPS_PROXY."
	case errors.As(err, &resolving):
		return "The name server of this machine does not answer as it should: check the network (VPN). Behind a proxy, set the environment variable HTTPS_PROXY."
	case errors.Is(err, syscall.ECONNREFUSED):
		return "Nothing answers at this address and port. Check that GitLab runs, that `base_url` has the right port, and that no firewall is in between."
	case errors.As(err, &failed) && failed.Op == "dial":
		return "The address cannot be reached from this machine. Check `base_url`, the network (VPN) and firewalls; behind a proxy, set the environment variable HTTPS_PROXY."
	case errors.As(err, &slow) && slow.Timeout():
		return "GitLab, or something on the way to it, took too long." + nextPlan + " If it happens again, check the network, and whether GitLab is overloaded or waits for another service."
	case errors.Is(err, errBodyTooLarge):
		return "GitLab's answers are never that large: check that `base_url` is its address."
	case isConnectionError(err):
		return "The connection was lost before the answer was complete." + nextPlan + " If it happens again, look at the proxies and firewalls between this machine and GitLab."
	}
	return ""
}
