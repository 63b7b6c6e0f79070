package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-cleanhttp"
)

const (
	handshakeTimeout = 15 * time.Second
	// answerTimeout is the maximum time until an answer begins, including the time to
	// connect. To answer some requests, GitLab first calls another server. It limits
	// such a call to one minute.
	answerTimeout = 2 * time.Minute
	// silenceTimeout is the maximum pause within an answer.
	silenceTimeout = 30 * time.Second
	// pingTimeout is the time after which a silent connection of HTTP/2 is checked,
	// and the maximum time of the check. All requests share the connection, so
	// without a check, all retries over a dead connection would fail.
	pingTimeout = 15 * time.Second

	// bodyTimeout is the maximum time of the body of an answer.
	bodyTimeout = 5 * time.Minute

	maxBody = 10 << 20
)

var errBodyTooLarge = fmt.Errorf("the answer is larger than %d MB", maxBody>>20)

// newTransport returns a transport with the TLS settings of the configuration, which
// takes the proxy from the environment.
func newTransport(base *url.URL, config Config) (*bufferingTransport, error) {
	roots, err := certificateAuthorities(config)
	if err != nil {
		return nil, err
	}
	certificates, err := clientCertificates(config.ClientCert, config.ClientKey)
	if err != nil {
		return nil, err
	}
	proxy, err := proxyFromEnvironment(base)
	if err != nil {
		return nil, err
	}
	transport := cleanhttp.DefaultPooledTransport()
	transport.Proxy = proxy
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

// Error describes the timeout.
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
