package provider_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
)

// mistake is a configuration that can be told to be wrong without GitLab.
type mistake struct {
	title, typeName string
	attributes      settings
	// attribute is the one to point at; empty where it is not configured.
	attribute string
}

// Configurations without a mistake.
var (
	goodSlack    = settings{"project": "acme/web", "webhook": "https://hooks.slack.com/services/example"}
	goodDiscord  = settings{"project": "acme/web", "webhook": "https://discord.com/api/webhooks/1/example"}
	goodJira     = settings{"project": "acme/web", "url": "https://jira.example.com", "username": "gitlab", "password": "example"}
	goodJenkins  = settings{"project": "acme/web", "jenkins_url": "https://jenkins.example.com", "project_name": "web"}
	goodBamboo   = settings{"project": "acme/web", "bamboo_url": "https://bamboo.example.com", "build_key": "KEY", "username": "gitlab", "password": "example"}
	goodDatadog  = settings{"project": "acme/web", "api_key": "example"}
	goodAsana    = settings{"project": "acme/web", "api_key": "example"}
	goodCampfire = settings{"project": "acme/web", "token": "example"}
	goodHarbor   = settings{"project": "acme/web", "url": "https://harbor.example.com", "project_name": "web", "username": "gitlab", "password": "example-password"}
	goodIrker    = settings{"project": "acme/web", "recipients": "#channel"}
	goodTelegram = settings{"project": "acme/web", "token": "example", "room": "@channel"}
	goodTracker  = settings{"project": "acme/web", "project_url": "https://tracker.example.com/p", "issues_url": "https://tracker.example.com/i/:id", "new_issue_url": "https://tracker.example.com/new"}
	goodSquash   = settings{"project": "acme/web", "url": "https://squash.example.com"}
	goodApp      = settings{"project": "acme/web"}
	goodPlay     = settings{"project": "acme/web", "package_name": "com.example.web", "service_account_key_file_name": "key.json", "service_account_key": `{"type":"service_account","project_id":"acme","private_key_id":"1","private_key":"example","client_email":"gitlab@acme.iam.gserviceaccount.com","client_id":"1","auth_uri":"https://accounts.google.com/o/oauth2/auth","token_uri":"https://oauth2.googleapis.com/token","auth_provider_x509_cert_url":"https://www.googleapis.com/oauth2/v1/certs","client_x509_cert_url":"https://www.googleapis.com/robot/v1/metadata/x509/gitlab"}`}
	goodApple    = settings{"project": "acme/web", "app_store_issuer_id": "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa", "app_store_key_id": "ABC1", "app_store_private_key_file_name": "key.p8", "app_store_private_key": "-----BEGIN PRIVATE KEY-----\nexample\n-----END PRIVATE KEY-----"}
	goodCloud    = settings{"project": "acme/web", "workload_identity_federation_project_id": "example-project", "workload_identity_federation_project_number": 123456789, "workload_identity_pool_id": "example-pool", "workload_identity_pool_provider_id": "example-provider"}
	goodPushover = settings{"project": "acme/web", "api_key": "example", "user_key": "example", "priority": 0}
)

