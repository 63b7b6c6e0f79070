package client

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"time"
)

const (
	// maxMessageLength is the maximum number of quoted characters of an answer that
	// is not GitLab's.
	maxMessageLength = 500
	// maxRequestIDLength is the maximum number of quoted characters of a request ID.
	maxRequestIDLength = 64
)

// Error is an answer that is not a success: GitLab refused the request, or the
// answer does not come from GitLab.
type Error struct {
	// Method and Path are the request's; Path is relative to /api/v4/.
	Method, Path string
	// Status is the HTTP status. It is 200 if the body of a successful answer is not
	// what GitLab sends.
	Status int
	// Message is GitLab's own text, such as "webhook is missing" or
	// "404 Project Not Found"; it is JSON if GitLab sent an object. If the answer
	// does not come from GitLab, Message describes it.
	Message string
	// RequestID is the header X-Request-ID of the answer, which identifies the
	// request in GitLab's logs; "" without that header.
	RequestID string

	// Origin is where the answer comes from.
	Origin Origin
	// TokenType is the type of the token that the request was sent with: TokenPrivate
	// or TokenBearer.
	TokenType string
	// OAuthToken reports whether that token looks like an OAuth token.
	OAuthToken bool
	// Proxy is the address of the proxy that requires a sign-in, without user name and
	// password; "" if there is none.
	Proxy string
	// Base is the address of the API that the request was sent to; "" for an
	// Error that no Client returned.
	Base string
	// RetryAfter is how long the answer asks to wait before the next attempt; 0 if
	// it does not.
	RetryAfter time.Duration
	// Waits is how long the request had waited when it was given up.
	Waits Waits

	// movedTo is the number of the project if it was asked for under a path that it had
	// before it was moved.
	movedTo string
	// toDecoded is set if a redirect leads to the same path without its escapes.
	toDecoded bool
	// transient is set if the status was that of a success, but the body was not,
	// and the next attempt may succeed.
	transient bool
}

// Origin is where an answer comes from.
type Origin int

const (
	// FromAPI is GitLab's API.
	FromAPI Origin = iota
	// FromRouter is GitLab's API, if it has no such route.
	FromRouter
	// FromOldGitLab is an API that has no integrations of groups.
	FromOldGitLab
	// FromBeforeList is an API that has no list of integrations.
	FromBeforeList
	// FromElsewhere is anything else: another server, a proxy, or incomplete JSON.
	FromElsewhere
	// FromWebsite is an HTML page.
	FromWebsite
	// FromRedirect is a redirect that is not followed.
	FromRedirect
	// FromAlteredPath is an answer of whatever kind to the path of a project or group
	// that something before GitLab refuses, or has altered.
	FromAlteredPath
)

// IsFromGitLab reports whether GitLab's API gave the answer.
func (o Origin) IsFromGitLab() bool { return o < FromElsewhere }

// IsPage reports whether an HTML page with the status of a success was the answer, which
// is never that of GitLab's API.
func IsPage(err error) bool {
	answer := new(Error)
	return errors.As(err, &answer) && answer.Origin == FromWebsite && answer.Status >= 200 && answer.Status <= 299
}

// Error returns the request, the status and the message in one line. GitLab's own
// text is never shortened.
func (e *Error) Error() string {
	message := e.ShortMessage()
	if !strings.HasPrefix(message, fmt.Sprintf("%d ", e.Status)) {
		message = fmt.Sprintf("%d: %s", e.Status, message)
	}
	if id := e.LogID(); id != "" {
		message += fmt.Sprintf(" (request ID %s)", id)
	}
	return fmt.Sprintf("%s %s: %s", e.Method, e.Path, message)
}

// ShortMessage is Message, shortened if it is not GitLab's own text.
func (e *Error) ShortMessage() string {
	if e.Origin.IsFromGitLab() {
		return e.Message
	}
	return shorten(e.Message, maxMessageLength)
}

// LogID is the request ID if only GitLab's logs can explain the error, because
// GitLab failed or its answer contains nothing but the status; "" otherwise.
func (e *Error) LogID() string {
	words := http.StatusText(e.Status)
	if e.Status < 500 && e.Message != words && e.Message != fmt.Sprintf("%d %s", e.Status, words) {
		return ""
	}
	return shorten(e.RequestID, maxRequestIDLength)
}

