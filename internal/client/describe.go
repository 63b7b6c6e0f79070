package client

import (
	"errors"
	"fmt"
	"strings"
)

// Describe says in whole sentences what became of a request: the words with
// which GitLab refused it, or why there is no answer. Advice says what to do
// about it. Both speak to users.
func Describe(err error) string {
	if refused := new(Error); errors.As(err, &refused) {
		return refused.describe()
	}
	request, reason, _ := strings.Cut(err.Error(), ": ")
	return fmt.Sprintf("The request %s failed (%s).", request, reason)
}

// describe quotes what others wrote.
func (e *Error) describe() string {
	request, quote := e.Method+" "+e.Path, e.quote()
	switch {
	case e.origin == fromOldGitLab:
		return fmt.Sprintf("This GitLab has no integrations of groups: it knows no %s.", request)
	case e.origin == fromBeforeList:
		return fmt.Sprintf("This GitLab has no list of integrations, which came with GitLab 12.7: it knows no %s.", request)
	case e.origin == fromRedirect:
		return fmt.Sprintf("%s was %s (status %d).", request, e.Message, e.Status)
	case e.origin == fromWebsite:
		return fmt.Sprintf("The answer to %s, with status %d, is %s.", request, e.Status, shorten(e.Message, longestMessage))
	case e.origin == fromElsewhere && e.Status < 300:
		return fmt.Sprintf("%s was answered with status %d, but %s.", request, e.Status, e.Message)
	case e.origin == fromElsewhere:
		return fmt.Sprintf("%s was answered with %s", request, quote)
	case e.RequestID != "" && e.needsLogs():
		return fmt.Sprintf("GitLab answered %s with %s Its logs know the request by the id %s.", request, quote, shorten(e.RequestID, longestRequestID))
	}
	return fmt.Sprintf("GitLab answered %s with %s", request, quote)
}

// quote is the status and the words that came with it, as the end of a
// sentence.
func (e *Error) quote() string {
	words, end := e.Message, "."
	if e.origin >= fromElsewhere {
		words = shorten(words, longestMessage)
	}
	if strings.HasSuffix(words, ".") {
		end = ""
	}
	if strings.HasPrefix(words, fmt.Sprintf("%d ", e.Status)) {
		return fmt.Sprintf(`"%s"%s`, words, end)
	}
	return fmt.Sprintf(`status %d, "%s"%s`, e.Status, words, end)
}
