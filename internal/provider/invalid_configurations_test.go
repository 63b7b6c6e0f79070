package provider_test

import (
	"fmt"
	"strings"
)

// invalidConfiguration is a configuration that the provider rejects without a request to
// GitLab.
type invalidConfiguration struct {
	title, typeName string
	attributes      settings
	// attribute is the attribute of the diagnostic; empty if the configuration does not
	// contain it.
	attribute string
}

// Valid configurations.
var (
	goodSlack    = settings{"project": "acme/web", "webhook": "https://hooks.slack.com/services/hidden-secret"}
	goodDiscord  = settings{"project": "acme/web", "webhook": "https://discord.com/api/webhooks/1/hidden-secret"}
	goodJira     = settings{"project": "acme/web", "url": "https://jira.example.com", "username": "gitlab", "password": hiddenSigns}
	goodJenkins  = settings{"project": "acme/web", "jenkins_url": "https://jenkins.example.com", "project_name": "web"}
	goodBamboo   = settings{"project": "acme/web", "bamboo_url": "https://bamboo.example.com", "build_key": "KEY", "username": "gitlab", "password": hiddenSigns}
	goodDatadog  = settings{"project": "acme/web", "api_key": "hidden_secret"}
	goodAsana    = settings{"project": "acme/web", "api_key": hiddenSigns}
	goodCampfire = settings{"project": "acme/web", "token": hiddenSigns}
	goodHarbor   = settings{"project": "acme/web", "url": "https://harbor.example.com", "project_name": "web", "username": "gitlab", "password": "hidden-secret"}
	goodIrker    = settings{"project": "acme/web", "recipients": "irc://irc.example.com/acme"}
	goodTelegram = settings{"project": "acme/web", "token": hiddenSigns, "room": "@channel"}
	goodTracker  = settings{"project": "acme/web", "project_url": "https://tracker.example.com/p", "issues_url": "https://tracker.example.com/i/:id", "new_issue_url": "https://tracker.example.com/new"}
	goodSquash   = settings{"project": "acme/web", "url": "https://squash.example.com"}
	goodApp      = settings{"project": "acme/web"}
	goodPlay     = settings{"project": "acme/web", "package_name": "com.example.web", "service_account_key_file_name": "key.json", "service_account_key": `{"type":"service_account","project_id":"acme","private_key_id":"1","private_key":"hidden-secret","client_email":"gitlab@acme.iam.gserviceaccount.com","client_id":"1","auth_uri":"https://accounts.google.com/o/oauth2/auth","token_uri":"https://oauth2.googleapis.com/token","auth_provider_x509_cert_url":"https://www.googleapis.com/oauth2/v1/certs","client_x509_cert_url":"https://www.googleapis.com/robot/v1/metadata/x509/gitlab"}`}
	goodApple    = settings{"project": "acme/web", "app_store_issuer_id": "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa", "app_store_key_id": "ABC1", "app_store_private_key_file_name": "key.p8", "app_store_private_key": "-----BEGIN PRIVATE KEY-----\nhidden-secret\n-----END PRIVATE KEY-----"}
	goodCloud    = settings{"project": "acme/web", "workload_identity_federation_project_id": "example-project", "workload_identity_federation_project_number": 123456789, "workload_identity_pool_id": "example-pool", "workload_identity_pool_provider_id": "example-provider"}
	goodCustom   = settings{"project": "acme/web", "slug": "example-chat"}
	goodMatrix   = settings{"project": "acme/web", "token": hiddenSigns, "room": "!abc:example.com"}
	goodPushover = settings{"project": "acme/web", "api_key": hiddenSigns, "user_key": hiddenSigns, "priority": 0}
)

