// Package client calls GitLab's REST API, version 4: one Do for every request, which
// handles sign-in, retries, redirects and errors, and the routes of the
// integrations on top of it.
//
//   - config.go, token.go, certificates.go, proxy.go: what a client is made from, and
//     what can be wrong with it.
//   - client.go: the client, and one request from its beginning to its end.
//   - integrations.go: what GitLab's API offers for integrations.
//   - namespaces.go, graphql.go: projects and groups, and those of a group.
//   - names.go: what names of projects and groups mean.
//   - address.go, version.go: the address of GitLab, and its version.
//   - transport.go, redirect.go: connections, and where they lead.
//   - path.go: whether the path of a project or group reaches GitLab.
//   - retry.go, rate_limit.go, wait.go: when a request is sent again, and what it
//     waits for.
//   - error.go, failure.go: what can go wrong: an answer that is an error, and no
//     answer.
//   - refusal.go: what GitLab refuses, parameter by parameter.
//
// Errors are facts, and their texts are for developers. Package message puts
// them into words for users.
package client

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// Client calls one GitLab. It is safe for concurrent use. All requests of a Client
// share their connections and the pauses of the rate limit.
type Client struct {
	base      *url.URL
	token     string
	tokenType string
	header    http.Header
	proxy     proxyFunc
	retries   int
	maxWait   time.Duration
	http      *http.Client
	rateLimit rateLimit

	// routeLookup is a semaphore. It is held by the request that finds out which
	// route GitLab has.
	routeLookup chan struct{}
	// routeKnown is set once the route is known, and servicesOnly if it is
	// /services.
	routeKnown, servicesOnly atomic.Bool
	// version is GitLab's answer to a request for its version.
	version shared[versionAnswer]
	paths   paths
	names   names
	// movedPaths are the answers for projects that have moved, by ID. An answer without
	// a path is a failure.
	movedPaths names
	// refusedToken is GitLab's first refusal of the token; nil while there is none.
	refusedToken atomic.Pointer[Error]
}

// New returns a Client. It sends no request. Its error is a *ConfigError.
func New(config Config) (*Client, error) {
	base, err := parseBaseURL(config.BaseURL)
	if err != nil {
		return nil, err
	}
	if err := checkRetries(config.Retries); err != nil {
		return nil, err
	}
	if err := checkTokenType(config.TokenType); err != nil {
		return nil, err
	}
	header, err := newHeader(config)
	if err != nil {
		return nil, err
	}
	transport, err := newTransport(base, config)
	if err != nil {
		return nil, err
	}
	maxWait := cmp.Or(config.MaxWait, DefaultMaxWait)
	return &Client{
		base:        base,
		token:       config.Token,
		tokenType:   cmp.Or(config.TokenType, TokenPrivate),
		header:      header,
		proxy:       transport.Proxy,
		retries:     config.Retries,
		maxWait:     maxWait,
		http:        &http.Client{Transport: transport, CheckRedirect: checkRedirect},
		rateLimit:   rateLimit{maxWait: maxWait},
		routeLookup: make(chan struct{}, 1),
	}, nil
}

// Do sends one request and decodes GitLab's answer. The path is relative to
// /api/v4/, already escaped and without leading slash. If in is nil, the request
// has no body. If out is nil, the body of the answer is ignored. Numbers in
// interface values of out become json.Number.
//
// If GitLab refuses the request, or if the answer does not come from GitLab, the
// error is an *Error. If there is no answer, it is a *RequestError. A GET follows
// redirects to the same host, and the redirect of a project that has moved. Other
// methods follow no redirect.
//
// Once GitLab has refused the token, no request is sent any more: each fails with
// that first refusal, which IsTokenRefused finds.
func (c *Client) Do(ctx context.Context, method, path string, in, out any) error {
	_, err := c.do(ctx, operation{method: method, in: in}, path, out)
	return err
}

// operation is a kind of request, without its path.
type operation struct {
	method string
	// in becomes the body; nil sends none.
	in any
	// unmodifiedSince is the time since which the integration to delete must not have
	// changed; zero for no condition.
	unmodifiedSince time.Time
	// once is set for a request that is not sent again after a failure.
	once bool
}