var mistakes = []mistake{
	{"Neither project nor group", "asana", goodAsana.with(settings{"project": nil}), ""},
	{"Both project and group", "asana", goodAsana.with(settings{"group": "acme"}), "group"},
	{"Empty project", "asana", goodAsana.with(settings{"project": ""}), "project"},
	{"Empty group", "asana", goodAsana.with(settings{"project": nil, "group": ""}), "group"},
	{"Escaped path of a project", "asana", goodAsana.with(settings{"project": "acme%2Fweb"}), "project"},
	{"Slash before the path of a project", "asana", goodAsana.with(settings{"project": "/acme/web"}), "project"},
	{"Space around the path of a group", "asana", goodAsana.with(settings{"project": nil, "group": "acme "}), "group"},
	{"Address instead of the path of a project", "asana", goodAsana.with(settings{"project": "https://gitlab.example.com/acme/web"}), "project"},
	{"Required setting that is missing", "jenkins", goodJenkins.with(settings{"jenkins_url": nil}), ""},
	{"Required setting that is empty", "jenkins", goodJenkins.with(settings{"project_name": ""}), "project_name"},
	{"Required secret that is missing", "asana", goodAsana.with(settings{"api_key": nil}), ""},
	{"Required secret that is empty", "asana", goodAsana.with(settings{"api_key": ""}), "api_key"},
	{"Empty write-only secret", "asana", goodAsana.with(settings{"api_key": nil, "api_key_wo": ""}), "api_key_wo"},
	{"Secret in two forms", "asana", goodAsana.with(settings{"api_key_wo": "example"}), "api_key_wo"},
	{"Version without a secret", "asana", goodAsana.with(settings{"api_key_wo_version": 1}), "api_key_wo_version"},
	{"Version that is no whole number", "asana", goodAsana.with(settings{"api_key": nil, "api_key_wo": "example", "api_key_wo_version": 1.5}), "api_key_wo_version"},
	{"Setting beside use_inherited_settings", "asana", settings{"project": "acme/web", "use_inherited_settings": true, "push_events": false}, "push_events"},
	{"Secret beside use_inherited_settings", "asana", goodAsana.with(settings{"use_inherited_settings": true}), "api_key"},
	{"Value that is not one of a few", "slack", goodSlack.with(settings{"branches_to_be_notified": "main"}), "branches_to_be_notified"},
	{"Number that is not one of a few", "jira", goodJira.with(settings{"jira_auth_type": 7}), "jira_auth_type"},
	{"Pushover priority out of range", "pushover", goodPushover.with(settings{"priority": 3}), "priority"},
	{"Fraction instead of a number", "jira", goodJira.with(settings{"vulnerabilities_issuetype": 1.5}), "vulnerabilities_issuetype"},
	{"Null in a list", "jira", goodJira.with(settings{"issues_enabled": true, "project_keys": reference(`["WEB", null]`)}), "project_keys"},
	{"URL without scheme", "slack", goodSlack.with(settings{"webhook": "hooks.slack.com/services/example"}), "webhook"},
	{"URL with another scheme", "jenkins", goodJenkins.with(settings{"jenkins_url": "ftp://jenkins.example.com"}), "jenkins_url"},
	{"URL without host", "jenkins", goodJenkins.with(settings{"jenkins_url": "https:///job"}), "jenkins_url"},
	{"URL with a space", "external_wiki", settings{"project": "acme/web", "external_wiki_url": "https://wiki.example.com/a b"}, "external_wiki_url"},
	{"Discord address on another host", "discord", goodDiscord.with(settings{"webhook": "https://example.com/api/webhooks/1"}), "webhook"},
	{"Discord channel that is no webhook", "discord", goodDiscord.with(settings{"push_channel": "general"}), "push_channel"},
	{"Confluence address elsewhere", "confluence", settings{"project": "acme/web", "confluence_url": "https://wiki.example.com"}, "confluence_url"},
	{"Linear address elsewhere", "linear", settings{"project": "acme/web", "workspace_url": "https://linear.app/"}, "workspace_url"},
	{"Too many channels", "slack", goodSlack.with(settings{"push_channel": "a,b,c,d,e,f,g,h,i,j,k"}), "push_channel"},
	{"Match all of no labels", "slack", goodSlack.with(settings{"labels_to_be_notified_behavior": "match_all"}), ""},
	{"Regular expression that does not compile", "jira", goodJira.with(settings{"jira_issue_regex": "["}), "jira_issue_regex"},
	{"Regular expression that looks ahead", "jira", goodJira.with(settings{"jira_issue_regex": "A(?=B)"}), "jira_issue_regex"},
	{"Text that is too long", "jira", goodJira.with(settings{"jira_issue_prefix": longText(256)}), "jira_issue_prefix"},
	{"Jira without user name", "jira", goodJira.with(settings{"username": nil}), ""},
	{"Jira with an empty user name", "jira", goodJira.with(settings{"username": ""}), "username"},
	{"Jira project keys without issues", "jira", goodJira.with(settings{"project_keys": []string{"WEB"}}), ""},
	{"Jira transition that is no number", "jira", goodJira.with(settings{"jira_issue_transition_id": "Done"}), "jira_issue_transition_id"},
	{"Jenkins password without user name", "jenkins", goodJenkins.with(settings{"password": "example"}), ""},
	{"Jenkins user name without password", "jenkins", goodJenkins.with(settings{"username": "gitlab"}), ""},
	{"Datadog traces without CI visibility", "datadog", goodDatadog.with(settings{"archive_trace_events": true}), ""},
	{"Datadog traces against CI visibility", "datadog", goodDatadog.with(settings{"archive_trace_events": true, "datadog_ci_visibility": false}), "datadog_ci_visibility"},
	{"Datadog pipelines against CI visibility", "datadog", goodDatadog.with(settings{"datadog_ci_visibility": false, "pipeline_events": true}), "pipeline_events"},
	{"Datadog site that is an address", "datadog", goodDatadog.with(settings{"datadog_site": "https://app.datadoghq.com/"}), "datadog_site"},
	{"Datadog without site and address", "datadog", goodDatadog.with(settings{"datadog_site": ""}), "datadog_site"},
	{"Datadog tags without colon", "datadog", goodDatadog.with(settings{"datadog_tags": "production"}), "datadog_tags"},
	{"Datadog key with a dash", "datadog", goodDatadog.with(settings{"api_key": "not-a-key"}), "api_key"},
	{"Deployment gating without environments", "jira_cloud_app", goodApp.with(settings{"jira_cloud_app_enable_deployment_gating": true}), ""},
	{"Campfire subdomain that is an address", "campfire", goodCampfire.with(settings{"subdomain": "https://acme.campfirenow.com"}), "subdomain"},
	{"Campfire room by name", "campfire", goodCampfire.with(settings{"room": "general"}), "room"},
	{"Harbor project name in capitals", "harbor", goodHarbor.with(settings{"project_name": "Web"}), "project_name"},
	{"Port that is none", "irker", goodIrker.with(settings{"server_port": 70000}), "server_port"},
	{"E-mail list with something else", "emails_on_push", settings{"project": "acme/web", "recipients": "dev@example.com someone"}, "recipients"},
	{"Apple issuer id that is no UUID", "apple_app_store", goodApple.with(settings{"app_store_issuer_id": "acme"}), "app_store_issuer_id"},
	{"Apple key id in small letters", "apple_app_store", goodApple.with(settings{"app_store_key_id": "abc1"}), "app_store_key_id"},
	{"Google Play package that is none", "google_play", goodPlay.with(settings{"package_name": "web"}), "package_name"},
	{"Google Play key that is no JSON", "google_play", goodPlay.with(settings{"service_account_key": "key.json"}), "service_account_key"},
	{"Google Cloud pool that is too short", "google_cloud_platform_workload_identity_federation", goodCloud.with(settings{"workload_identity_pool_id": "ab"}), "workload_identity_pool_id"},
	{"Secret that is too long", "squash_tm", goodSquash.with(settings{"token": longText(256)}), "token"},
	{"Address that is too long", "custom_issue_tracker", goodTracker.with(settings{"issues_url": "https://tracker.example.com/" + longText(2048)}), "issues_url"},
	{"Telegram thread that is a fraction", "telegram", goodTelegram.with(settings{"thread": 1.5}), "thread"},
	{"Bamboo without password", "bamboo", goodBamboo.with(settings{"password": nil}), ""},
}

