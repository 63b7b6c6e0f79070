package client

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// newTLSServer starts a server whose handshake errors nobody reads.
func newTLSServer(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

func writeFile(t *testing.T, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file.pem")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func certificatePEM(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// newClientCertificate returns a self-signed certificate and its key.
func newClientCertificate(t *testing.T) (certificate, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return certificatePEM(der), pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER})
}

func TestParallelRequestsShareConnections(t *testing.T) {
	const workers, rounds = 20, 5
	statuses := []int{200, 204, 400, 404, 429, 502}
	var connections, requests atomic.Int32
	everybodyIsHere := make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		number := requests.Add(1)
		if number == workers {
			close(everybodyIsHere)
		}
		// The first round ends only after each worker has a connection, so that
		// none is opened for a worker that gets another's in the meantime.
		<-everybodyIsHere
		w.WriteHeader(statuses[int(number)%len(statuses)])
		if number%2 == 0 {
			_, _ = io.WriteString(w, `{"message": "`+strings.Repeat("x", 100_000)+`"}`)
		}
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	client := mustNew(t, Config{BaseURL: server.URL})
	for range rounds {
		var round sync.WaitGroup
		for range workers {
			round.Go(func() { _ = client.Do(t.Context(), http.MethodPut, "x", map[string]any{}, nil) })
		}
		round.Wait()
	}
	if requests.Load() != workers*rounds || connections.Load() != workers {
		t.Errorf("got %d requests over %d connections, want %d over %d", requests.Load(), connections.Load(), workers*rounds, workers)
	}
}

func TestProxyIsTakenFromTheEnvironment(t *testing.T) {
	client := mustNew(t, Config{})
	transport := client.http.Transport.(bufferingTransport).inner.(*http.Transport)
	if transport.Proxy == nil {
		t.Error("the transport has no proxy function")
	}
}

func TestCACertFile(t *testing.T) {
	server := newTLSServer(t, answerJSON(200, "{}"))
	file := writeFile(t, certificatePEM(server.Certificate().Raw))
	client := mustNew(t, Config{BaseURL: server.URL, CACertFile: file})
	if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
		t.Error(err)
	}
}

func TestCACertFileIsAddedToTheSystems(t *testing.T) {
	server := newTLSServer(t, answerJSON(200, "{}"))
	roots, err := certificateAuthorities(writeFile(t, certificatePEM(server.Certificate().Raw)))
	if err != nil {
		t.Fatal(err)
	}
	want, err := x509.SystemCertPool()
	if err != nil {
		t.Fatal(err)
	}
	want.AddCert(server.Certificate())
	if !roots.Equal(want) {
		t.Error("the system's authorities are missing")
	}
}

func TestInsecure(t *testing.T) {
	server := newTLSServer(t, answerJSON(200, "{}"))
	client := mustNew(t, Config{BaseURL: server.URL, Insecure: true})
	if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
		t.Error(err)
	}
	client = mustNew(t, Config{BaseURL: server.URL})
	expectError(t, client.Do(t.Context(), http.MethodGet, "x", nil, nil), "certificate")
}

func TestClientCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(answerJSON(200, "{}"))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	certificate, key := newClientCertificate(t)
	configs := map[string]Config{
		"files": {ClientCert: writeFile(t, certificate), ClientKey: writeFile(t, key)},
		"text":  {ClientCert: string(certificate), ClientKey: string(key)},
	}
	for name, config := range configs {
		t.Run(name, func(t *testing.T) {
			config.BaseURL, config.Insecure = server.URL, true
			if err := mustNew(t, config).Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
				t.Error(err)
			}
		})
	}
	client := mustNew(t, Config{BaseURL: server.URL, Insecure: true})
	expectError(t, client.Do(t.Context(), http.MethodGet, "x", nil, nil), "GET x: ")
}

