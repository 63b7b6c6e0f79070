// Package client speaks GitLab's REST API, version 4: one Do for every request,
// with sign-in, retries, redirects and errors handled once, and the routes of
// the integrations on top of it.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

const defaultBaseURL = "https://gitlab.com"

// Config is what a Client is made from. The zero value reads gitlab.com
// without a token.
type Config struct {
	// BaseURL is the address of GitLab, with or without /api/v4 and trailing
	// slash; "" means https://gitlab.com.
	BaseURL string
	// Token goes into the PRIVATE-TOKEN header; "" leaves the header out.
	Token string
	// CACertFile is a PEM file of authorities that are trusted in addition to
	// the system's.
	CACertFile string
	// ClientCert and ClientKey are PEM files, or PEM text. They go together.
	ClientCert string
	ClientKey  string
	// Insecure turns the check of GitLab's certificate off.
	Insecure bool
	// Headers are sent with every request.
	Headers map[string]string
	// Retries is how often a request is repeated after the first try.
	Retries int
	// UserAgent is sent with every request.
	UserAgent string
}

// Client talks to one GitLab. It is safe for concurrent use, and one Client
// per process lets all requests share their connections.
type Client struct {
	base    *url.URL
	token   string
	header  http.Header
	retries int
	http    *http.Client

	// wait says how long to pause before a request is repeated.
	wait func(attempt int, resp *http.Response) time.Duration
	// servicesOnly is set once GitLab turned out to know only /services.
	servicesOnly atomic.Bool
	// version is what GitLab said of its version, once it was asked; who asks
	// holds the only place in askingVersion.
	version       atomic.Pointer[knownVersion]
	askingVersion chan struct{}
}

// New makes a Client and sends nothing. Its errors name the setting as the
// provider's configuration does: base_url, token, cacert_file and so on.
func New(config Config) (*Client, error) {
	base, err := parseBaseURL(config.BaseURL)
	if err != nil {
		return nil, err
	}
	header, err := newHeader(config)
	if err != nil {
		return nil, err
	}
	transport, err := newTransport(config)
	if err != nil {
		return nil, err
	}
	return &Client{
		base:    base,
		token:   config.Token,
		header:  header,
		retries: config.Retries,
		http:    &http.Client{Transport: transport, CheckRedirect: checkRedirect},
		wait:    retryWait,

		askingVersion: make(chan struct{}, 1),
	}, nil
}

// parseBaseURL returns the address of the API. Its errors never show the value,
// which may hold a password.
func parseBaseURL(raw string) (*url.URL, error) {
	if raw == "" {
		raw = defaultBaseURL
	}
	base, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, errors.New("base_url is not a valid URL; it looks like https://gitlab.example.com")
	case base.Scheme != "http" && base.Scheme != "https":
		return nil, errors.New("base_url must begin with https:// or http://")
	case base.Hostname() == "":
		return nil, errors.New("base_url has no host")
	case base.User != nil:
		return nil, errors.New("base_url must not hold a user name or password; use token")
	case base.RawQuery != "" || base.ForceQuery || base.Fragment != "":
		return nil, errors.New("base_url must not have a query (?) or fragment (#)")
	}
	base.Path = strings.TrimSuffix(strings.TrimRight(base.Path, "/"), "/api/v4")
	base.RawPath = ""
	return base.JoinPath("api/v4/"), nil
}

// Do sends one request and decodes GitLab's answer. The path is relative to
// /api/v4/, already escaped and without leading slash. A nil in sends no body,
// a nil out ignores the answer's; numbers in interface values of out become
// json.Number.
//
// GitLab's refusal is an *Error, and so is an answer that GitLab cannot have
// given. A GET follows redirects on the same host; nothing else follows any.
func (c *Client) Do(ctx context.Context, method, path string, in, out any) error {
	_, err := c.do(ctx, method, path, in, out)
	return err
}

