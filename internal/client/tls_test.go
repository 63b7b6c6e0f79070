package client

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

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

// newClientCertificate returns a self-signed certificate and its private key.
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

func TestCACertFile(t *testing.T) {
	server := newTLSServer(t, answerJSON(200, "{}"))
	file := writeFile(t, certificatePEM(server.Certificate().Raw))
	client := mustNew(t, Config{BaseURL: server.URL, CACertFile: file})
	if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
		t.Error(err)
	}
}

func TestCACert(t *testing.T) {
	server := newTLSServer(t, answerJSON(200, "{}"))
	own := string(certificatePEM(server.Certificate().Raw))
	another, _ := newClientCertificate(t)
	for name, text := range map[string]string{
		"alone": own, "second": string(another) + own, "with comments": "# ours\n" + own + "\n# end", "with CR LF": strings.ReplaceAll(own, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			client := mustNew(t, Config{BaseURL: server.URL, CACert: text})
			if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// Each mistake has its own error, and no error contains the text of the certificate.
func TestCACertRefused(t *testing.T) {
	certificate, key := newClientCertificate(t)
	good := string(certificate)
	lines := strings.Split(strings.TrimSpace(good), "\n")
	damaged := strings.Join(append([]string{lines[0], "SGlkZGVu"}, lines[2:]...), "\n") + "\n"
	tests := map[string]struct{ text, want string }{
		"a path":                    {"/etc/ssl/hidden.pem", "name of a file instead of its text"},
		"blank":                     {" \n", "empty text"},
		"a key":                     {string(key), "private key instead of certificates"},
		"certificate and key":       {good + string(key), "private key instead of certificates"},
		"base64":                    {base64.StdEncoding.EncodeToString(certificate), "PEM text in base64"},
		"a page":                    {"<html>\n<body>hidden\n</html>", "no certificate"},
		"a request":                 {string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: []byte("hidden")})), "no certificate"},
		"damaged":                   {good + damaged, `invalid certificate ("2")`},
		"truncated":                 {good[:len(good)/2], "invalid certificate"},
		"truncated after the first": {good + good[:len(good)/2], "invalid certificate"},
		"on one line":               {strings.Join(lines, ""), "invalid certificate"},
		"escaped":                   {strings.Join(lines, `\n`), "invalid certificate"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := New(Config{CACert: test.text})
			expectError(t, err, "CACert: "+test.want)
			found := Config{CACert: test.text}.Validate()
			if len(found) != 1 || found[0].Error() != err.Error() {
				t.Errorf("Validate returned %v", found)
			}
			for _, line := range append(strings.Fields(test.text), "hidden") {
				if len(line) > 5 && !strings.HasPrefix(line, "-----") && !strings.HasSuffix(line, "-----") && strings.Contains(err.Error(), line) {
					t.Errorf("error %q contains %q", err, line)
				}
			}
		})
	}
}

// A bundle may contain a certificate that Go cannot parse.
func TestCACertFileWithADamagedCertificate(t *testing.T) {
	server := newTLSServer(t, answerJSON(200, "{}"))
	bundle := append(certificatePEM([]byte("damaged")), certificatePEM(server.Certificate().Raw)...)
	client := mustNew(t, Config{BaseURL: server.URL, CACertFile: writeFile(t, bundle)})
	if err := client.Do(t.Context(), http.MethodGet, "x", nil, nil); err != nil {
		t.Error(err)
	}
}

// A value that is too long for a path may be the content of the file.
func TestContentInsteadOfCACertFile(t *testing.T) {
	certificate, _ := newClientCertificate(t)
	for _, value := range []string{string(certificate), base64.StdEncoding.EncodeToString(certificate), "hidden\ntext"} {
		_, err := New(Config{CACertFile: value})
		expectError(t, err, "CACertFile: ")
		if strings.Contains(err.Error(), value[:5]) && !strings.HasPrefix(value, "-----") || strings.Contains(err.Error(), "hidden") {
			t.Errorf("error %q contains the value", err)
		}
	}
}

func TestCACertFileIsAddedToTheSystems(t *testing.T) {
	server := newTLSServer(t, answerJSON(200, "{}"))
	roots, err := certificateAuthorities(Config{CACertFile: writeFile(t, certificatePEM(server.Certificate().Raw))})
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
		"cacert_file missing": {Config{CACertFile: missing}, []string{"CACertFile: unreadable file", missing, "no such file"}},
		"cacert_file empty":   {Config{CACertFile: nothing}, []string{"CACertFile: no certificate", nothing}},
		"cacert_file of keys": {Config{CACertFile: writeFile(t, key)}, []string{"CACertFile: private key instead"}},
		"cacert_file damaged": {Config{CACertFile: writeFile(t, certificatePEM([]byte("damaged")))}, []string{`CACertFile: invalid certificate ("1")`}},
		"client_key alone":    {Config{ClientKey: string(key)}, []string{"ClientKey: certificate or key alone"}},
		"client_cert alone":   {Config{ClientCert: string(certificate)}, []string{"ClientCert: certificate or key alone"}},
		"client_cert missing": {Config{ClientCert: missing, ClientKey: string(key)}, []string{"ClientCert: neither PEM nor a readable file: no such file"}},
		"client_key missing":  {Config{ClientCert: string(certificate), ClientKey: missing}, []string{"ClientKey: neither PEM nor a readable file: no such file"}},
		"client_cert empty":   {Config{ClientCert: nothing, ClientKey: string(key)}, []string{"ClientCert: invalid certificate or key"}},
		"not a pair":          {Config{ClientCert: string(certificate), ClientKey: string(otherKey)}, []string{"ClientCert: invalid certificate or key"}},
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
	expectError(t, err, "ClientCert: ")
	certificate, _ := newClientCertificate(t)
	_, err2 := New(Config{ClientCert: string(certificate), ClientKey: "hidden key"})
	expectError(t, err2, "ClientKey: ")
	if strings.Contains(err.Error()+err2.Error(), "hidden") {
		t.Errorf("error %q or %q contains the value", err, err2)
	}
}
