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
	"time"
	"unicode"

	"github.com/hashicorp/go-cleanhttp"
)

const (
	handshakeTimeout = 15 * time.Second
	// answerTimeout is how long it may take until an answer begins, including the
	// time to connect. To answer some requests, GitLab first calls another server.
	// It limits such a request to one minute.
	answerTimeout = 2 * time.Minute
	// silenceTimeout is how long a pause within an answer may be.
	silenceTimeout = 30 * time.Second
	// pingTimeout is how long a connection of HTTP/2 may be silent before it is
	// checked, and how long the check may take. All requests share the connection,
	// so without a check, all retries over a dead one would fail.
	pingTimeout = 15 * time.Second

	// bodyTimeout is how long the body of an answer may take.
	bodyTimeout = 5 * time.Minute

	maxBody = 10 << 20
)

var errBodyTooLarge = fmt.Errorf("the answer is larger than %d MB", maxBody>>20)

// newTransport returns a transport with the TLS settings of the configuration.
// Proxies are taken from the environment.
func newTransport(config Config) (*bufferingTransport, error) {
	roots, err := certificateAuthorities(config.CACertFile)
	if err != nil {
		return nil, err
	}
	certificates, err := clientCertificates(config.ClientCert, config.ClientKey)
	if err != nil {
		return nil, err
	}
	transport := cleanhttp.DefaultPooledTransport()
	// All connections are to one host, and each worker keeps one open.
	transport.MaxIdleConnsPerHost = transport.MaxIdleConns
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
	return &bufferingTransport{transport}, nil
}

// certificateAuthorities returns the system's certificate authorities and those of
// the file; without a file nil, which means the system's.
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

// readPEM returns PEM text as it is, and otherwise reads the file of that name. Its
// errors never contain the value, which may be a key.
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

// headerName matches the names that RFC 9110 allows.
var headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// newHeader returns the header of every request. It checks the values, because
// net/http would check them only when a request is sent, and would not name the
// setting. Its errors never contain a value.
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

// Error names the status that the proxy answered.
func (p *proxyRefusal) Error() string {
	return fmt.Sprintf("the proxy does not connect: %d %s", p.status, http.StatusText(p.status))
}

func checkProxy(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode != http.StatusOK {
		return &proxyRefusal{resp.StatusCode}
	}
	return nil
}

// bufferingTransport reads the whole answer before the caller sees it, and ends a
// request that takes too long. So the connection is free for the next request, no
// body stays open, and an incomplete answer is the error of a connection. The
// exception is a refusal by the rate limit, whose header is sufficient.
type bufferingTransport struct{ *http.Transport }

// RoundTrip sends one request and returns the answer with its body in memory.
func (t *bufferingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	defer cancel(nil)
	waiting := time.AfterFunc(answerTimeout, func() { cancel(errNoAnswer) })
	defer waiting.Stop()
	resp, err := t.Transport.RoundTrip(req.WithContext(ctx))
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

// readBody reads at most one byte more than maxBody. It cancels the request if that
// takes too long.
func readBody(body io.Reader, cancel context.CancelCauseFunc) ([]byte, error) {
	lasting := time.AfterFunc(bodyTimeout, func() { cancel(errEndless) })
	defer lasting.Stop()
	silence := time.AfterFunc(silenceTimeout, func() { cancel(errSilence) })
	defer silence.Stop()
	return io.ReadAll(io.LimitReader(watchedReader{body, silence}, maxBody+1))
}

// watchedReader restarts a timer after each read.
type watchedReader struct {
	io.Reader
	silence *time.Timer
}

// Read reads from the inner reader.
func (w watchedReader) Read(into []byte) (int, error) {
	n, err := w.Reader.Read(into)
	w.silence.Reset(silenceTimeout)
	return n, err
}

// timeoutError is a timeout of this package.
type timeoutError string

const (
	errNoAnswer timeoutError = "GitLab did not begin to answer in time"
	errSilence  timeoutError = "the answer stopped in the middle"
	errEndless  timeoutError = "the answer did not end in time"
)

// Error says what took too long.
func (e timeoutError) Error() string { return string(e) }

// Timeout is true, as for the errors of package net.
func (timeoutError) Timeout() bool { return true }

// orTimeout returns the timeout that ended the context, or err if there was none.
func orTimeout(ctx context.Context, err error) error {
	if timeout := timeoutError(""); errors.As(context.Cause(ctx), &timeout) {
		return timeout
	}
	return err
}
