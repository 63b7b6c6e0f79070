package provider_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/servertest"
)

const jsonType = "application/json"

// answering answers everything in the same way.
func answering(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// quoting refuses a request by quoting a secret that it sent, as Ruby does.
func quoting(name string) http.HandlerFunc {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "#{", `\#{`).Replace(hiddenSigns)
	return refusing(fmt.Sprintf(`Failed to update integration. {:%s=>["is not a secret: \"%s\" or %s"]}`, name, quoted, quoted))
}

// refusing answers 400 with a message of GitLab's own code.
func refusing(message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", jsonType)
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"message":%s}`, jsonOf(message))
	}
}

// only answers requests of a method, and the others with an empty object.
func only(method string, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == method {
			answer(w, r)
		} else {
			answering(http.StatusOK, jsonType, "{}")(w, r)
		}
	}
}

// configured is the configuration of a provider that is known from the start.
func configured(attributes settings) func(*testing.T) settings {
	return func(*testing.T) settings { return attributes }
}

// oldGitLab is a GitLab 13.12, veryOldGitLab one before it had lists.
func oldGitLab(t *testing.T) settings     { return ofVersion(t, "13.12.15-ee") }
func veryOldGitLab(t *testing.T) settings { return ofVersion(t, "12.6.4-ee") }

func ofVersion(t *testing.T, version string) settings {
	return serving(t, func(w http.ResponseWriter, r *http.Request) {
		switch path := r.URL.EscapedPath(); {
		case path == "/api/v4/version":
			answering(http.StatusOK, jsonType, fmt.Sprintf(`{"version":%q}`, version))(w, r)
		case strings.Contains(path, "/services/"):
			withoutSlug("service_slug")(w, r)
		default:
			answering(http.StatusNotFound, jsonType, `{"error":"404 Not Found"}`)(w, r)
		}
	})
}

// withoutSlug answers as a GitLab that does not know the slug of an integration,
// which it calls by that name.
func withoutSlug(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			answering(http.StatusNotFound, jsonType, `{"error":"404 Not Found"}`)(w, r)
			return
		}
		answering(http.StatusBadRequest, jsonType, fmt.Sprintf(`{"error":"%s does not have a valid value"}`, name))(w, r)
	}
}

// serving starts a server that is no fake GitLab.
func serving(t *testing.T, answer http.HandlerFunc) settings {
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return settings{"base_url": server.URL}
}

// decodingPaths is a GitLab behind a proxy that decodes the paths of projects and groups.
func decodingPaths(t *testing.T) settings {
	return serving(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.EscapedPath(), "%2F") {
			answering(http.StatusNotFound, jsonType, `{"error":"404 Not Found"}`)(w, r)
			return
		}
		answering(http.StatusNotFound, jsonType, `{"message":"404 Project Not Found"}`)(w, r)
	})
}

// refusingToken is a GitLab that refuses the token of these settings.
func refusingToken(attributes settings) func(*testing.T) settings {
	return func(t *testing.T) settings {
		return serving(t, answering(http.StatusUnauthorized, jsonType, `{"message":"401 Unauthorized"}`)).with(attributes)
	}
}

// proxies are an environment with a proxy for https that refuses all, one for
// http that is not there, and a host that needs neither.
func proxies(t *testing.T) []string {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host == "sign-in.example.com:443" {
			w.WriteHeader(http.StatusProxyAuthRequired)
		} else {
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	t.Cleanup(proxy.Close)
	const signIn = "http://user:hidden-secret@"
	return []string{"HTTPS_PROXY=" + strings.Replace(proxy.URL, "http://", signIn, 1), "HTTP_PROXY=" + signIn + servertest.ClosedAddress(t), "NO_PROXY=" + unresolvableHost, "GODEBUG=netdns=go"}
}

// unresolvableHost is an invalid host name, which is not sent to a name server.
const unresolvableHost = "gitlab..example.com"

// certified starts a server with a certificate of its own, which the provider
// trusts. The template says what is special about it.
func certified(special x509.Certificate) func(*testing.T) settings {
	return func(t *testing.T) settings {
		der, key := newCertificate(t, special)
		file := filepath.Join(t.TempDir(), "ca.pem")
		if err := os.WriteFile(file, []byte(certificatePEM(der)), 0o600); err != nil {
			t.Fatal(err)
		}
		address := servingTLS(t, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}})
		return settings{"base_url": address, "cacert_file": file}
	}
}

// newCertificate makes a certificate that is its own authority, and its key.
func newCertificate(t *testing.T, special x509.Certificate) (der []byte, key *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	special.SerialNumber, special.IsCA, special.BasicConstraintsValid = big.NewInt(1), true, true
	der, err = x509.CreateCertificate(rand.Reader, &special, &special, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return der, key
}

func certificatePEM(der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// demanding starts a server that has demands on the connection, whose
// certificate the provider does not look at.
func demanding(config *tls.Config) func(*testing.T) settings {
	return func(t *testing.T) settings { return settings{"base_url": servingTLS(t, config), "insecure": true} }
}

func servingTLS(t *testing.T, config *tls.Config) (address string) {
	server := httptest.NewUnstartedServer(answering(http.StatusOK, jsonType, "{}"))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Listener, server.TLS = servertest.Linger(server.Listener), config
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL
}

var (
	longAgo   = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	farFuture = time.Date(2220, 1, 1, 0, 0, 0, 0, time.UTC)
	localhost = []net.IP{net.IPv4(127, 0, 0, 1)}
)
