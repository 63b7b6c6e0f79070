package message

import "github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"

const (
	bypassProxy = " If GitLab needs no proxy, add its host to NO_PROXY."
	nextPlan    = " GitLab may have carried out the change nevertheless; the next plan shows whether it did."

	proxySignIn       = "The proxy requires a user name and a password. Put them in the environment variable HTTPS_PROXY (or HTTP_PROXY): http://user:password@proxy.example.com:3128."
	clientCertificate = "The server does not accept the connection without a valid client certificate: set `client_cert` and `client_key`, and check that the certificate has not expired."
)

// networkAdvice is the remedy for a request without an answer.
var networkAdvice = map[client.Failure]string{
	client.ProxySignIn:      proxySignIn,
	client.ProxyRefusal:     "The proxy does not let requests pass to this host. Check the environment variable HTTPS_PROXY and the rules of the proxy." + bypassProxy,
	client.ProxyUnreachable: "The proxy cannot be reached. Check the environment variables HTTPS_PROXY and HTTP_PROXY." + bypassProxy,

	client.UnknownAuthority: "The certificate of the server is signed by an authority that this machine does not know. If GitLab, or a proxy on the way, uses an authority of your own, " +
		"set `cacert_file` to a PEM file with its certificate, or `cacert` to its text. (`insecure = true` accepts any certificate; use it for tests only.)",
	client.WrongHostName:             "The certificate of the server does not cover this host name. Use a host name in `base_url` that the certificate covers, or have the certificate renewed for this host name.",
	client.ExpiredCertificate:        "The certificate of the server has expired, or is not valid yet: it must be renewed. Check the clock of this machine, too.",
	client.UnusableCertificate:       "The certificate of the server, or one that it is signed by, is not valid for HTTPS servers: it must be replaced. `cacert_file` and `cacert` name further authorities to trust.",
	client.PlainHTTP:                 "The server uses HTTP at this address, not HTTPS: use http:// in `base_url`, or add the port of HTTPS.",
	client.NoTLS:                     "The server does not use HTTPS at this address. Check the port in `base_url`, and whether `base_url` must begin with http://.",
	client.ClientCertificateRequired: clientCertificate,
	client.RefusedHandshake:          "The server refuses the secure connection. It must offer TLS 1.2 or later; if it demands a client certificate, set `client_cert` and `client_key`.",

	client.UnknownHost:       "The host name does not exist: check `base_url`. If it exists only in your own network, this machine must be connected to that network (VPN) and use its DNS server; behind a proxy, set the environment variable HTTPS_PROXY.",
	client.NameServerFailure: "The DNS server of this machine did not answer the question for the host name: check the network (VPN). Behind a proxy, set the environment variable HTTPS_PROXY.",
	client.RefusedConnection: "No server accepts connections at this address and port. Check that GitLab is running, that `base_url` has the right port, and that no firewall is in between.",
	client.Unreachable:       "The address cannot be reached from this machine. Check `base_url`, the network (VPN) and firewalls; behind a proxy, set the environment variable HTTPS_PROXY.",
	client.Timeout:           "GitLab, or something on the way to it, took too long." + nextPlan + " If this happens again, check the network, and whether GitLab is overloaded or waiting for another service.",
	client.LargeAnswer:       "GitLab's answers are never that large: check that `base_url` is its address.",
	client.LostConnection:    "The connection was lost before the answer was complete." + nextPlan + " If this happens again, look at the proxies and firewalls between this machine and GitLab.",
}