func TestTLSSettingsRefused(t *testing.T) {
	certificate, key := newClientCertificate(t)
	_, otherKey := newClientCertificate(t)
	nothing := writeFile(t, []byte("no PEM"))
	missing := filepath.Join(t.TempDir(), "missing")
	tests := map[string]struct {
		config Config
		want   []string
	}{
		"cacert_file missing": {Config{CACertFile: missing}, []string{"cacert_file: ", missing, "no such file"}},
		"cacert_file empty":   {Config{CACertFile: nothing}, []string{"cacert_file: there is no PEM certificate in " + nothing}},
		"client_key alone":    {Config{ClientKey: string(key)}, []string{"client_cert and client_key go together"}},
		"client_cert alone":   {Config{ClientCert: string(certificate)}, []string{"client_cert and client_key go together"}},
		"client_cert missing": {Config{ClientCert: missing, ClientKey: string(key)}, []string{"client_cert: the file cannot be read: no such file"}},
		"client_key missing":  {Config{ClientCert: string(certificate), ClientKey: missing}, []string{"client_key: the file cannot be read: no such file"}},
		"client_cert empty":   {Config{ClientCert: nothing, ClientKey: string(key)}, []string{"client_cert and client_key: "}},
		"not a pair":          {Config{ClientCert: string(certificate), ClientKey: string(otherKey)}, []string{"client_cert and client_key: "}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := New(test.config)
			expectError(t, err, test.want...)
		})
	}
}

func TestKeyIsNeverShown(t *testing.T) {
	_, err := New(Config{ClientCert: "hidden certificate", ClientKey: "hidden key"})
	expectError(t, err, "client_cert: ")
	certificate, _ := newClientCertificate(t)
	_, err2 := New(Config{ClientCert: string(certificate), ClientKey: "hidden key"})
	expectError(t, err2, "client_key: ")
	if strings.Contains(err.Error()+err2.Error(), "hidden") {
		t.Errorf("errors %q and %q show the value", err, err2)
	}
}

// redirectTo returns a handler that sends /api/v4/old to the target and
// answers all else.
func redirectTo(status int, target string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v4/old" {
			w.Header().Set("Location", target)
			w.WriteHeader(status)
			return
		}
		answerJSON(200, `{"method": "`+r.Method+`", "token": "`+r.Header.Get("PRIVATE-TOKEN")+`", "extra": "`+r.Header.Get("X-Extra")+`"}`)(w, r)
	}
}

func TestReadFollowsRedirectOnTheSameHost(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		client := newTestClient(t, Config{Token: testToken, Headers: map[string]string{"X-Extra": "yes"}}, redirectTo(status, "/api/v4/projects/42?x=y"))
		var out map[string]any
		redirected, err := client.do(t.Context(), http.MethodGet, "old", nil, &out)
		if err != nil {
			t.Fatal(err)
		}
		if out["method"] != "GET" || out["token"] != testToken || out["extra"] != "yes" {
			t.Errorf("%d: got %v", status, out)
		}
		if want := client.base.String() + "projects/42"; redirected != want {
			t.Errorf("%d: redirected to %q, want %q", status, redirected, want)
		}
	}
}

func TestReadFollowsRedirectToHTTPS(t *testing.T) {
	secure := newTLSServer(t, redirectTo(0, ""))
	client := newTestClient(t, Config{Insecure: true, Token: testToken}, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, secure.URL+r.RequestURI, http.StatusMovedPermanently)
	})
	var out map[string]any
	redirected, err := client.do(t.Context(), http.MethodGet, "projects/a%2Fb", nil, &out)
	if err != nil {
		t.Fatal(err)
	}
	if out["token"] != testToken || redirected != "" {
		t.Errorf("got %v, redirected to %q", out, redirected)
	}
}

func TestReadDoesNotLeaveTheHost(t *testing.T) {
	var visited atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited.Add(1) }))
	defer other.Close()
	client := newTestClient(t, Config{Token: testToken, Retries: 3}, redirectTo(302, other.URL+"/new?key=hidden"))
	err := client.Do(t.Context(), http.MethodGet, "old", nil, nil)
	expectError(t, err, "GET old: 302: redirected to "+other.URL+"/new, and the token is not sent to another host")
	if strings.Contains(err.Error(), "hidden") {
		t.Errorf("error %q shows the query", err)
	}
	if visited.Load() != 0 {
		t.Error("the other host was visited")
	}
}

func TestReadDoesNotLeaveHTTPS(t *testing.T) {
	var visited atomic.Int32
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited.Add(1) }))
	defer plain.Close()
	secure := newTLSServer(t, redirectTo(302, plain.URL))
	client := mustNew(t, Config{BaseURL: secure.URL, Insecure: true})
	expectError(t, client.Do(t.Context(), http.MethodGet, "old", nil, nil), "redirected to "+plain.URL, "not sent without https")
	if visited.Load() != 0 {
		t.Error("the plain address was visited")
	}
}

