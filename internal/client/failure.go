package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// RequestError is the error of a request without an answer.
type RequestError struct {
	// Method and Path are the request's; Path is relative to /api/v4/.
	Method, Path string
	// Reason is the text of the underlying error, without the token.
	Reason string
	// Proxy is the address of the proxy at which the request failed, without user name
	// and password; "" if it failed elsewhere.
	Proxy string
	// Waits is how long the request had waited when it was given up.
	Waits Waits

	cause error
}

// Error returns the request and the underlying error.
func (e *RequestError) Error() string { return fmt.Sprintf("%s %s: %s", e.Method, e.Path, e.Reason) }

// Unwrap returns the underlying error.
func (e *RequestError) Unwrap() error { return e.cause }

// Failure is the reason why a request got no answer.
type Failure int

const (
	// UnknownFailure is any other failure.
	UnknownFailure Failure = iota
	// Canceled is a request whose context was canceled.
	Canceled
	// ProxySignIn is a proxy that requires a user name and a password.
	ProxySignIn
	// ProxyRefusal is a proxy that does not connect to GitLab.
	ProxyRefusal
	// ProxyUnreachable is a proxy that cannot be reached.
	ProxyUnreachable
	// UnknownAuthority is a certificate that an untrusted authority has signed.
	UnknownAuthority
	// WrongHostName is a certificate for other names.
	WrongHostName
	// ExpiredCertificate is a certificate that has expired or is not valid yet.
	ExpiredCertificate
	// UnusableCertificate is a certificate that cannot be accepted for another
	// reason.
	UnusableCertificate
	// PlainHTTP is a server that uses HTTP where HTTPS is expected.
	PlainHTTP
	// NoTLS is a server that uses neither HTTP nor HTTPS.
	NoTLS
	// ClientCertificateRequired is a server that does not accept the client's
	// certificate, or the lack of one.
	ClientCertificateRequired
	// RefusedHandshake is a server that refuses TLS for another reason.
	RefusedHandshake
	// UnknownHost is a host that the DNS server does not know.
	UnknownHost
	// NameServerFailure is an error of the DNS server.
	NameServerFailure
	// RefusedConnection is a port without a server.
	RefusedConnection
	// Unreachable is an address that no connection can be made to.
	Unreachable
	// Timeout is a server that took too long.
	Timeout
	// LargeAnswer is an answer that is larger than any of GitLab's.
	LargeAnswer
	// LostConnection is a connection that ended before the answer was complete.
	LostConnection
)

// FailureOf returns the reason why a request got no answer.
func FailureOf(err error) Failure {
	if errors.Is(err, context.Canceled) {
		return Canceled
	}
	for _, reason := range []func(error) Failure{proxyFailure, tlsFailure, networkFailure} {
		if failure := reason(err); failure != UnknownFailure {
			return failure
		}
	}
	return UnknownFailure
}

// proxyFailure recognizes a proxy that cannot be reached or refuses the request.
func proxyFailure(err error) Failure {
	refusal, failed := new(proxyRefusal), new(net.OpError)
	switch {
	case errors.As(err, &refusal) && refusal.status == http.StatusProxyAuthRequired:
		return ProxySignIn
	case errors.As(err, &refusal), errors.As(err, &failed) && failed.Op == "socks connect":
		return ProxyRefusal
	case failed.Op == "proxyconnect":
		return ProxyUnreachable
	}
	return UnknownFailure
}

// requiresClientCertificate reports whether the server closed the connection
// because of the client's certificate, or because there was none.
func requiresClientCertificate(err error) bool {
	failed := new(net.OpError)
	return errors.As(err, &failed) && failed.Op == "remote error" && strings.Contains(failed.Error(), "certificate")
}

// tlsFailure recognizes failures of TLS.
func tlsFailure(err error) Failure {
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
		return UnknownAuthority
	case errors.As(err, &hostname):
		return WrongHostName
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return ExpiredCertificate
	case errors.As(err, &verification):
		return UnusableCertificate
	case errors.Is(err, http.ErrSchemeMismatch):
		return PlainHTTP
	case errors.As(err, &noTLS):
		return NoTLS
	case requiresClientCertificate(err):
		return ClientCertificateRequired
	case errors.As(err, &failed) && failed.Op == "remote error":
		return RefusedHandshake
	}
	return UnknownFailure
}

// networkFailure recognizes connections that cannot be made or are lost.
func networkFailure(err error) Failure {
	var (
		resolving *net.DNSError
		failed    *net.OpError
		slow      interface{ Timeout() bool }
	)
	switch {
	case errors.As(err, &resolving) && resolving.IsNotFound:
		return UnknownHost
	case errors.As(err, &resolving):
		return NameServerFailure
	case errors.Is(err, syscall.ECONNREFUSED):
		return RefusedConnection
	case errors.As(err, &failed) && failed.Op == "dial":
		return Unreachable
	case errors.As(err, &slow) && slow.Timeout():
		return Timeout
	case errors.Is(err, errBodyTooLarge):
		return LargeAnswer
	case isConnectionError(err):
		return LostConnection
	}
	return UnknownFailure
}
