package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// longestMessage bounds what is quoted of an answer that is not GitLab's.
const longestMessage = 500

var htmlTitle = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

// Error is GitLab's refusal, or an answer that cannot be GitLab's.
type Error struct {
	// Method and Path are the request's; Path is relative to /api/v4/.
	Method, Path string
	// Status is the HTTP status, which is 200 where a success turned out not to
	// be one.
	Status int
	// Message holds GitLab's own words, such as "webhook is missing" or
	// "404 Project Not Found", or explains an answer that is not GitLab's.
	Message string

	// foreign answers tell nothing about what was asked for: a proxy's page, a
	// redirect, an address that GitLab does not have.
	foreign bool
	// noRoute is GitLab's answer that it has no such address.
	noRoute bool
}

// Error returns the request, the status and the message in one line. Only
// GitLab's own words are never cut.
func (e *Error) Error() string {
	message := e.Message
	if e.foreign {
		message = shorten(message)
	}
	if strings.HasPrefix(message, fmt.Sprintf("%d ", e.Status)) {
		return fmt.Sprintf("%s %s: %s", e.Method, e.Path, message)
	}
	return fmt.Sprintf("%s %s: %d: %s", e.Method, e.Path, e.Status, message)
}

// requestError is a request without an answer.
type requestError struct {
	text  string
	cause error
}

// Error returns the request and what went wrong.
func (e *requestError) Error() string { return e.text }

// Unwrap returns what went wrong.
func (e *requestError) Unwrap() error { return e.cause }

// IsNotFound tells whether GitLab's API answered 404. A proxy's 404 page is not
// one, and neither is the error of a GitLab that has no route for integrations.
func IsNotFound(err error) bool {
	refused := new(Error)
	return errors.As(err, &refused) && refused.Status == http.StatusNotFound && !refused.foreign
}

// refusal turns an answer that is no success into an Error without Method and
// Path. The base is the address of the API, for the explanations.
func refusal(resp *http.Response, body []byte, base *url.URL) *Error {
	refused := &Error{Status: resp.StatusCode, foreign: true}
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode <= 399:
		refused.Message = explainRedirect(resp)
	case isHTML(resp, body):
		refused.Message = explainHTML(body, base)
	case json.Valid(body):
		readRefusal(refused, body)
	default:
		refused.Message = oneLine(string(body))
	}
	if refused.Message == "" {
		refused.Message = http.StatusText(resp.StatusCode)
	}
	return refused
}

// readRefusal takes the words out of a body like {"message": …} or
// {"error": …, "error_description": …}; the API's helpers send the first, its
// parameter validation, router and sign-in the second (lib/api/helpers.rb and
// lib/api/api.rb in GitLab 18.9).
func readRefusal(refused *Error, body []byte) {
	var answer struct {
		Message     any `json:"message"`
		Error       any `json:"error"`
		Description any `json:"error_description"`
	}
	if err := json.Unmarshal(body, &answer); err != nil || answer.Message == nil && answer.Error == nil {
		refused.Message = oneLine(string(body))
		return
	}
	refused.foreign = false
	switch {
	case answer.Message != nil:
		refused.Message = words(answer.Message)
	case answer.Description != nil:
		refused.Message = words(answer.Error) + ": " + words(answer.Description)
	default:
		refused.Message = words(answer.Error)
		refused.noRoute = refused.Status == http.StatusNotFound && refused.Message == "404 Not Found"
	}
	if refused.Status == http.StatusMethodNotAllowed && strings.Contains(refused.Message, "moved projects") {
		refused.Message = "the project has moved: change `project` to its new path or to its id (" + refused.Message + ")"
	}
}

// words puts a JSON value into words: {"url": ["is blocked", "is long"]} becomes
// "url: is blocked, is long".
func words(value any) string {
	var parts []string
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			parts = append(parts, words(element))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			parts = append(parts, key+": "+words(value[key]))
		}
		return strings.Join(parts, "; ")
	}
	return fmt.Sprint(value)
}

func explainRedirect(resp *http.Response) string {
	location, err := resp.Location()
	if err != nil {
		return "redirected, but not to a valid address: is base_url the address of GitLab?"
	}
	reason := redirectRefusal(resp.Request.Method, resp.Request.URL, location)
	if reason == "" {
		reason = "that was one redirect too many"
	}
	return fmt.Sprintf("redirected to %s, and %s: change base_url to the new address (or, if the project has moved, `project`)",
		plainAddress(location), reason)
}

func isHTML(resp *http.Response, body []byte) bool {
	return strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") || bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}

func explainHTML(body []byte, base *url.URL) string {
	title := ""
	if found := htmlTitle.FindSubmatch(body); found != nil {
		title = fmt.Sprintf(" titled %q", oneLine(html.UnescapeString(string(found[1]))))
	}
	return fmt.Sprintf("an HTML page%s instead of JSON: is base_url the address of GitLab (asked was %s)? a proxy or sign-in page may have answered",
		title, base)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// shorten makes text bearable.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > longestMessage {
		return string(runes[:longestMessage]) + "…"
	}
	return text
}
