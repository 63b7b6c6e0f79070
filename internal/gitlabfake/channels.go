package gitlabfake

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog"
)

// channelEvents are the events whose channels GitLab counts, in its order
// (SUPPORTED_EVENTS in app/models/concerns/integrations/base/chat_notification.rb and
// slack_notification.rb in GitLab 18.9).
var channelEvents = []string{
	"push", "issue", "confidential_issue", "merge_request", "note", "confidential_note", "tag_push",
	"pipeline", "wiki_page", "deployment", "incident", "work_item", "confidential_work_item",
	"vulnerability", "alert", "group_mention", "group_confidential_mention",
}

// checkChannels refuses events with too many channels.
func (v *validation) checkChannels(o *owner) {
	limited, _ := v.integration.Parameter("push_channel")
	for _, event := range channelEvents {
		name := event + "_channel"
		if limited.MaximumItems > 0 && v.integration.countsChannels(event, o) && v.channels(event) > limited.MaximumItems {
			v.add(name, fmt.Sprintf("cannot have more than %d channels", limited.MaximumItems))
		}
	}
}

// countsChannels reports whether GitLab counts the channels of an event: those of a
// setting, of events that no request can set, and of mentions in groups.
func (i integration) countsChannels(event string, o *owner) bool {
	p, _ := i.Parameter(event + "_channel")
	isMention := func(a catalog.AnsweredOnly) bool { return a.Name == event+"_channel" && a.Scope == o.scope() }
	return p.MaximumItems > 0 || slices.Contains(i.UnusableEvents, event+"_events") || slices.ContainsFunc(i.AnsweredOnly, isMention)
}

// channels returns the number of different channels of an event. Without channels of its
// own it has those of another event, or of all.
func (v *validation) channels(event string) int {
	event = strings.Replace(event, "work_item", "issue", 1)
	kind := strings.TrimPrefix(event, "confidential_")
	list := ""
	for _, name := range []string{event + "_channel", kind + "_channel", "channel"} {
		if list = asText(v.draft.settings[name]); !blank(list) {
			break
		}
	}
	different := map[string]bool{}
	for channel := range strings.SplitSeq(strings.TrimRight(list, ","), ",") {
		different[stripped(channel)] = true
	}
	return len(different)
}