// IsTemporary reports whether the same request may succeed when it is sent
// again.
func (e *Error) IsTemporary() bool { return isTransient(e) }

// IsTokenRefused reports whether GitLab's API does not accept the token. A 401 of
// another server, such as a proxy or a sign-in page, does not count.
func IsTokenRefused(err error) bool {
	refused := new(Error)
	return errors.As(err, &refused) && refused.Status == http.StatusUnauthorized && refused.Origin.IsFromGitLab()
}

// IsNotFound reports whether GitLab's API answered 404. A proxy's 404 page is not
// one, and neither is the error of a GitLab that has no route for integrations.
func IsNotFound(err error) bool {
	refused := new(Error)
	return errors.As(err, &refused) && refused.Status == http.StatusNotFound && refused.Origin <= FromRouter
}

// refusal converts an unsuccessful answer to an Error without the fields of the
// request.
func refusal(resp *http.Response, body []byte) *Error {
	refused := &Error{Status: resp.StatusCode}
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode <= 399:
		refused.Origin = FromRedirect
		refused.Message, refused.movedTo = describeRedirect(resp)
		refused.toDecoded = redirectsToDecoded(resp)
	case isHTML(resp, body):
		refused.Origin, refused.Message = FromWebsite, describeHTML(body)
	default:
		refused.Origin, refused.Message = readRefusal(resp.StatusCode, body)
	}
	if refused.Message == "" {
		refused.Message = cmp.Or(http.StatusText(resp.StatusCode), "an empty answer")
	}
	return refused
}

// readRefusal extracts the text of a body such as {"message": …} or {"error": …,
// "error_description": …}. The API's helpers send the first form; its parameter
// validation, router and sign-in send the second (lib/api/helpers.rb and
// lib/api/api.rb in GitLab 18.9). The answer to too many requests is plain text.
func readRefusal(status int, body []byte) (Origin, string) {
	var answer struct {
		Message     any `json:"message"`
		Error       any `json:"error"`
		Description any `json:"error_description"`
	}
	var other any
	switch {
	case json.Unmarshal(body, &other) != nil:
		return FromElsewhere, oneLine(string(body))
	case json.Unmarshal(body, &answer) != nil || answer.Message == nil && answer.Error == nil:
		return FromElsewhere, compact(other)
	case answer.Message != nil:
		return FromAPI, words(answer.Message)
	case answer.Description != nil:
		return FromAPI, words(answer.Error) + ": " + words(answer.Description)
	case status == http.StatusNotFound && answer.Error == "404 Not Found":
		return FromRouter, "404 Not Found"
	}
	return FromAPI, words(answer.Error)
}

// words converts a JSON value to text. An object stays JSON, for Faults.
func words(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case []any:
		var parts []string
		for _, element := range value {
			parts = append(parts, words(element))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return compact(value)
	}
	return fmt.Sprint(value)
}

func compact(value any) string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	return strings.TrimSpace(text.String())
}

// describeRedirect says why a redirect was not followed. The number is that of a
// project that has moved; "" for any other redirect.
func describeRedirect(resp *http.Response) (text, number string) {
	location, err := resp.Location()
	if err != nil {
		return "redirected, but not to a valid address", ""
	}
	method, from := resp.Request.Method, resp.Request.URL
	reason := redirectRefusal(method, from, location)
	if reason == "" {
		reason = "there were too many redirects"
	}
	return fmt.Sprintf("redirected to %s, and %s", plainAddress(location), reason), movedTo(method, from, location)
}

func isHTML(resp *http.Response, body []byte) bool {
	return strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") || bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}

var htmlTitle = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

func describeHTML(body []byte) string {
	title := ""
	if found := htmlTitle.FindSubmatch(body); found != nil {
		title = fmt.Sprintf(" titled %q", oneLine(html.UnescapeString(string(found[1]))))
	}
	return "an HTML page" + title + " instead of JSON"
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// shorten cuts text to a number of characters.
func shorten(text string, longest int) string {
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}