// do is Do. If a read was redirected because its project has moved, do also
// returns the number of that project, and else "". Only the number is taken from
// the redirect: the rest of the request stays as it is, and goes to base_url.
func (c *Client) do(ctx context.Context, op operation, path string, out any) (movedTo string, err error) {
	body, err := encode(op.in)
	if err != nil {
		return "", c.failure(op.method, path, err)
	}
	budget := newRetryBudget(c.retriesOf(op), c.maxWait)
	sent := request{method: op.method, path: path, body: body, unmodifiedSince: op.unmodifiedSince, attempt: 1}
	err = c.repeat(ctx, sent, &budget, out)
	if err == nil && strings.Contains(path, slash) {
		c.paths.arrive.Store(true)
	}
	if movedTo = MovedTo(err); movedTo != "" {
		err = c.repeatMoved(ctx, sent, movedTo, &budget, out)
	}
	return movedTo, err
}

// retriesOf returns how often an operation is sent again.
func (c *Client) retriesOf(op operation) int {
	if op.once {
		return 0
	}
	return c.retries
}

// repeat sends a request until it succeeds or its retry budget is used up.
//
// The loop is not a library's for two reasons: a refusal by the rate limit must
// not count as a failed attempt, and an answer of status 200 can be incomplete,
// which only its decoder notices.
func (c *Client) repeat(ctx context.Context, sent request, budget *retryBudget, out any) error {
	for ; ; sent.attempt++ {
		if err := c.waitForRateLimit(ctx, sent, budget); err != nil {
			return budget.failure(c.failure(sent.method, sent.path, err))
		}
		err := c.send(ctx, sent, out)
		if err == nil {
			return nil
		}
		at, again := budget.next(err, c.rateLimit.resumesAt())
		if !again {
			return budget.failure(err)
		}
		if err := c.wait(ctx, sent, budget, reasonOf(err), at); err != nil {
			return budget.failure(c.failure(sent.method, sent.path, err))
		}
	}
}

// request is one attempt to send a request.
type request struct {
	method, path string
	// body is JSON; nil for none.
	body []byte
	// unmodifiedSince is that of the operation.
	unmodifiedSince time.Time
	// attempt counts from 1.
	attempt int
}

// waitForRateLimit waits until the pause of the rate limit ends. A request whose
// budget does not allow that wait is sent at once, and fails only if GitLab
// refuses it.
func (c *Client) waitForRateLimit(ctx context.Context, sent request, budget *retryBudget) error {
	for {
		resumes := c.rateLimit.resumesAt()
		if c.isTokenRefused() || !resumes.After(time.Now()) || resumes.After(budget.deadline()) {
			return nil
		}
		if err := c.wait(ctx, sent, budget, RateLimit, resumes); err != nil {
			return err
		}
	}
}

// isTokenRefused reports whether GitLab has refused the token of this client.
func (c *Client) isTokenRefused() bool { return c.refusedToken.Load() != nil }

// send sends a request once and decodes the answer into out. Once GitLab has refused
// the token, it returns that refusal instead.
func (c *Client) send(ctx context.Context, sent request, out any) error {
	if refused := c.refusedToken.Load(); refused != nil {
		another := *refused
		return &another
	}
	req, err := c.newRequest(ctx, sent)
	if err != nil {
		return c.failure(sent.method, sent.path, err)
	}
	started := time.Now()
	resp, err := c.http.Do(req)
	c.log(ctx, sent, resp, err, time.Since(started))
	if err != nil {
		failed := c.failure(sent.method, sent.path, err)
		if proxyFailure(err) != UnknownFailure {
			failed.Proxy = c.proxyOf(req)
		}
		return failed
	}
	c.rateLimit.observe(resp)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return c.failure(sent.method, sent.path, err)
	}
	if refused := read(resp, body, out); refused != nil {
		c.describe(refused, sent, resp)
		if IsTokenRefused(refused) {
			first := *refused
			c.refusedToken.CompareAndSwap(nil, &first)
		}
		return refused
	}
	return nil
}

// describe completes an Error with facts of its request and of the client's
// configuration.
func (c *Client) describe(refused *Error, sent request, resp *http.Response) {
	refused.Method, refused.Path, refused.Base = sent.method, sent.path, c.base.String()
	refused.Message, refused.RequestID = c.mask(refused.Message), c.mask(resp.Header.Get("X-Request-Id"))
	refused.RetryAfter = requestedWait(resp)
	refused.TokenType, refused.OAuthToken = c.tokenType, oauthToken.MatchString(c.token)
	if refused.Status == http.StatusProxyAuthRequired {
		refused.Proxy = c.proxyOf(resp.Request)
	}
}

