package provider_test

// mainProviderState is the state of a resource of the main GitLab provider, with the
// settings of the same integration in GitLab and in a configuration of this provider.
type mainProviderState struct {
	// typeName is the resource type of the main provider, and target that of this
	// provider without its prefix.
	typeName, target string
	// release is the release of the main provider that wrote the state.
	release string
	// attributes are the attributes of the state, without project and group.
	attributes settings
	// configured contains the settings of this provider's resource.
	configured settings
}

const exampleHook = "https://hooks.example.com/services/T0/B0/secret"

// onlyRead are attributes that are only computed in many resources of the main provider.
var onlyRead = settings{"active": true, "created_at": "2021-01-02T03:04:05Z", "updated_at": "2022-01-02T03:04:05Z", "title": "Its title", "slug": "its-slug"}

// events are the event flags that most chat resources have.
var events = settings{"push_events": true, "issues_events": true, "confidential_issues_events": false, "merge_requests_events": true,
	"tag_push_events": false, "note_events": true, "confidential_note_events": true, "pipeline_events": true, "wiki_page_events": true}

// chatEvents are the same flags in this provider's configuration, without those that
// equal the defaults.
var chatEvents = settings{"confidential_issues_events": false, "tag_push_events": false}

// unsetChannels is how the older SDK stores unset channels.
var unsetChannels = settings{"push_channel": "", "issue_channel": "", "confidential_issue_channel": "", "merge_request_channel": "", "note_channel": "",
	"confidential_note_channel": "", "tag_push_channel": "", "pipeline_channel": "", "wiki_page_channel": ""}

// The newer form of the Jira settings.
var (
	jiraConfigured = settings{"url": "https://jira.example.com", "username": "gitlab", "password": "jira-secret", "project_keys": []string{"ACME", "WEB"},
		"jira_issue_transition_id": "21", "commit_events": false, "issues_enabled": true}
	jiraAttributes = settings{"url": "https://jira.example.com", "username": "gitlab", "password": "jira-secret", "project_keys": []string{"WEB", "ACME"},
		"jira_issue_transition_id": "21", "commit_events": false, "merge_requests_events": true, "comment_on_event_enabled": true,
		"api_url": nil, "jira_auth_type": 0, "jira_issue_prefix": "", "jira_issue_regex": "", "jira_issue_transition_automatic": false,
		"issues_enabled": true, "use_inherited_settings": false}
)

