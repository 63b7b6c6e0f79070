package client

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/servertest"
)

func expectFailure(t *testing.T, err error, want Failure) {
	t.Helper()
	if got := FailureOf(err); err == nil || got != want {
		t.Errorf("%v is failure %d, want %d", err, got, want)
	}
}

func TestUnknownFailures(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	client := newTestClient(t, Config{}, answerJSON(200, "{}"))
	expectFailure(t, client.Do(ctx, http.MethodGet, "x", nil, nil), Canceled)
	expectFailure(t, client.Do(t.Context(), http.MethodGet, "x%zz", nil, nil), UnknownFailure)
	expectFailure(t, client.Do(t.Context(), http.MethodPut, "x", func() {}, nil), UnknownFailure)
	expectFailure(t, errors.New("anything else"), UnknownFailure)
}

func TestRequestErrorNamesTheRequest(t *testing.T) {
	client := mustNew(t, Config{BaseURL: "http://" + servertest.ClosedAddress(t), Token: testToken})
	err := client.Do(t.Context(), http.MethodGet, "x", nil, nil)
	failed := new(RequestError)
	if !errors.As(err, &failed) || failed.Method != http.MethodGet || failed.Path != "x" || err.Error() != "GET x: "+failed.Reason {
		t.Errorf("got %#v", err)
	}
}

func redirect(location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(http.StatusFound)
	}
}

// serveTLS starts a server with a certificate for these names that is valid for this
// many days. It returns the address of the server and the path of the certificate.
func serveTLS(t *testing.T, settings *tls.Config, names []string, days int) (address, file string) {
	t.Helper()
	certificate := newCertificate(t, names, days)
	settings.Certificates = []tls.Certificate{certificate}
	server := httptest.NewUnstartedServer(answerJSON(200, "{}"))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Listener, server.TLS = servertest.Linger(server.Listener), settings
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL, writeFile(t, certificatePEM(certificate.Certificate[0]))
}

// demandingTLS returns the settings of a server that requires a client certificate.
func demandingTLS() *tls.Config { return &tls.Config{ClientAuth: tls.RequireAnyClientCert} }

func newCertificate(t *testing.T, names []string, days int) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: names, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().AddDate(0, 0, -9), NotAfter: time.Now().AddDate(0, 0, days),
	}
	if names == nil {
		template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func TestFailureOfTLS(t *testing.T) {
	plain := httptest.NewServer(answerJSON(200, "{}"))
	defer plain.Close()
	own, ownFile := serveTLS(t, &tls.Config{}, nil, 1)
	otherName, otherNameFile := serveTLS(t, &tls.Config{}, []string{"other.example"}, 1)
	expired, expiredFile := serveTLS(t, &tls.Config{}, nil, -1)
	demanding, _ := serveTLS(t, demandingTLS(), nil, 1)
	demandingOld, _ := serveTLS(t, &tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12}, nil, 1)
	old, _ := serveTLS(t, &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, nil, 1)
	tests := map[string]struct {
		config Config
		want   Failure
	}{
		"unknown authority":      {Config{BaseURL: own}, UnknownAuthority},
		"other name":             {Config{BaseURL: otherName, CACertFile: otherNameFile}, WrongHostName},
		"expired":                {Config{BaseURL: expired, CACertFile: expiredFile}, ExpiredCertificate},
		"client certificate":     {Config{BaseURL: demanding, Insecure: true}, ClientCertificateRequired},
		"client certificate 1.2": {Config{BaseURL: demandingOld, Insecure: true}, RefusedHandshake},
		"http, not https":        {Config{BaseURL: strings.Replace(plain.URL, "http:", "https:", 1)}, PlainHTTP},
		"neither":                {Config{BaseURL: "https://" + servertest.Greet(t, "220 mail.example ESMTP\r\n")}, NoTLS},
		"versions":               {Config{BaseURL: old, Insecure: true}, RefusedHandshake},
	}
	if err := mustNew(t, Config{BaseURL: own, CACertFile: ownFile}).Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
		t.Fatal(err)
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := mustNew(t, test.config).Do(t.Context(), http.MethodGet, "x", nil, nil)
			expectFailure(t, err, test.want)
		})
	}
}

func TestFailureOfConnections(t *testing.T) {
	deadline, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	<-deadline.Done()
	tests := map[string]struct {
		ctx    context.Context
		config Config
		want   Failure
	}{
		"no host":           {t.Context(), Config{BaseURL: "https://gitlab.invalid"}, UnknownHost},
		"closed port":       {t.Context(), Config{BaseURL: "http://" + servertest.ClosedAddress(t)}, RefusedConnection},
		"closed connection": {t.Context(), Config{BaseURL: "http://" + servertest.Greet(t, "")}, LostConnection},
		"too slow":          {deadline, Config{BaseURL: "http://" + servertest.ClosedAddress(t)}, Timeout},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := mustNew(t, test.config).Do(test.ctx, http.MethodGet, "x", nil, nil)
			expectFailure(t, err, test.want)
		})
	}
}

func TestFailureOfNetworkErrors(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	tests := map[string]struct {
		cause error
		want  Failure
	}{
		"no host":             {dial(&net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}), UnknownHost},
		"failing name server": {dial(&net.DNSError{Err: "server misbehaving", Name: "x", IsTemporary: true}), NameServerFailure},
		"unreachable":         {dial(syscall.EHOSTUNREACH), Unreachable},
		"reset":               {&url.Error{Op: "Get", Err: &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}}, LostConnection},
		"too large":           {&url.Error{Op: "Get", Err: errBodyTooLarge}, LargeAnswer},
		"read timeout":        {&net.OpError{Op: "read", Net: "tcp", Err: context.DeadlineExceeded}, Timeout},
		"certificate":         {&tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}}, UnusableCertificate},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			expectFailure(t, &RequestError{cause: test.cause}, test.want)
		})
	}
}

func TestFailureOfProxies(t *testing.T) {
	tests := map[string]struct {
		status int
		want   Failure
	}{
		"sign-in":  {http.StatusProxyAuthRequired, ProxySignIn},
		"refusal":  {http.StatusForbidden, ProxyRefusal},
		"no proxy": {0, ProxyUnreachable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			proxy := "http://" + servertest.ClosedAddress(t)
			if test.status != 0 {
				server := httptest.NewServer(answer(test.status, "text/plain", ""))
				defer server.Close()
				proxy = server.URL
			}
			client := mustNew(t, Config{BaseURL: "https://gitlab.invalid"})
			throughProxy(t, client, proxy)
			err := client.Do(t.Context(), http.MethodGet, "x", nil, nil)
			expectFailure(t, err, test.want)
		})
	}
}