// do is Do, and tells the address that a read was redirected to.
func (c *Client) do(ctx context.Context, method, path string, in, out any) (string, error) {
	req, err := c.newRequest(ctx, method, path, in)
	if err != nil {
		return "", c.failure(method, path, err)
	}
	resp, err := c.send(req, path)
	if err != nil {
		return "", c.failure(method, path, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", c.failure(method, path, err)
	}
	if refused := read(resp, body, out); refused != nil {
		refused.Method, refused.Path, refused.base = method, path, c.base.String()
		refused.Message, refused.RequestID = c.mask(refused.Message), c.mask(resp.Header.Get("X-Request-Id"))
		return "", refused
	}
	return redirectedTo(resp, req.URL), nil
}

func (c *Client) newRequest(ctx context.Context, method, path string, in any) (*retryablehttp.Request, error) {
	var body any
	if in != nil {
		encoded, err := json.Marshal(in)
		if err != nil {
			return nil, fmt.Errorf("encoding the request: %w", err)
		}
		body = encoded
	}
	// The text is joined, not the parsed URLs, so that an escaped slash in the
	// path stays as it is.
	req, err := retryablehttp.NewRequestWithContext(ctx, method, c.base.String()+path, body)
	if err != nil {
		return nil, err
	}
	req.Header = c.header.Clone()
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// send sends the request as often as the retry policy allows, with one log
// line for each attempt, and returns the last answer.
func (c *Client) send(req *retryablehttp.Request, path string) (*http.Response, error) {
	var attempt int
	var started time.Time
	retrier := &retryablehttp.Client{
		HTTPClient: c.http,
		RetryMax:   c.retries,
		RequestLogHook: func(_ retryablehttp.Logger, _ *http.Request, repeated int) {
			attempt, started = repeated+1, time.Now()
		},
		CheckRetry: func(ctx context.Context, resp *http.Response, err error) (bool, error) {
			c.log(ctx, resp, err, map[string]any{
				"method": req.Method, "path": path, "attempt": attempt, "duration": time.Since(started).String(),
			})
			return shouldRetry(ctx, resp, err)
		},
		Backoff: func(_, _ time.Duration, attempt int, resp *http.Response) time.Duration {
			return c.wait(attempt, resp)
		},
		// The last answer is handed on, so that GitLab's words reach the user.
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	return retrier.Do(req)
}

func (c *Client) log(ctx context.Context, resp *http.Response, err error, fields map[string]any) {
	if c.token != "" {
		ctx = tflog.MaskLogStrings(ctx, c.token)
	}
	if resp != nil {
		fields["status"] = resp.StatusCode
	}
	if err != nil {
		fields["error"] = err.Error()
	}
	tflog.Debug(ctx, "GitLab API request", fields)
}

// read decodes the answer of a request that succeeded into out, and returns
// what speaks against that.
func read(resp *http.Response, body []byte, out any) *Error {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return refusal(resp, body)
	}
	if out == nil && len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	if out == nil {
		out = new(any)
	}
	if isHTML(resp, body) {
		return &Error{Status: resp.StatusCode, Message: describeHTML(body), origin: fromWebsite}
	}
	if err := decode(body, out); err != nil {
		return &Error{Status: resp.StatusCode, Message: err.Error(), origin: fromElsewhere}
	}
	return nil
}

func decode(body []byte, out any) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return errors.New("the answer is empty where JSON was expected")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(out); err != nil {
		return fmt.Errorf("the answer is not the JSON that was expected: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("the answer goes on after its JSON")
	}
	return nil
}

// failure is the error of a request that got no answer. It keeps the cause, so
// that errors.Is finds context.Canceled and its kind, but never shows the token.
func (c *Client) failure(method, path string, cause error) error {
	reason := cause
	// What net/http wraps around the cause repeats the method and the address.
	if wrapped := new(url.Error); errors.As(cause, &wrapped) {
		reason = wrapped.Err
	}
	return &requestError{text: fmt.Sprintf("%s %s: %s", method, path, c.mask(reason.Error())), cause: cause}
}

func (c *Client) mask(text string) string {
	if c.token == "" {
		return text
	}
	return strings.ReplaceAll(text, c.token, "***")
}
