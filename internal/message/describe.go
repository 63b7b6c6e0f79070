package message

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Explain describes the outcome of a request and the remedy.
func Explain(err error) string { return Paragraphs(Describe(err), Advice(err)) }

// Describe describes the outcome of a request in sentences: GitLab's refusal, or why
// there is no answer, and how long the provider has waited.
func Describe(err error) string {
	return strings.TrimSpace(describeLast(err) + " " + describeWaits(client.WaitsOf(err)))
}

// describeLast describes the outcome of the last attempt.
func describeLast(err error) string {
	refused, failed := new(client.Error), new(client.RequestError)
	switch {
	case errors.As(err, &refused):
		return describeAnswer(refused)
	case errors.As(err, &failed):
		return fmt.Sprintf("The request %s %s failed (%s).", failed.Method, failed.Path, failed.Reason)
	default:
		return fmt.Sprintf("The request failed (%s).", err)
	}
}

// describeAnswer describes an answer, and quotes its text.
func describeAnswer(e *client.Error) string {
	request := e.Method + " " + e.Path
	switch e.Origin {
	case client.FromOldGitLab:
		return fmt.Sprintf("This GitLab has no integrations of groups: it does not know %s.", request)
	case client.FromBeforeList:
		return fmt.Sprintf("This GitLab has no list of integrations, which needs GitLab 12.7 or later: it does not know %s.", request)
	case client.FromAlteredPath:
		return fmt.Sprintf("%s was answered with %s", request, quote(e))
	case client.FromRedirect:
		return fmt.Sprintf("%s was %s (status %d).", request, e.Message, e.Status)
	case client.FromWebsite:
		return fmt.Sprintf("The answer to %s, with status %d, is %s.", request, e.Status, e.ShortMessage())
	case client.FromElsewhere:
		if e.Status < 300 {
			return fmt.Sprintf("%s was answered with status %d, but %s.", request, e.Status, e.Message)
		}
		return fmt.Sprintf("%s was answered with %s", request, quote(e))
	}
	text := fmt.Sprintf("GitLab answered %s with %s", request, quote(e))
	if id := e.LogID(); id != "" {
		text += fmt.Sprintf(" GitLab's logs have the request under the ID %s.", id)
	}
	return text
}

// quote quotes the status and the text of an answer, as the end of a sentence.
func quote(e *client.Error) string {
	words, end := e.ShortMessage(), "."
	if strings.HasSuffix(words, ".") {
		end = ""
	}
	if strings.HasPrefix(words, fmt.Sprintf("%d ", e.Status)) {
		return fmt.Sprintf(`"%s"%s`, words, end)
	}
	return fmt.Sprintf(`status %d, "%s"%s`, e.Status, words, end)
}
