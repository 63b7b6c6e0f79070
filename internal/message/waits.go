package message

import (
	"fmt"
	"strings"
	"time"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// describeWaits describes for what and how long the provider has waited, and which
// setting ended the wait; "" if none did.
func describeWaits(w client.Waits) string {
	waited, maxWait := describeTimes(w), describeDuration(w.MaxWait)
	switch {
	case w.GaveUp == client.RetriesUsedUp:
		return fmt.Sprintf("The provider waited %s, and `retries` (%d) allows no further attempt.", waited, w.Retries)
	case w.GaveUp == client.MaxWaitReached && w.Total() < time.Second:
		return fmt.Sprintf("The answer asks for a wait of %s, but `max_wait` allows only %s.", describeDuration(w.Next), maxWait)
	case w.GaveUp == client.MaxWaitReached:
		return fmt.Sprintf("The provider waited %s, and `max_wait` (%s) does not allow another wait of %s.", waited, maxWait, describeDuration(w.Next))
	}
	return ""
}

// describeTimes lists how long the provider has waited, by reason.
func describeTimes(w client.Waits) string {
	var times []string
	for reason, wait := range w.For {
		if wait > 0 {
			times = append(times, fmt.Sprintf("%s for %s", describeDuration(wait), client.WaitReason(reason)))
		}
	}
	return strings.Join(times, ", ")
}

// describeDuration rounds to whole seconds, at least one, and leaves out zeros at the
// end: "10m", not "10m0.3s".
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
