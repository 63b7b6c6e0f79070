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
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/hashicorp/go-cleanhttp"
)

const (
	handshakeTimeout = 15 * time.Second
	// answerTimeout is how long an answer may take to begin, from dialling on.
	// GitLab calls other servers before it answers some requests (Jira's, when
	// its settings are written), and ends a request of its own after a minute.
	answerTimeout = 2 * time.Minute
	// silenceTimeout is how long an answer that has begun may make a pause.
	silenceTimeout = 30 * time.Second
	// pingTimeout is how long a connection of HTTP/2 may be silent before it is
	// checked, and how long the check may take. Requests share the connection,
	// so one that is dead without anybody knowing would fail all retries.
	pingTimeout = 15 * time.Second

	// bodyTimeout is how long an answer may take that has begun.
	bodyTimeout = 5 * time.Minute

	maxBody = 10 << 20
)

var errBodyTooLarge = fmt.Errorf("the answer is larger than %d MB", maxBody>>20)

// newTransport returns connections with the TLS settings of the configuration.
// Proxies are taken from the environment.
func newTransport(config Config) (*connections, error) {
	roots, err := certificateAuthorities(config.CACertFile)
	if err != nil {
		return nil, err
	}
	certificates, err := clientCertificates(config.ClientCert, config.ClientKey)
	if err != nil {
		return nil, err
	}
	newConnection := func() *http.Transport {
		transport := cleanhttp.DefaultPooledTransport()
		transport.TLSHandshakeTimeout = handshakeTimeout
		transport.TLSClientConfig = &tls.Config{
			RootCAs:            roots,
			Certificates:       certificates,
			InsecureSkipVerify: config.Insecure,
		}
		transport.HTTP2 = &http.HTTP2Config{SendPingTimeout: pingTimeout, PingTimeout: pingTimeout}
		transport.OnProxyConnectResponse = checkProxy
		if config.Dial != nil {
			transport.DialContext = config.Dial
		}
		return transport
	}
	return &connections{new: newConnection}, nil
}

// certificateAuthorities returns the system's authorities and those of the
// file; nil, which means the system's, without a file.
func certificateAuthorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, &ConfigError{Field: CACertFile, Problem: UnreadableFile, Err: err}
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		return nil, &ConfigError{Field: CACertFile, Problem: UnreadableSystemCertificates, Err: err}
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, &ConfigError{Field: CACertFile, Problem: NoCertificate, Name: file}
	}
	return roots, nil
}

func clientCertificates(certificate, key string) ([]tls.Certificate, error) {
	if err := checkPair(certificate, key); err != nil || certificate == "" {
		return nil, err
	}
	certificatePEM, err := readPEM(ClientCert, certificate)
	if err != nil {
		return nil, err
	}
	keyPEM, err := readPEM(ClientKey, key)
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(certificatePEM, keyPEM)
	if err != nil {
		return nil, &ConfigError{Field: ClientCert, Problem: InvalidKeyPair, Err: err}
	}
	return []tls.Certificate{pair}, nil
}

// checkPair refuses a certificate without its key, and a key alone.
func checkPair(certificate, key string) error {
	switch {
	case key == "" && certificate != "":
		return &ConfigError{Field: ClientCert, Problem: MissingCounterpart}
	case certificate == "" && key != "":
		return &ConfigError{Field: ClientKey, Problem: MissingCounterpart}
	}
	return nil
}

