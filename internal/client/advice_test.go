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

// expectAdvice checks advice for what it says; without parts, that there is
// none.
func expectAdvice(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	advice := Advice(err)
	if len(parts) == 0 && advice != "" {
		t.Errorf("%q is answered by %q", err, advice)
	}
	for _, part := range parts {
		if !strings.Contains(advice, part) {
			t.Errorf("%q is answered by %q, which does not say %q", err, advice, part)
		}
	}
	if strings.Contains(advice, err.Error()) {
		t.Errorf("%q is repeated by %q", err, advice)
	}
}

func TestAdviceOnAnswers(t *testing.T) {
	const address = "(requests go to http://127.0.0.1"
	const project, group = "projects/acme%2Fweb/integrations/slack", "groups/acme/integrations/slack"
	tests := map[string]struct {
		path    string
		handler http.HandlerFunc
		want    []string
	}{
		"401":                 {project, answerJSON(401, `{"message":"401 Unauthorized"}`), []string{"`token`", "GITLAB_TOKEN", address, "scope `api`", "CI_JOB_TOKEN"}},
		"401 expired":         {project, answerJSON(401, `{"error":"invalid_token","error_description":"Token is expired."}`), []string{"`token`", "expired", "revoked"}},
		"401 DPoP":            {project, answerJSON(401, `{"error":"dpop_error","error_description":"DPoP header is missing"}`), []string{"`token`", "DPoP"}},
		"403 project":         {project, answerJSON(403, `{"message":"403 Forbidden"}`), []string{"`token`", "Maintainer", "IP addresses"}},
		"403 group":           {group, answerJSON(403, `{"message":"403 Forbidden"}`), []string{"`token`", "Owner", "archived"}},
		"403 scope":           {project, answerJSON(403, `{"error":"insufficient_scope","error_description":"More.","scope":"api"}`), []string{"`token`", "scope `api`"}},
		"403 fine-grained":    {project, answerJSON(403, `{"error":"insufficient_granular_scope","error_description":"More."}`), []string{"`token`", "fine-grained", "update"}},
		"404 project":         {project, answerJSON(404, `{"message":"404 Project Not Found"}`), []string{"spelling of `project`", "full path", "id", "deleted", "`token`", "Maintainer"}},
		"404 group":           {group, answerJSON(404, `{"message":"404 Group Not Found"}`), []string{"spelling of `group`", "deleted", "Owner"}},
		"404 integration":     {project, answerJSON(404, `{"message":"404 Integration Not Found"}`), nil},
		"404 route":           {project, answerJSON(404, noRoute), []string{"`base_url`", address}},
		"404 page":            {project, answer(404, "text/html", "<html></html>"), []string{"`base_url`", address, "HTTPS_PROXY", "sign-in page"}},
		"404 text":            {project, answer(404, "text/plain", "404 page not found"), []string{"`base_url`", address}},
		"405 moved":           {project, answerJSON(405, `{"message":"Non GET methods are not allowed for moved projects"}`), []string{"has moved", "`project`", "new path"}},
		"405":                 {project, answerJSON(405, `{"error":"405 Not Allowed"}`), nil},
		"400 parameter":       {project, answerJSON(400, `{"error":"webhook is missing"}`), nil},
		"422":                 {project, answerJSON(422, `{"message":"You cannot create the X integration from the API"}`), nil},
		"409":                 {project, answerJSON(409, `{"message":"409 Conflict: Resource lock"}`), []string{"Run this again"}},
		"412":                 {project, answerJSON(412, `{"message":"412 Precondition Failed"}`), []string{"`headers`"}},
		"407":                 {project, answer(407, "text/html", "<html></html>"), []string{"HTTPS_PROXY", "password"}},
		"429":                 {project, answer(429, "text/plain", "Retry later\n"), []string{"same user", "-parallelism"}},
		"500":                 {project, answerJSON(500, `{"message":"500 Internal Server Error"}`), []string{"GitLab itself failed", "next plan", "administrator", "request id"}},
		"502 page":            {project, answer(502, "text/html", "<html></html>"), []string{"overloaded", "`retries`"}},
		"503":                 {project, answerJSON(503, ""), []string{"overloaded"}},
		"sign-in page":        {project, answer(200, "text/html", "<title>Sign in</title>"), []string{"`base_url`", "sign-in page", "HTTPS_PROXY"}},
		"certificate page":    {project, answer(400, "text/html", "<title>400 No required SSL certificate was sent</title>"), []string{"`client_cert`", "`client_key`"}},
		"http on https":       {project, answer(400, "text/plain", "Client sent an HTTP request to an HTTPS server."), []string{"`base_url`"}},
		"cut off":             {project, answerJSON(200, `{"id": 1`), []string{"`base_url`", "proxy"}},
		"redirected":          {project, redirect("https://elsewhere.example/"), []string{"`base_url`", "https://", address, "`project`"}},
		"redirect to nowhere": {project, redirect(""), []string{"`base_url`"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := newTestClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Request-Id", "01HXYZ")
				test.handler(w, r)
			})
			expectAdvice(t, client.Do(t.Context(), http.MethodPut, test.path, nil, nil), test.want...)
		})
	}
}

func redirect(location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(http.StatusFound)
	}
}