func encode(in any) ([]byte, error) {
	if in == nil {
		return nil, nil
	}
	body, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("encoding the request: %w", err)
	}
	return body, nil
}

func (c *Client) newRequest(ctx context.Context, sent request) (*http.Request, error) {
	var body io.Reader
	if sent.body != nil {
		body = bytes.NewReader(sent.body)
	}
	// The text is joined, not the parsed URLs, so that an escaped slash in the
	// path stays as it is.
	address := c.base.String() + sent.path
	if sent.path == graphQLPath {
		address = c.base.JoinPath("../graphql").String()
	}
	req, err := http.NewRequestWithContext(ctx, sent.method, address, body)
	if err != nil {
		return nil, err
	}
	req.Header = c.header.Clone()
	if sent.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if !sent.unmodifiedSince.IsZero() {
		// An HTTP date would lose the milliseconds; GitLab accepts both formats.
		req.Header.Set("If-Unmodified-Since", sent.unmodifiedSince.UTC().Format("2006-01-02T15:04:05.000Z"))
	}
	return req, nil
}

// log writes one line for each attempt, without bodies and headers.
func (c *Client) log(ctx context.Context, sent request, resp *http.Response, err error, duration time.Duration) {
	fields := map[string]any{"method": sent.method, "path": sent.path, "attempt": sent.attempt, "duration": duration.String()}
	if resp != nil {
		fields["status"] = resp.StatusCode
	}
	if err != nil {
		fields["error"] = err.Error()
	}
	tflog.Debug(c.maskLogs(ctx), "GitLab API request", fields)
}

// maskLogs returns a context whose log lines do not show the token.
func (c *Client) maskLogs(ctx context.Context) context.Context {
	if c.token == "" {
		return ctx
	}
	return tflog.MaskLogStrings(ctx, c.token)
}

// read decodes an answer into out. It returns an Error if GitLab refused the
// request, or if the body of a successful answer is not what GitLab sends.
func read(resp *http.Response, body []byte, out any) *Error {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return refusal(resp, body)
	}
	if out == nil && resp.StatusCode == http.StatusNoContent {
		return nil
	}
	if out == nil {
		out = new(any)
	}
	if isHTML(resp, body) {
		// A page that the request was redirected to, such as a sign-in page, is the
		// same at the next attempt.
		return &Error{Status: resp.StatusCode, Message: describeHTML(body), Origin: FromWebsite, transient: resp.Request.Response == nil}
	}
	if err := decode(body, out); err != nil {
		return &Error{Status: resp.StatusCode, Message: err.Error(), Origin: FromElsewhere, transient: true}
	}
	if answer, ok := out.(headed); ok {
		answer.readHeader(resp.Header)
	}
	return nil
}

// checked is an answer that checks its own content.
type checked interface{ check() error }

func decode(body []byte, out any) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return errors.New("the answer is empty instead of JSON")
	}
	if !json.Valid(body) {
		// The request is sent again, so out must stay empty.
		out = new(any)
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(out); err != nil {
		return fmt.Errorf("the answer is not the JSON that was expected: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("the answer continues after its JSON")
	}
	if answer, ok := out.(checked); ok {
		return answer.check()
	}
	return nil
}

// headed is an answer that also uses the header.
type headed interface{ readHeader(header http.Header) }

// failure returns the error of a request without an answer. It wraps the cause, so
// that errors.Is finds errors such as context.Canceled. Its text never contains
// the token.
func (c *Client) failure(method, path string, cause error) *RequestError {
	reason := cause
	// The error that net/http wraps around the cause repeats method and address.
	if wrapped := new(url.Error); errors.As(cause, &wrapped) {
		reason = wrapped.Err
	}
	// net/http sometimes puts the name of an internal function before this error.
	if refused := new(net.OpError); errors.As(cause, &refused) && refused.Op == "remote error" {
		reason = refused
	}
	return &RequestError{Method: method, Path: path, Reason: c.mask(reason.Error()), cause: cause}
}

func (c *Client) mask(text string) string {
	if c.token == "" {
		return text
	}
	return strings.ReplaceAll(text, c.token, "***")
}
