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

// answering responds to every request in the same way.
func answering(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// quoting rejects a request with an error that quotes a secret, as Ruby formats it.
func quoting(name string) http.HandlerFunc {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "#{", `\#{`).Replace(hiddenSigns)
	return refusing(fmt.Sprintf(`Failed to update integration. {:%s=>["is not a secret: \"%s\" or %s"]}`, name, quoted, quoted))
}

// refusing responds with the status 400 and a message of GitLab's own code.
func refusing(message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", jsonType)
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"message":%s}`, jsonOf(message))
	}
}

// only responds to requests with the given method, and to all others with an empty
// object.
func only(method string, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == method {
			answer(w, r)
		} else {
			answering(http.StatusOK, jsonType, "{}")(w, r)
		}
	}
}

// configured returns a fixed provider configuration.
func configured(attributes settings) func(*testing.T) settings {
	return func(*testing.T) settings { return attributes }
}

// oldGitLab is GitLab 13.12, and veryOldGitLab a version that cannot list integrations.
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

// withoutSlug responds like a GitLab that does not have the integration. The error
// contains the given name of the parameter.
func withoutSlug(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			answering(http.StatusNotFound, jsonType, `{"error":"404 Not Found"}`)(w, r)
			return
		}
		answering(http.StatusBadRequest, jsonType, fmt.Sprintf(`{"error":"%s does not have a valid value"}`, name))(w, r)
	}
}

// serving starts a server with the given handler instead of a fake GitLab.
func serving(t *testing.T, answer http.HandlerFunc) settings {
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return settings{"base_url": server.URL}
}

// decodingPaths starts a GitLab behind a proxy that decodes the paths of projects and
// groups.
func decodingPaths(t *testing.T) settings {
	return serving(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.EscapedPath(), "%2F") {
			answering(http.StatusNotFound, jsonType, `{"error":"404 Not Found"}`)(w, r)
			return
		}
		answering(http.StatusNotFound, jsonType, `{"message":"404 Project Not Found"}`)(w, r)
	})
}

// refusingToken starts a GitLab that rejects the token of these settings.
func refusingToken(attributes settings) func(*testing.T) settings {
	return func(t *testing.T) settings {
		return serving(t, answering(http.StatusUnauthorized, jsonType, `{"message":"401 Unauthorized"}`)).with(attributes)
	}
}

// proxies returns environment variables with an HTTPS proxy that rejects all requests, an
// HTTP proxy that does not exist, and a host that is exempt from both.
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

// unresolvableHost is an invalid host name, so that the resolver fails without a DNS
// request.
const unresolvableHost = "gitlab..example.com"

// certified starts a server with a self-signed certificate that the provider trusts. The
// template contains the fields that matter for the case.
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

// newCertificate creates a self-signed certificate and its key.
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

// demanding starts a server with special requirements for TLS connections. The provider
// does not verify its certificate.
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