func TestAdviceOnRoutes(t *testing.T) {
	recorder, client := newRecorder(t, nil)
	_, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "1"}, "slack")
	expectAdvice(t, err, "`base_url`", client.base.String())
	_, err = client.GetIntegration(t.Context(), Owner{GroupKind, "1"}, "slack")
	expectAdvice(t, err, "17.9", "`project` instead of `group`", "`base_url`")

	recorder.answers = map[string]http.HandlerFunc{"/api/v4/projects/1/services/slack": answerJSON(200, `{"id": 1}`)}
	if _, err := client.GetIntegration(t.Context(), Owner{ProjectKind, "1"}, "slack"); err != nil {
		t.Fatal(err)
	}
	_, err = client.GetIntegration(t.Context(), Owner{GroupKind, "1"}, "slack")
	expectAdvice(t, err, "17.9", "`project` instead of `group`")
}

func TestNoAdvice(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	client := newTestClient(t, Config{}, answerJSON(200, "{}"))
	expectAdvice(t, client.Do(ctx, http.MethodGet, "x", nil, nil))
	expectAdvice(t, client.Do(t.Context(), http.MethodGet, "x%zz", nil, nil))
	expectAdvice(t, client.Do(t.Context(), http.MethodPut, "x", func() {}, nil))
	expectAdvice(t, errors.New("anything else"))
	if advice := Advice(nil); advice != "" {
		t.Errorf("got %q without an error", advice)
	}
}

func TestAdviceOnErrorsThatOthersMake(t *testing.T) {
	if advice := Advice(&Error{Status: 401, Message: "401 Unauthorized"}); !strings.Contains(advice, "this GitLab, has") {
		t.Errorf("got %q", advice)
	}
}

// serveTLS starts a server whose certificate is for these names and days, and
// returns its address and the certificate's file.
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

// demandingTLS wants a certificate from the client.
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

func TestAdviceOnTLS(t *testing.T) {
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
		want   []string
	}{
		"unknown authority":      {Config{BaseURL: own}, []string{"`cacert_file`", "`insecure = true`"}},
		"other name":             {Config{BaseURL: otherName, CACertFile: otherNameFile}, []string{"another name", "`base_url`"}},
		"expired":                {Config{BaseURL: expired, CACertFile: expiredFile}, []string{"expired", "clock"}},
		"client certificate":     {Config{BaseURL: demanding, Insecure: true}, []string{"`client_cert`", "`client_key`"}},
		"client certificate 1.2": {Config{BaseURL: demandingOld, Insecure: true}, []string{"`client_cert`", "`client_key`"}},
		"http, not https":        {Config{BaseURL: strings.Replace(plain.URL, "http:", "https:", 1)}, []string{"`base_url`", "http://"}},
		"neither":                {Config{BaseURL: "https://" + servertest.Greet(t, "220 mail.example ESMTP\r\n")}, []string{"`base_url`", "port"}},
		"versions":               {Config{BaseURL: old, Insecure: true}, []string{"TLS 1.2"}},
	}
	if err := mustNew(t, Config{BaseURL: own, CACertFile: ownFile}).Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
		t.Fatal(err)
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := mustNew(t, test.config).Do(t.Context(), http.MethodGet, "x", nil, nil)
			expectAdvice(t, err, test.want...)
		})
	}
}

func TestAdviceOnConnections(t *testing.T) {
	deadline, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	<-deadline.Done()
	tests := map[string]struct {
		ctx    context.Context
		config Config
		want   []string
	}{
		"no host":     {t.Context(), Config{BaseURL: "https://gitlab.invalid"}, []string{"VPN", "HTTPS_PROXY"}},
		"closed port": {t.Context(), Config{BaseURL: "http://" + servertest.ClosedAddress(t)}, []string{"`base_url`", "port"}},
		"hangs up":    {t.Context(), Config{BaseURL: "http://" + servertest.Greet(t, "")}, []string{"connection was lost", "next plan"}},
		"too slow":    {deadline, Config{BaseURL: "http://" + servertest.ClosedAddress(t)}, []string{"too long", "next plan"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := mustNew(t, test.config).Do(test.ctx, http.MethodGet, "x", nil, nil)
			expectAdvice(t, err, test.want...)
		})
	}
}

func TestAdviceOnNetworkErrors(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	tests := map[string]struct {
		cause error
		want  string
	}{
		"no host":      {dial(&net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}), "check `base_url`"},
		"name server":  {dial(&net.DNSError{Err: "server misbehaving", Name: "x", IsTemporary: true}), "name server"},
		"unreachable":  {dial(syscall.EHOSTUNREACH), "cannot be reached"},
		"reset":        {&url.Error{Op: "Get", Err: &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}}, "connection was lost"},
		"too large":    {&url.Error{Op: "Get", Err: errBodyTooLarge}, "`base_url`"},
		"read timeout": {&net.OpError{Op: "read", Net: "tcp", Err: context.DeadlineExceeded}, "too long"},
		"certificate":  {&tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}}, "must be replaced"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			expectAdvice(t, &requestError{text: "GET x", cause: test.cause}, test.want)
		})
	}
}

func TestAdviceOnProxies(t *testing.T) {
	tests := map[string]struct {
		status int
		want   []string
	}{
		"sign-in":  {http.StatusProxyAuthRequired, []string{"HTTPS_PROXY", "user:password"}},
		"refusal":  {http.StatusForbidden, []string{"HTTPS_PROXY", "NO_PROXY", "rules"}},
		"no proxy": {0, []string{"cannot be reached", "HTTPS_PROXY", "NO_PROXY"}},
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
			expectAdvice(t, err, test.want...)
		})
	}
}