// mainProviderStates covers every resource of the main provider in each form that its
// releases wrote. Names and attributes come from its documentation and source code.
var mainProviderStates = []mainProviderState{
	{"gitlab_service_slack", "slack", "1.3 (its id is that of the integration)", settings{"id": "5701", "webhook": exampleHook, "username": "gitlab",
		"notify_only_broken_pipelines": false, "notify_only_default_branch": true, "push_events": true, "issue_events": true,
		"confidential_issue_events": false, "merge_request_events": true, "tag_push_events": false, "note_events": true,
		"confidential_note_events": true, "pipeline_events": true, "wiki_page_events": true, "deployment_events": false, "deployment_channel": ""}.with(unsetChannels),
		settings{"webhook": exampleHook, "username": "gitlab", "notify_only_broken_pipelines": false}.with(chatEvents)},
	{"gitlab_service_slack", "slack", "3.18", settings{"webhook": exampleHook, "username": "", "notify_only_broken_pipelines": true,
		"notify_only_default_branch": false, "branches_to_be_notified": "all", "job_events": false}.with(events).with(unsetChannels).with(settings{"push_channel": "#pushes"}),
		settings{"webhook": exampleHook, "branches_to_be_notified": "all", "push_channel": "#pushes"}.with(chatEvents)},
	{"gitlab_integration_slack", "slack", "19.1", settings{"webhook": exampleHook, "branches_to_be_notified": "default", "job_events": true,
		"notify_only_broken_pipelines": true}.with(events).with(unsetChannels), settings{"webhook": exampleHook}.with(chatEvents)},
	{"gitlab_service_jira", "jira", "2.0", settings{"url": "https://jira.example.com", "project_key": "ACME", "username": "gitlab", "password": "jira-secret",
		"jira_issue_transition_id": "", "commit_events": true, "merge_requests_events": true, "comment_on_event_enabled": true,
		"push_events": true, "issues_events": true, "tag_push_events": true, "note_events": true, "pipeline_events": true, "job_events": true}.with(onlyRead),
		settings{"url": "https://jira.example.com", "project_key": "ACME", "username": "gitlab", "password": "jira-secret"}},
	{"gitlab_integration_jira", "jira", "17.11", jiraAttributes.with(onlyRead).with(settings{"project_key": ""}), jiraConfigured},
	{"gitlab_project_integration_jira", "jira", "19.1", jiraAttributes.with(onlyRead), jiraConfigured},
	{"gitlab_service_microsoft_teams", "microsoft_teams", "3.18", settings{"webhook": exampleHook, "notify_only_broken_pipelines": true, "branches_to_be_notified": "all"}.with(onlyRead).with(events),
		settings{"webhook": exampleHook, "branches_to_be_notified": "all"}.with(chatEvents)},
	{"gitlab_project_integration_microsoft_teams", "microsoft_teams", "19.1", settings{"webhook": exampleHook, "notify_only_broken_pipelines": true, "branches_to_be_notified": nil}.with(onlyRead).with(events),
		settings{"webhook": exampleHook}.with(chatEvents)},
	{"gitlab_group_integration_microsoft_teams", "microsoft_teams", "18.10", settings{"webhook": exampleHook, "branches_to_be_notified": "default",
		"notify_only_broken_pipelines": true, "use_inherited_settings": false}.with(onlyRead).with(events), settings{"webhook": exampleHook}.with(chatEvents)},
	{"gitlab_integration_mattermost", "mattermost", "18.0", settings{"webhook": exampleHook, "username": "gitlab", "branches_to_be_notified": "default",
		"notify_only_broken_pipelines": true}.with(events).with(unsetChannels), settings{"webhook": exampleHook, "username": "gitlab"}.with(chatEvents)},
	{"gitlab_project_integration_mattermost", "mattermost", "18.9", settings{"webhook": exampleHook, "username": "gitlab", "branches_to_be_notified": "default",
		"notify_only_broken_pipelines": true}.with(events), settings{"webhook": exampleHook, "username": "gitlab"}.with(chatEvents)},
	{"gitlab_group_integration_mattermost", "mattermost", "18.9", settings{"webhook": exampleHook, "channel": "town-square", "labels_to_be_notified": "~bug",
		"labels_to_be_notified_behavior": "match_all", "use_inherited_settings": false}.with(events),
		settings{"webhook": exampleHook, "channel": "town-square", "labels_to_be_notified": "~bug", "labels_to_be_notified_behavior": "match_all"}.with(chatEvents)},
	{"gitlab_service_github", "github", "3.18", settings{"token": "github-secret", "repository_url": "https://github.com/acme/web", "static_context": true}.with(onlyRead),
		settings{"token": "github-secret", "repository_url": "https://github.com/acme/web"}},
	{"gitlab_project_integration_github", "github", "19.1", settings{"token": "github-secret", "repository_url": "https://github.com/acme/web", "static_context": false}.with(onlyRead),
		settings{"token": "github-secret", "repository_url": "https://github.com/acme/web", "static_context": false}},
	{"gitlab_service_pipelines_email", "pipelines_email", "3.18", settings{"recipients": []string{"dev@example.com", "ops@example.com"},
		"notify_only_broken_pipelines": false, "branches_to_be_notified": "all"},
		settings{"recipients": "dev@example.com,ops@example.com", "notify_only_broken_pipelines": false, "branches_to_be_notified": "all"}},
	{"gitlab_project_integration_pipelines_email", "pipelines_email", "19.1", settings{"recipients": []string{"dev@example.com"}, "notify_only_broken_pipelines": true,
		"branches_to_be_notified": "default"}, settings{"recipients": "dev@example.com"}},
	{"gitlab_service_emails_on_push", "emails_on_push", "15.4", settings{"recipients": "dev@example.com ops@example.com", "branches_to_be_notified": "all", "disable_diffs": false,
		"send_from_committer_email": true, "push_events": true, "tag_push_events": false}.with(onlyRead),
		settings{"recipients": "dev@example.com ops@example.com", "send_from_committer_email": true, "tag_push_events": false}},
	{"gitlab_project_integration_emails_on_push", "emails_on_push", "19.1", settings{"recipients": "dev@example.com", "branches_to_be_notified": "all", "disable_diffs": false,
		"send_from_committer_email": false, "push_events": true, "tag_push_events": true}.with(onlyRead), settings{"recipients": "dev@example.com"}},
	{"gitlab_service_external_wiki", "external_wiki", "3.14", settings{"external_wiki_url": "https://wiki.example.com"}.with(onlyRead), settings{"external_wiki_url": "https://wiki.example.com"}},
	{"gitlab_project_integration_external_wiki", "external_wiki", "19.1", settings{"external_wiki_url": "https://wiki.example.com"}.with(onlyRead), settings{"external_wiki_url": "https://wiki.example.com"}},
	{"gitlab_service_custom_issue_tracker", "custom_issue_tracker", "15.9", trackerAttributes.with(onlyRead), trackerAttributes.with(newIssue)},
	{"gitlab_project_integration_custom_issue_tracker", "custom_issue_tracker", "19.1", trackerAttributes.with(onlyRead), trackerAttributes.with(newIssue)},
	{"gitlab_integration_redmine", "redmine", "18.0", trackerAttributes.with(newIssue).with(settings{"use_inherited_settings": false}), trackerAttributes.with(newIssue)},
	{"gitlab_project_integration_redmine", "redmine", "19.1", trackerAttributes.with(newIssue), trackerAttributes.with(newIssue)},
	{"gitlab_project_integration_youtrack", "youtrack", "19.1", trackerAttributes, trackerAttributes},
	{"gitlab_project_integration_datadog", "datadog", "19.0", settings{"api_key": "0123456789abcdef0123456789abcdef", "api_url": nil, "archive_trace_events": true, "datadog_ci_visibility": true,
		"datadog_env": "production", "datadog_service": "web", "datadog_site": "datadoghq.eu", "datadog_tags": "a:b\nc:d", "use_inherited_settings": false, "active": true},
		settings{"api_key": "0123456789abcdef0123456789abcdef", "archive_trace_events": true, "datadog_ci_visibility": true,
			"datadog_env": "production", "datadog_service": "web", "datadog_site": "datadoghq.eu", "datadog_tags": "a:b\nc:d"}},
	{"gitlab_integration_harbor", "harbor", "18.0", harborAttributes.with(settings{"active": true, "use_inherited_settings": false}), harborAttributes},
	{"gitlab_project_integration_harbor", "harbor", "19.1", harborAttributes.with(settings{"active": true}), harborAttributes},
	{"gitlab_group_integration_harbor", "harbor", "19.0", harborAttributes.with(settings{"active": true, "use_inherited_settings": false}), harborAttributes},
	{"gitlab_integration_jenkins", "jenkins", "16.0", settings{"jenkins_url": "https://jenkins.example.com", "project_name": "web", "username": "gitlab", "password": "jenkins-secret",
		"enable_ssl_verification": true, "merge_request_events": true, "push_events": true, "tag_push_events": false, "active": true},
		settings{"jenkins_url": "https://jenkins.example.com", "project_name": "web", "username": "gitlab", "password": "jenkins-secret", "merge_requests_events": true}},
	{"gitlab_project_integration_jenkins", "jenkins", "19.1", settings{"jenkins_url": "https://jenkins.example.com", "project_name": "web", "username": nil, "password": nil,
		"enable_ssl_verification": true, "merge_request_events": false, "push_events": true, "tag_push_events": false, "active": true},
		settings{"jenkins_url": "https://jenkins.example.com", "project_name": "web"}},
	{"gitlab_project_integration_matrix", "matrix", "18.10", settings{"room": "!room:matrix.example.com", "token": "matrix-secret", "hostname": "https://matrix.example.com",
		"branches_to_be_notified": "default", "notify_only_broken_pipelines": true, "use_inherited_settings": false}.with(events),
		settings{"room": "!room:matrix.example.com", "token": "matrix-secret", "hostname": "https://matrix.example.com"}.with(chatEvents)},
	{"gitlab_integration_telegram", "telegram", "16.10", settings{"room": "-1000", "token": "telegram-secret", "branches_to_be_notified": "default", "notify_only_broken_pipelines": true}.with(events),
		settings{"room": "-1000", "token": "telegram-secret"}.with(chatEvents)},
	{"gitlab_project_integration_telegram", "telegram", "19.1", settings{"room": "-1000", "token": "telegram-secret", "branches_to_be_notified": "all", "notify_only_broken_pipelines": false}.with(events),
		settings{"room": "-1000", "token": "telegram-secret", "branches_to_be_notified": "all", "notify_only_broken_pipelines": false}.with(chatEvents)},
	{"gitlab_project_integration_google_chat", "hangouts_chat", "19.0", settings{"webhook": exampleHook, "branches_to_be_notified": "default", "notify_only_broken_pipelines": true, "active": true}.with(events),
		settings{"webhook": exampleHook}.with(chatEvents)},
}

var (
	trackerAttributes = settings{"project_url": "https://issues.example.com/web", "issues_url": "https://issues.example.com/web/:id"}
	// newIssue is a setting of the custom issue tracker that the main provider lacks.
	newIssue         = settings{"new_issue_url": "https://issues.example.com/web/new"}
	harborAttributes = settings{"url": "https://harbor.example.com", "project_name": "web", "username": "gitlab", "password": "harbor-Secret1"}
)
