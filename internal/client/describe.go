package client

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Describe says in whole sentences what became of a request: the words with
// which GitLab refused it, or why there is no answer, and how long the provider
// has waited. Advice says what to do about it. Both are for users.
func Describe(err error) string {
	return strings.TrimSpace(describeLast(err) + " " + WaitsOf(err).describe())
}

// describeLast is about the last attempt.
func describeLast(err error) string {
	if refused := new(Error); errors.As(err, &refused) {
		return refused.describe()
	}
	request, reason, _ := strings.Cut(err.Error(), ": ")
	return fmt.Sprintf("The request %s failed (%s).", request, reason)
}

// describe says for what the provider has waited, how long, and which setting
// did not allow more. It is "" if no setting did.
func (w Waits) describe() string {
	waited, maxWait := w.describeTimes(), describeDuration(w.MaxWait)
	switch {
	case w.GaveUp == RetriesUsedUp:
		return fmt.Sprintf("The provider waited %s, and `retries` (%d) allows no further attempt.", waited, w.Retries)
	case w.GaveUp == MaxWaitReached && w.Total() < time.Second:
		return fmt.Sprintf("The answer asks for a wait of %s, but `max_wait` allows only %s.", describeDuration(w.Next), maxWait)
	case w.GaveUp == MaxWaitReached:
		return fmt.Sprintf("The provider waited %s, and `max_wait` (%s) does not allow another wait of %s.", waited, maxWait, describeDuration(w.Next))
	}
	return ""
}

// describeTimes lists the times that the provider has waited by their reasons.
func (w Waits) describeTimes() string {
	var times []string
	for reason, wait := range w.For {
		if wait > 0 {
			times = append(times, fmt.Sprintf("%s for %s", describeDuration(wait), WaitReason(reason)))
		}
	}
	return strings.Join(times, ", ")
}

// describeDuration returns whole seconds, at least one, without zeros at the end:
// "10m", not "10m0.3s".
func describeDuration(duration time.Duration) string {
	text := max(duration.Round(time.Second), time.Second).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// describe says what was answered, in the words of the answer.
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

// quote returns the status and the words of the answer, as the end of a sentence.
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
