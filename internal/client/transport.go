package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"unicode"

	"github.com/hashicorp/go-cleanhttp"
)

const (
	// maxIdleConnections is well above Terraform's default parallelism of 10:
	// a worker that finds no idle connection opens a new one.
	maxIdleConnections = 100
	maxRedirects       = 10
	maxBody            = 10 << 20
)

var errBodyTooLarge = fmt.Errorf("the answer is larger than %d MB", maxBody>>20)

// newTransport returns a pool of connections with the TLS settings of the
// configuration. Proxies are taken from the environment.
func newTransport(config Config) (http.RoundTripper, error) {
	transport := cleanhttp.DefaultPooledTransport()
	transport.MaxIdleConns = maxIdleConnections
	transport.MaxIdleConnsPerHost = maxIdleConnections
	roots, err := certificateAuthorities(config.CACertFile)
	if err != nil {
		return nil, err
	}
	certificates, err := clientCertificates(config.ClientCert, config.ClientKey)
	if err != nil {
		return nil, err
	}
	transport.TLSClientConfig = &tls.Config{
		RootCAs:            roots,
		Certificates:       certificates,
		InsecureSkipVerify: config.Insecure,
	}
	transport.OnProxyConnectResponse = checkProxy
	return bufferingTransport{transport}, nil
}

// certificateAuthorities returns the system's authorities and those of the
// file; nil, which means the system's, without a file.
func certificateAuthorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("cacert_file: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		return nil, fmt.Errorf("cacert_file: reading the system's certificates: %w", err)
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("cacert_file: there is no PEM certificate in %s", file)
	}
	return roots, nil
}

func clientCertificates(certificate, key string) ([]tls.Certificate, error) {
	if certificate == "" && key == "" {
		return nil, nil
	}
	if certificate == "" || key == "" {
		return nil, errors.New("client_cert and client_key go together: set both or neither")
	}
	certificatePEM, err := readPEM("client_cert", certificate)
	if err != nil {
		return nil, err
	}
	keyPEM, err := readPEM("client_key", key)
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(certificatePEM, keyPEM)
	if err != nil {
		return nil, fmt.Errorf("client_cert and client_key: %w", err)
	}
	return []tls.Certificate{pair}, nil
}

// readPEM returns PEM text as it is and else reads the file of that name. Its
// errors never show the value, which may be a key.
func readPEM(setting, value string) ([]byte, error) {
	if strings.Contains(value, "-----BEGIN") {
		return []byte(value), nil
	}
	pem, err := os.ReadFile(value)
	if failed := new(fs.PathError); errors.As(err, &failed) {
		return nil, fmt.Errorf("%s: the file cannot be read: %w", setting, failed.Err)
	}
	return pem, err
}

// headerName is what RFC 9110 allows.
var headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// newHeader returns what every request carries. All is checked here because
// net/http would refuse it only later, without saying which setting it is. The
// errors never show a value.
func newHeader(config Config) (http.Header, error) {
	header := http.Header{"Accept": {"application/json"}}
	if config.UserAgent != "" {
		header.Set("User-Agent", config.UserAgent)
	}
	for name, value := range config.Headers {
		if !headerName.MatchString(name) {
			return nil, fmt.Errorf("headers: %q cannot be the name of a header", name)
		}
		if strings.ContainsFunc(value, unicode.IsControl) {
			return nil, fmt.Errorf("headers: the value of %q holds a line break or another control character", name)
		}
		header.Set(name, value)
	}
	if strings.ContainsFunc(config.Token, unicode.IsControl) {
		return nil, errors.New("token holds a line break or another control character; if it was read from a file, use trimspace()")
	}
	if config.Token != "" {
		header.Set("PRIVATE-TOKEN", config.Token)
	}
	return header, nil
}

// proxyRefusal is the answer of a proxy that does not connect to GitLab.
type proxyRefusal struct{ status int }

// Error returns the proxy's status in words.
func (p *proxyRefusal) Error() string {
	return fmt.Sprintf("the proxy does not connect: %d %s", p.status, http.StatusText(p.status))
}

func checkProxy(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode != http.StatusOK {
		return &proxyRefusal{resp.StatusCode}
	}
	return nil
}

// bufferingTransport reads every answer to its end before anybody sees it. So
// connections are always free for the next request, no body is left unclosed,
// and an answer that breaks off counts as a failed connection.
//
// The inner transport is not embedded: retryablehttp would close the idle
// connections that other requests are about to use.
type bufferingTransport struct{ inner http.RoundTripper }

// RoundTrip sends one request and returns the answer with its body in memory.
func (t bufferingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.inner.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, fmt.Errorf("the answer broke off: %w", err)
	}
	if len(body) > maxBody {
		return nil, errBodyTooLarge
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// checkRedirect follows what is safe to follow; of everything else, the answer
// that redirects is the last one.
func checkRedirect(next *http.Request, sent []*http.Request) error {
	last := sent[len(sent)-1]
	if len(sent) > maxRedirects || redirectRefusal(last.Method, last.URL, next.URL) != "" {
		return http.ErrUseLastResponse
	}
	return nil
}

// redirectRefusal says why a redirect is not followed; "" if it is. The token
// goes with the request, so it must not leave the host, nor go back to plain
// text.
func redirectRefusal(method string, from, to *url.URL) string {
	switch {
	case method != http.MethodGet:
		return "only reads follow a redirect"
	case to.Scheme != from.Scheme && to.Scheme != "https":
		return "the token is not sent without https"
	case !strings.EqualFold(from.Hostname(), to.Hostname()), to.Scheme == from.Scheme && port(from) != port(to):
		return "the token is not sent to another host"
	}
	return ""
}

func port(address *url.URL) string {
	switch {
	case address.Port() != "":
		return address.Port()
	case address.Scheme == "https":
		return "443"
	}
	return "80"
}

// redirectedTo returns the address that answered where its path is not the one
// that was asked; "" normally. A step from http to https alone is no news.
func redirectedTo(resp *http.Response, asked *url.URL) string {
	if resp.Request.URL.EscapedPath() == asked.EscapedPath() {
		return ""
	}
	return plainAddress(resp.Request.URL)
}

// plainAddress is the address without what may be secret in it.
func plainAddress(address *url.URL) string {
	plain := *address
	plain.User, plain.RawQuery, plain.Fragment, plain.RawFragment = nil, "", "", ""
	return plain.String()
}
