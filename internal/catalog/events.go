package catalog

// EventFlag is a column of every integration. GitLab's answers contain it whether or
// not the integration has the event (the table integrations,
// lib/api/entities/integration_basic.rb and its EE extension in GitLab 18.9).
type EventFlag struct {
	// Name is the key in GitLab's answer.
	Name string
	// Default is the value of a new record.
	Default bool
	// NotNull marks a column that cannot be null: GitLab answers a null with status
	// 500.
	NotNull bool
	// Since is the first GitLab version whose answers contain it.
	Since string
}

// EventFlags are all event flags, by name.
var EventFlags = []EventFlag{
	{Name: "alert_events", Default: true, Since: "16.0"},
	{Name: "comment_on_event_enabled", Default: true, NotNull: true, Since: "12.7"},
	{Name: "commit_events", Default: true, NotNull: true, Since: "12.0"},
	{Name: "confidential_issues_events", Default: true, NotNull: true, Since: "10.4"},
	{Name: "confidential_note_events", Default: true, Since: "10.7"},
	{Name: "deployment_events", NotNull: true, Since: "16.0"},
	{Name: "incident_events", NotNull: true, Since: "16.0"},
	{Name: "issues_events", Default: true, Since: "10.0"},
	{Name: "job_events", Default: true, NotNull: true, Since: "10.0"},
	{Name: "merge_requests_events", Default: true, Since: "10.0"},
	{Name: "note_events", Default: true, NotNull: true, Since: "10.0"},
	{Name: "pipeline_events", Default: true, NotNull: true, Since: "10.0"},
	{Name: "push_events", Default: true, Since: "10.0"},
	{Name: "tag_push_events", Default: true, Since: "10.0"},
	{Name: "vulnerability_events", NotNull: true, Since: "16.4"},
	{Name: "wiki_page_events", Default: true, Since: "10.4"},
}

// FindEventFlag returns the event flag with a name. ok is false if there is none.
func FindEventFlag(name string) (EventFlag, bool) {
	for _, flag := range EventFlags {
		if flag.Name == name {
			return flag, true
		}
	}
	return EventFlag{}, false
}