// readPEM returns PEM text as it is and else reads the file of that name. Its
// errors never show the value, which may be a key.
func readPEM(field ConfigField, value string) ([]byte, error) {
	if strings.Contains(value, "-----BEGIN") {
		return []byte(value), nil
	}
	pem, err := os.ReadFile(value)
	if err == nil {
		return pem, nil
	}
	if failed := new(fs.PathError); errors.As(err, &failed) {
		err = failed.Err // The name of the file may be the key.
	}
	return nil, &ConfigError{Field: field, Problem: UnreadablePEM, Err: err}
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
	for _, name := range slices.Sorted(maps.Keys(config.Headers)) {
		value := config.Headers[name]
		if !headerName.MatchString(name) {
			return nil, &ConfigError{Field: Headers, Problem: InvalidHeaderName, Name: name}
		}
		if strings.ContainsFunc(value, unicode.IsControl) {
			return nil, &ConfigError{Field: Headers, Problem: ControlCharacter, Name: name}
		}
		header.Set(name, value)
	}
	if strings.ContainsFunc(config.Token, unicode.IsControl) {
		return nil, &ConfigError{Field: Token, Problem: ControlCharacter}
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

// connections gives every request in flight a transport of its own, so that
// there are never more connections than requests at the same time: a shared
// transport opens another whenever a request has to wait for one, even if the
// request then gets one that became free. Only HTTP/2, where requests share a
// connection, shares the transport. It needs TLS, so a request without it does
// not, as before a redirect to https.
type connections struct {
	new func() *http.Transport

	mu     sync.Mutex
	free   []*http.Transport
	shared *http.Transport
}

// RoundTrip sends one request and returns the answer with its body in memory.
func (c *connections) RoundTrip(req *http.Request) (*http.Response, error) {
	transport := c.take(req.URL.Scheme)
	resp, err := roundTrip(transport, req)
	c.give(transport, err == nil && resp.ProtoMajor >= 2)
	return resp, err
}

func (c *connections) take(scheme string) *http.Transport {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := len(c.free) - 1
	switch {
	case c.shared != nil && scheme == "https":
		return c.shared
	case last < 0:
		return c.new()
	}
	// The one that was used last is the least likely to be closed meanwhile.
	transport := c.free[last]
	c.free = c.free[:last]
	return transport
}

func (c *connections) give(transport *http.Transport, share bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case transport == c.shared:
	case !share:
		c.free = append(c.free, transport)
	case c.shared == nil:
		c.shared = transport
	}
}

// roundTrip reads the answer to its end before anybody sees it. So the
// connection is free for the next request, no body is left unclosed, and an
// answer that breaks off counts as a failed connection; but what matters of a
// refusal for too many requests is its header.
func roundTrip(transport http.RoundTripper, req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	defer cancel(nil)
	waiting := time.AfterFunc(answerTimeout, func() { cancel(errNoAnswer) })
	defer waiting.Stop()
	resp, err := transport.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, orTimeout(ctx, err)
	}
	defer resp.Body.Close()
	waiting.Stop()
	body, err := readBody(resp.Body, cancel)
	if err != nil && resp.StatusCode != http.StatusTooManyRequests {
		return nil, orTimeout(ctx, fmt.Errorf("the answer broke off: %w", err))
	}
	if len(body) > maxBody {
		return nil, errBodyTooLarge
	}
	resp.Body, resp.Request = io.NopCloser(bytes.NewReader(body)), req
	dropBadLocation(resp)
	return resp, nil
}

// readBody reads a little more than the largest body at most. It cancels the
// request when it takes too long.
func readBody(body io.Reader, cancel context.CancelCauseFunc) ([]byte, error) {
	lasting := time.AfterFunc(bodyTimeout, func() { cancel(errEndless) })
	defer lasting.Stop()
	silence := time.AfterFunc(silenceTimeout, func() { cancel(errSilence) })
	defer silence.Stop()
	return io.ReadAll(io.LimitReader(watchedReader{body, silence}, maxBody+1))
}

// watchedReader keeps a timer from going off as long as there is something to
// read.
type watchedReader struct {
	io.Reader
	silence *time.Timer
}

// Read reads what the inner reader has.
func (w watchedReader) Read(into []byte) (int, error) {
	n, err := w.Reader.Read(into)
	w.silence.Reset(silenceTimeout)
	return n, err
}

// timeoutError is a time-out of our own.
type timeoutError string

const (
	errNoAnswer timeoutError = "GitLab did not begin to answer in time"
	errSilence  timeoutError = "the answer stopped in the middle"
	errEndless  timeoutError = "the answer did not end in time"
)

// Error says what took how long.
func (e timeoutError) Error() string { return string(e) }

// Timeout is true, as for the errors of package net.
func (timeoutError) Timeout() bool { return true }

// orTimeout returns the time-out that ended the context, if one did, and else
// the error.
func orTimeout(ctx context.Context, err error) error {
	if timeout := timeoutError(""); errors.As(context.Cause(ctx), &timeout) {
		return timeout
	}
	return err
}