func TestWritesDoNotFollowRedirects(t *testing.T) {
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPost} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			var requests atomic.Int32
			client := newTestClient(t, Config{Retries: 3}, func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				redirectTo(status, "/api/v4/new")(w, r)
			})
			err := client.Do(t.Context(), method, "old", map[string]any{}, nil)
			expectError(t, err, method+" old: 30", "redirected to "+client.base.String()+"new", "only reads follow a redirect")
			if requests.Load() != 1 {
				t.Errorf("%s, %d: got %d requests", method, status, requests.Load())
			}
		}
	}
}

func TestRedirectsEnd(t *testing.T) {
	var requests atomic.Int32
	client := newTestClient(t, Config{Retries: 3}, func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		redirectTo(302, "/api/v4/old")(w, r)
	})
	expectError(t, client.Do(t.Context(), http.MethodGet, "old", nil, nil), "one redirect too many")
	if requests.Load() != maxRedirects+1 {
		t.Errorf("got %d requests", requests.Load())
	}
}

func TestRedirectWithoutAddress(t *testing.T) {
	client := newTestClient(t, Config{}, answerJSON(302, ""))
	expectError(t, client.Do(t.Context(), http.MethodGet, "x", nil, nil), "302: redirected, but not to a valid address")
}

func TestRedirectToSignIn(t *testing.T) {
	client := newTestClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/users/sign_in" {
			answer(200, "text/html", "<title>Sign in</title>")(w, r)
			return
		}
		http.Redirect(w, r, "/users/sign_in", http.StatusFound)
	})
	expectError(t, client.Do(t.Context(), http.MethodGet, "x", nil, nil), `an HTML page titled "Sign in"`)
}

func TestMovedProjectIsRead(t *testing.T) {
	client := newTestClient(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.RequestURI, "/api/v4/projects/acme%2Fold/integrations") {
			suffix := strings.TrimPrefix(r.RequestURI, "/api/v4/projects/acme%2Fold")
			w.Header().Set("Location", "http://"+r.Host+"/api/v4/projects/42"+suffix)
			answer(301, "text/plain", "This resource has been moved permanently")(w, r)
			return
		}
		body := `{"id": 1}`
		if strings.HasSuffix(r.URL.Path, "/integrations") {
			body = `[{"id": 1}]`
		}
		answerJSON(200, body)(w, r)
	})
	owner := Owner{ProjectKind, "acme/old"}
	read, err := client.GetIntegration(t.Context(), owner, "slack")
	if err != nil {
		t.Fatal(err)
	}
	if want := client.base.String() + "projects/42/integrations/slack"; read.Redirected != want {
		t.Errorf("got %q, want %q", read.Redirected, want)
	}
	listed, err := client.ListIntegrations(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	if want := client.base.String() + "projects/42/integrations"; len(listed) != 1 || listed[0].Redirected != want {
		t.Errorf("got %+v", listed)
	}
}

func TestRedirectRefusal(t *testing.T) {
	tests := []struct {
		method, from, to string
		followed         bool
	}{
		{"GET", "https://a.example/x", "https://a.example/y", true},
		{"GET", "https://a.example/x", "https://A.EXAMPLE:443/y", true},
		{"GET", "http://a.example/x", "https://a.example/y", true},
		{"GET", "http://a.example:8080/x", "https://a.example:8443/y", true},
		{"GET", "https://a.example/x", "http://a.example/y", false},
		{"GET", "https://a.example/x", "https://a.example:8443/y", false},
		{"GET", "http://a.example/x", "http://a.example:8080/y", false},
		{"GET", "https://a.example/x", "https://b.example/y", false},
		{"GET", "http://a.example/x", "https://b.example/y", false},
		{"GET", "https://a.example/x", "https://sub.a.example/y", false},
		{"GET", "http://a.example/x", "ftp://a.example/y", false},
		{"PUT", "https://a.example/x", "https://a.example/y", false},
		{"DELETE", "http://a.example/x", "https://a.example/x", false},
	}
	for _, test := range tests {
		from, err := url.Parse(test.from)
		if err != nil {
			t.Fatal(err)
		}
		to, err := url.Parse(test.to)
		if err != nil {
			t.Fatal(err)
		}
		if got := redirectRefusal(test.method, from, to); (got == "") != test.followed {
			t.Errorf("%s from %s to %s: got %q", test.method, test.from, test.to, got)
		}
	}
}

// throughProxy sends the client's requests through this proxy: net/http reads
// the environment only once per process.
func throughProxy(t *testing.T, client *Client, proxy string) {
	t.Helper()
	address, err := url.Parse(proxy)
	if err != nil {
		t.Fatal(err)
	}
	client.http.Transport.(bufferingTransport).inner.(*http.Transport).Proxy = http.ProxyURL(address)
}