// longText has so many characters.
func longText(length int) string { return fmt.Sprintf("%0*d", length, 0) }

// refusal is something that only GitLab, or the way to it, can refuse.
type refusal struct {
	title    string
	provider settings
	config   string
	prepare  func(*cli)
	// attribute is the one to point at; empty for the block.
	attribute string
}

// resourceWeb writes a resource with these settings.
func resourceWeb(typeName string, attributes settings) string {
	return resourceBlock("gitlabintegrations_"+typeName, "web", attributes)
}

const jsonType = "application/json"

var refusals = []refusal{
	{title: "Wrong token", provider: settings{"token": "wrong"}, config: asana},
	{title: "Token that has expired", config: asana, prepare: answering(http.StatusUnauthorized, jsonType, `{"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}`)},
	{title: "Token without the scope", config: asana, prepare: answering(http.StatusForbidden, jsonType, `{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api"}`)},
	{title: "Role that is too low", config: asana, prepare: answering(http.StatusForbidden, jsonType, `{"message":"403 Forbidden"}`)},
	{title: "No such project", config: asanaOf(settings{"project": "acme/none"}), attribute: "project"},
	{title: "No such group", config: asanaOf(settings{"group": "none"}), attribute: "group"},
	{title: "Project that has moved", config: asana, prepare: func(c *cli) { c.gitlab.MoveProject("acme/web", "acme/site") }, attribute: "project"},
	{title: "Setting that is missing", config: asana, prepare: answering(http.StatusBadRequest, jsonType, `{"error":"api_key is missing, push_events is invalid"}`), attribute: "api_key"},
	{title: "Settings that the model refuses", config: resourceWeb("jenkins", goodJenkins.with(settings{"username": "gitlab", "password_wo": "example"})),
		prepare: answering(http.StatusBadRequest, jsonType, `{"message":"Failed to update integration. {:jenkins_url=>[\"is blocked: Requests to localhost are not allowed\"], :password=>[\"can't be blank\"]}"}`), attribute: "jenkins_url"},
	{title: "Settings that the model refuses, since Ruby 3.4", config: resourceWeb("jenkins", goodJenkins),
		prepare: answering(http.StatusBadRequest, jsonType, `{"message":"Failed to update integration. {jenkins_url: [\"must be a valid URL\"]}"}`), attribute: "jenkins_url"},
	{title: "Settings refused as an object", config: asana, prepare: answering(http.StatusBadRequest, jsonType, `{"message":{"api_key":["is invalid"],"base":["Something is wrong"]}}`), attribute: "api_key"},
	{title: "Something that is no setting of ours", config: asana, prepare: answering(http.StatusBadRequest, jsonType, `{"error":"color is missing"}`)},
	{title: "Refusal without a reason", config: asana, prepare: answering(http.StatusBadRequest, jsonType, `{"message":"400 Bad Request"}`)},
	{title: "Second issue tracker", config: resourceWeb("youtrack", settings{"project": "acme/web", "project_url": "https://youtrack.example.com/p", "issues_url": "https://youtrack.example.com/i/:id"}),
		prepare: func(c *cli) { c.gitlab.SetUp("projects/acme/web", "jira", nil) }},
	{title: "Second wiki", config: asana, prepare: answering(http.StatusBadRequest, jsonType, `{"message":"Failed to update integration. {:base=>[\"Another third-party wiki is already in use. Only one third-party wiki integration can be active at a time\"]}"}`)},
	{title: "Nothing to inherit", config: resourceWeb("asana", settings{"project": "acme/web", "use_inherited_settings": true}), attribute: "use_inherited_settings"},
	{title: "Integration that is not available", config: resourceWeb("github", settings{"project": "acme/web", "token": "example", "repository_url": "https://github.com/acme/web"}),
		prepare: answering(http.StatusBadRequest, jsonType, `{"message":"400 Integration not available"}`)},
	{title: "Slack app that is not installed", config: resourceWeb("gitlab_slack_application", settings{"project": "acme/web"})},
	{title: "Jira app that is not linked", config: resourceWeb("jira_cloud_app", settings{"project": "acme/web"})},
	{title: "App that is switched off", config: resourceWeb("gitlab_slack_application", settings{"project": "acme/web"}), prepare: func(c *cli) {
		c.gitlab.SetUp("projects/acme/web", "gitlab-slack-application", nil)
		c.gitlab.Disable("projects/acme/web", "gitlab-slack-application")
	}},
	{title: "Integration that this GitLab does not have", config: resourceWeb("flowdock", settings{"project": "acme/web", "token": "example"})},
	{title: "HTML page", config: asana, prepare: answering(http.StatusOK, "text/html", "<!DOCTYPE html><html><title>Sign in</title></html>")},
	{title: "Error page of a proxy", config: asana, prepare: answering(http.StatusBadGateway, "text/html", "<html><head><title>502 Bad Gateway</title></head></html>")},
	{title: "Too many requests", config: asana, prepare: answering(http.StatusTooManyRequests, "text/plain", "Retry later\n")},
	{title: "Error of the server", config: asana, prepare: answering(http.StatusInternalServerError, jsonType, `{"message":"500 Internal Server Error"}`)},
	{title: "Resource lock", config: asana, prepare: answering(http.StatusConflict, jsonType, `{"message":"409 Conflict: Resource lock"}`)},
	{title: "Answer that is no JSON", config: asana, prepare: answering(http.StatusOK, jsonType, `{"id":1,`)},
	{title: "Redirect to another host", config: asana, prepare: func(c *cli) {
		c.gitlab.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "https://other.example.com/api/v4/", http.StatusMovedPermanently)
			return true
		})
	}},
	{title: "Answer that is lost", config: asana, prepare: func(c *cli) {
		c.gitlab.Intercept(func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) })
	}},
	{title: "Host that does not resolve", provider: settings{"base_url": "https://gitlab..example.com"}, config: asana},
	{title: "Connection that is refused", provider: settings{"base_url": "http://127.0.0.1:1"}, config: asana},
	{title: "Certificate of an unknown authority", config: asana, prepare: func(c *cli) {
		server := httptest.NewUnstartedServer(c.gitlab)
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.StartTLS()
		c.t.Cleanup(server.Close)
		c.env = append(c.env, "GITLAB_BASE_URL="+server.URL)
	}},
	{title: "Data source of nothing", config: block(`data "gitlabintegrations_asana" "web"`, settings{"project": "acme/web"})},
	{title: "Data source of no project", config: block(`data "gitlabintegrations_asana" "web"`, settings{"project": "acme/none"}), attribute: "project"},
	{title: "List of no project", config: block(`data "gitlabintegrations_active" "web"`, settings{"project": "acme/none"}), attribute: "project"},
	{title: "Token that is missing", provider: settings{"token": ""}, config: asana},
	{title: "Token with a line break", provider: settings{"token": "a\nb"}, config: asana, attribute: "token"},
	{title: "base_url without scheme", provider: settings{"base_url": "gitlab.example.com"}, config: asana, attribute: "base_url"},
	{title: "base_url with a password", provider: settings{"base_url": "https://a:b@gitlab.example.com"}, config: asana, attribute: "base_url"},
	{title: "cacert_file that is missing", provider: settings{"cacert_file": "missing.pem"}, config: asana, attribute: "cacert_file"},
	{title: "client_cert without client_key", provider: settings{"client_cert": "missing.pem"}, config: asana, attribute: "client_cert"},
}