var invalidConfigurations = []invalidConfiguration{
	{"Neither project nor group", "asana", goodAsana.with(settings{"project": nil}), ""},
	{"Both project and group", "asana", goodAsana.with(settings{"group": "acme"}), "group"},
	{"Empty project", "asana", goodAsana.with(settings{"project": ""}), "project"},
	{"Empty group", "asana", goodAsana.with(settings{"project": nil, "group": ""}), "group"},
	{"Escaped path of a project", "asana", goodAsana.with(settings{"project": "acme%2Fweb"}), "project"},
	{"Escaped path of a group", "asana", goodAsana.with(settings{"project": nil, "group": "acme%2fshop"}), "group"},
	{"Slash before the path of a project", "asana", goodAsana.with(settings{"project": "/acme/web"}), "project"},
	{"Space around the path of a group", "asana", goodAsana.with(settings{"project": nil, "group": "acme "}), "group"},
	{"Address instead of the path of a project", "asana", goodAsana.with(settings{"project": "https://gitlab.example.com/acme/web"}), "project"},
	{"Required setting that is missing", "jenkins", goodJenkins.with(settings{"jenkins_url": nil}), ""},
	{"Required setting that is empty", "jenkins", goodJenkins.with(settings{"project_name": ""}), "project_name"},
	{"Required secret that is empty", "asana", goodAsana.with(settings{"api_key": ""}), "api_key"},
	{"Empty write-only secret", "asana", goodAsana.with(settings{"api_key": nil, "api_key_wo": ""}), "api_key_wo"},
	{"Secret in two forms", "asana", goodAsana.with(settings{"api_key_wo": hiddenSigns}), "api_key_wo"},
	{"Version without a secret", "asana", goodAsana.with(settings{"api_key_wo_version": 1}), "api_key_wo_version"},
	{"Version that is no whole number", "asana", goodAsana.with(settings{"api_key": nil, "api_key_wo": hiddenSigns, "api_key_wo_version": 1.5}), "api_key_wo_version"},
	{"Setting beside use_inherited_settings", "asana", settings{"project": "acme/web", "use_inherited_settings": true, "push_events": false}, "push_events"},
	{"Secret beside use_inherited_settings", "asana", goodAsana.with(settings{"use_inherited_settings": true}), "api_key"},
	{"Value that is not allowed", "slack", goodSlack.with(settings{"branches_to_be_notified": "main"}), "branches_to_be_notified"},
	{"Value with a capital letter", "slack", goodSlack.with(settings{"branches_to_be_notified": "Protected"}), "branches_to_be_notified"},
	{"Number that is not allowed", "jira", goodJira.with(settings{"jira_auth_type": 7}), "jira_auth_type"},
	{"Pushover priority out of range", "pushover", goodPushover.with(settings{"priority": 3}), "priority"},
	{"Fraction instead of a number", "jira", goodJira.with(settings{"vulnerabilities_issuetype": 1.5}), "vulnerabilities_issuetype"},
	{"Null in a list", "jira", goodJira.with(settings{"issues_enabled": true, "project_keys": reference(`["WEB", null]`)}), "project_keys"},
	{"URL without scheme", "slack", goodSlack.with(settings{"webhook": "hooks.slack.com/services/hidden-secret"}), "webhook"},
	{"URL with a scheme in capitals", "jenkins", goodJenkins.with(settings{"jenkins_url": "HTTPS://jenkins.example.com"}), "jenkins_url"},
	{"URL with another scheme", "jenkins", goodJenkins.with(settings{"jenkins_url": "ftp://jenkins.example.com"}), "jenkins_url"},
	{"URL without host", "jenkins", goodJenkins.with(settings{"jenkins_url": "https:///job"}), "jenkins_url"},
	{"URL with a space", "external_wiki", settings{"project": "acme/web", "external_wiki_url": "https://wiki.example.com/a b"}, "external_wiki_url"},
	{"Secret with the line break of its file", "asana", goodAsana.with(settings{"api_key": "hidden-secret\n"}), "api_key"},
	{"Write-only secret with the line break of its file", "asana", goodAsana.with(settings{"api_key": nil, "api_key_wo": "hidden-secret\r\n"}), "api_key_wo"},
	{"Secret that is a line break alone", "asana", goodAsana.with(settings{"api_key": "\n"}), "api_key"},
	{"Secret of two lines", "asana", goodAsana.with(settings{"api_key": "hidden-secret\nhidden-secret"}), "api_key"},
	{"Secret with a byte order mark", "asana", goodAsana.with(settings{"api_key": reference(`"\ufeffhidden-secret"`)}), "api_key"},
	{"Element with a line break", "jira", goodJira.with(settings{"issues_enabled": true, "project_keys": []string{"WEB\n"}}), "project_keys"},
	{"Null character", "asana", goodAsana.with(settings{"restrict_to_branch": reference(`"main\u0000"`)}), "restrict_to_branch"},
	{"Space after a secret in an address", "buildkite", settings{"project": "acme/web", "project_url": "https://buildkite.com/acme/web", "token": "hidden-secret "}, "token"},
	{"Space that GitLab removes", "datadog", goodDatadog.with(settings{"datadog_env": " production"}), "datadog_env"},
	{"Empty secret that GitLab takes as null only", "squash_tm", goodSquash.with(settings{"token": ""}), "token"},
	{"Address that is not escaped", "jenkins", goodJenkins.with(settings{"jenkins_url": "https://jenkins.example.com/ü"}), "jenkins_url"},
	{"Jenkins project that is not escaped", "jenkins", goodJenkins.with(settings{"project_name": "My Project"}), "project_name"},
	{"Address with a variable", "drone_ci", settings{"project": "acme/web", "drone_url": "https://drone.example.com/{path}", "token": "hidden-secret"}, "drone_url"},
	{"Squash TM address with an escaped space", "squash_tm", goodSquash.with(settings{"url": "https://squash.example.com/a%20b"}), "url"},
	{"Host that is too long", "external_wiki", settings{"project": "acme/web", "external_wiki_url": "https://a" + longText(1024)}, "external_wiki_url"},
	{"Alias of a Matrix room", "matrix", goodMatrix.with(settings{"room": "#acme:example.com"}), "room"},
	{"Discord address on another host", "discord", goodDiscord.with(settings{"webhook": "https://example.com/hidden-secret"}), "webhook"},
	{"Discord channel that is no webhook", "discord", goodDiscord.with(settings{"push_channel": "general"}), "push_channel"},
	{"Confluence address elsewhere", "confluence", settings{"project": "acme/web", "confluence_url": "https://wiki.example.com"}, "confluence_url"},
	{"Linear address elsewhere", "linear", settings{"project": "acme/web", "workspace_url": "https://linear.app/"}, "workspace_url"},
	{"Too many channels", "slack", goodSlack.with(settings{"push_channel": "a,b,c,d,e,f,g,h,i,j,k"}), "push_channel"},
	{"Two webhooks for one Discord event", "discord", goodDiscord.with(settings{"push_channel": "https://discord.com/api/webhooks/2/hidden-secret,https://discord.com/api/webhooks/3/hidden-secret"}), "push_channel"},
	{"Match all of no labels", "slack", goodSlack.with(settings{"labels_to_be_notified_behavior": "match_all"}), ""},
	{"Regular expression that does not compile", "jira", goodJira.with(settings{"jira_issue_regex": "["}), "jira_issue_regex"},
	{"Regular expression that looks ahead", "jira", goodJira.with(settings{"jira_issue_regex": "A(?=B)"}), "jira_issue_regex"},
	{"Text that is too long", "jira", goodJira.with(settings{"jira_issue_prefix": longText(256)}), "jira_issue_prefix"},
	{"Jira without user name", "jira", goodJira.with(settings{"username": nil}), ""},
	{"Jira with an empty user name", "jira", goodJira.with(settings{"username": ""}), "username"},
	{"Jira project keys without issues", "jira", goodJira.with(settings{"project_keys": []string{"WEB"}}), ""},
	{"Jira transition that is no number", "jira", goodJira.with(settings{"jira_issue_transition_id": "Done"}), "jira_issue_transition_id"},
	{"Jira transitions by GitLab and by number", "jira", goodJira.with(settings{"jira_issue_transition_automatic": true, "jira_issue_transition_id": "31"}), "jira_issue_transition_id"},
	{"Jira Cloud with a personal access token", "jira", goodJira.with(settings{"url": "https://acme.atlassian.net", "jira_auth_type": 1}), "jira_auth_type"},
	{"Jenkins password without user name", "jenkins", goodJenkins.with(settings{"password": hiddenSigns}), ""},
	{"Datadog traces without CI visibility", "datadog", goodDatadog.with(settings{"archive_trace_events": true}), ""},
	{"Datadog traces against CI visibility", "datadog", goodDatadog.with(settings{"archive_trace_events": true, "datadog_ci_visibility": false}), "datadog_ci_visibility"},
	{"Datadog pipelines against CI visibility", "datadog", goodDatadog.with(settings{"datadog_ci_visibility": false, "pipeline_events": true}), "pipeline_events"},
	{"Datadog site that is an address", "datadog", goodDatadog.with(settings{"datadog_site": "https://app.datadoghq.com/"}), "datadog_site"},
	{"Datadog without site and address", "datadog", goodDatadog.with(settings{"datadog_site": ""}), "datadog_site"},
	{"Datadog tags without colon", "datadog", goodDatadog.with(settings{"datadog_tags": "production"}), "datadog_tags"},
	{"Datadog key with a dash", "datadog", goodDatadog.with(settings{"api_key": "hidden-secret"}), "api_key"},
	{"Deployment gating without environments", "jira_cloud_app", goodApp.with(settings{"jira_cloud_app_enable_deployment_gating": true}), ""},
	{"Campfire subdomain that is an address", "campfire", goodCampfire.with(settings{"subdomain": "https://acme.campfirenow.com"}), "subdomain"},
	{"Campfire room by name", "campfire", goodCampfire.with(settings{"room": "general"}), "room"},
	{"Harbor project name in capitals", "harbor", goodHarbor.with(settings{"project_name": "Web"}), "project_name"},
	{"Harbor password that cannot be masked", "harbor", goodHarbor.with(settings{"password": hiddenSigns}), "password"},
	{"irker recipients without a server", "irker", goodIrker.with(settings{"recipients": "#acme #web"}), "recipients"},
	{"irker recipients that are no URI", "irker", goodIrker.with(settings{"recipients": "##acme", "default_irc_uri": "irc://irc.example.com:6697/"}), "recipients"},
	{"irker server with another scheme", "irker", goodIrker.with(settings{"default_irc_uri": "irc.example.com:6697"}), "default_irc_uri"},
	{"Invalid port", "irker", goodIrker.with(settings{"server_port": 70000}), "server_port"},
	{"Email list with something else", "emails_on_push", settings{"project": "acme/web", "recipients": "dev@example.com someone"}, "recipients"},
	{"Email list with semicolons", "pipelines_email", settings{"project": "acme/web", "recipients": "dev@example.com; ops"}, "recipients"},
	{"Email list without an address", "pipelines_email", settings{"project": "acme/web", "recipients": " , "}, "recipients"},
	{"Email list that is too long", "pipelines_email", settings{"project": "acme/web", "recipients": manyAddresses(31)}, "recipients"},
	{"Kubernetes namespace with a dot", "kubernetes", settings{"project": "acme/web", "api_url": "https://kubernetes.example.com", "token": hiddenSigns, "namespace": "acme.web"}, "namespace"},
	{"Jira services by name", "jira_cloud_app", goodApp.with(settings{"jira_cloud_app_service_ids": "Web shop"}), "jira_cloud_app_service_ids"},
	{"Environment that GitLab does not know", "jira_cloud_app", goodApp.with(settings{"jira_cloud_app_enable_deployment_gating": true, "jira_cloud_app_deployment_gating_environments": "live"}), "jira_cloud_app_deployment_gating_environments"},
	{"Apple key by file name", "apple_app_store", goodApple.with(settings{"app_store_private_key": "hidden-secret.p8"}), "app_store_private_key"},
	{"Apple issuer ID that is no UUID", "apple_app_store", goodApple.with(settings{"app_store_issuer_id": "acme"}), "app_store_issuer_id"},
	{"Apple key ID in small letters", "apple_app_store", goodApple.with(settings{"app_store_key_id": "abc1"}), "app_store_key_id"},
	{"Invalid Google Play package", "google_play", goodPlay.with(settings{"package_name": "web"}), "package_name"},
	{"Google Play key that is no JSON", "google_play", goodPlay.with(settings{"service_account_key": "hidden-secret.json"}), "service_account_key"},
	{"Google Play key of a user", "google_play", goodPlay.with(settings{"service_account_key": `{"type":"authorized_user","refresh_token":"hidden-secret"}`}), "service_account_key"},
	{"Google Play key that is cut off", "google_play", goodPlay.with(settings{"service_account_key": `{"type":"service_account","private_key":"hidden-secret"}`}), "service_account_key"},
	{"Google Cloud project by name", "google_cloud_platform_workload_identity_federation", goodCloud.with(settings{"workload_identity_federation_project_id": "Acme Web"}), "workload_identity_federation_project_id"},
	{"Google Cloud pool that is too short", "google_cloud_platform_workload_identity_federation", goodCloud.with(settings{"workload_identity_pool_id": "ab"}), "workload_identity_pool_id"},
	{"Secret that is too long", "squash_tm", goodSquash.with(settings{"token": hiddenSigns + longText(256)}), "token"},
	{"Address that is too long", "custom_issue_tracker", goodTracker.with(settings{"issues_url": "https://tracker.example.com/" + longText(2048)}), "issues_url"},
	{"Telegram thread that is a fraction", "telegram", goodTelegram.with(settings{"thread": 1.5}), "thread"},
	{"List of neither project nor group", "data active", settings{}, ""},
	{"List of both project and group", "data active", settings{"project": "acme/web", "group": "acme"}, "group"},
	{"List of an empty project", "data active", settings{"project": ""}, "project"},
	{"List of an escaped path", "data active", settings{"project": "acme%2Fweb"}, "project"},
	{"Inventory of the groups below a project", "data inventory", settings{"project": "acme/web", "include_subgroups": true}, "include_subgroups"},
	{"Inventory of nothing", "data inventory", settings{"group": "acme", "slugs": []string{}}, "slugs"},
	{"Inventory with and without integrations", "data inventory", settings{"group": "acme", "slugs": []string{"slack"}, "exclude_slugs": []string{"jira"}}, "exclude_slugs"},
	{"Inventory by a type of resources", "data inventory", settings{"group": "acme", "slugs": []string{"pipelines_email"}}, "slugs"},
	{"Custom integration without project and group", "custom", goodCustom.with(settings{"project": nil}), ""},
	{"Custom integration by its title", "custom", goodCustom.with(settings{"slug": "Example Chat"}), "slug"},
	{"Custom settings that are a list", "custom", goodCustom.with(settings{"settings": []string{"push_events"}}), "settings"},
	{"Custom setting that is an object", "custom", goodCustom.with(settings{"settings": reference(`{ channel = { name = "one" } }`)}), "settings"},
	{"Custom setting that switches off", "custom", goodCustom.with(settings{"settings": reference(`{ active = false }`)}), "settings"},
	{"Custom setting for the owner", "custom", goodCustom.with(settings{"settings": reference(`{ id = 42 }`)}), "settings"},
	{"Custom setting for the secrets", "custom", goodCustom.with(settings{"settings": reference(`{ secrets = "hidden-secret" }`)}), "settings"},
	{"Custom setting that is an attribute", "custom", goodCustom.with(settings{"settings": reference(`{ use_inherited_settings = true }`)}), "settings"},
	{"Custom setting with a dash in its name", "custom", goodCustom.with(settings{"settings": reference(`{ push-events = true }`)}), "settings"},
	{"Custom secret with the line break of its file", "custom", goodCustom.with(settings{"slug": "asana", "secrets_wo": reference(`{ api_key = "hidden-secret\n" }`)}), "secrets_wo"},
	{"Custom secret that is also a setting", "custom", goodCustom.with(settings{"settings": reference(`{ token = "hidden-secret" }`), "secrets_wo": reference(`{ token = "hidden-secret" }`)}), "secrets_wo"},
	{"Custom version without secrets", "custom", goodCustom.with(settings{"secrets_wo_version": 1}), "secrets_wo_version"},
	{"Custom setting beside use_inherited_settings", "custom", goodCustom.with(settings{"use_inherited_settings": true, "settings": reference(`{ push_events = true }`)}), "settings"},
	{"Custom secrets beside use_inherited_settings", "custom", goodCustom.with(settings{"use_inherited_settings": true, "secrets_wo": reference(`{ token = "hidden-secret" }`)}), "secrets_wo"},
}

// longText returns a text of the given length.
func longText(length int) string { return fmt.Sprintf("%0*d", length, 0) }

// manyAddresses returns the given number of email addresses.
func manyAddresses(number int) string {
	var list []string
	for n := range number {
		list = append(list, fmt.Sprintf("dev-%d@example.com", n))
	}
	return strings.Join(list, ",")
}
