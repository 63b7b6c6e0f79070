package provider_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/gitlabfake"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/sample"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/testutil/servertest"
)

var (
	inherited  = settings{"project": "acme/web", "use_inherited_settings": true}
	ofProject  = settings{"project": "acme/web"}
	asanaGroup = goodAsana.with(settings{"project": nil, "group": "acme"})
	goodTrack  = settings{"project": "acme/web", "project_url": "https://youtrack.example.com/p", "issues_url": "https://youtrack.example.com/i/:id"}
)

var (
	goodBuildkite = settings{"project": "acme/web", "project_url": "https://buildkite.com/acme/web", "token": hidden("buildkite")}
	groupInherits = settings{"group": "acme", "use_inherited_settings": true}
)

// validated are the cases of a validation that are not in invalidConfigurations.
var validated = []refusal{
	{title: "Token with a line break", typeName: "asana", attributes: goodAsana, provider: configured(settings{"token": hiddenSigns}), attribute: "token"},
	{title: "Token of a CI job", typeName: "asana", attributes: goodAsana, provider: configured(settings{"token": "glcbt-64_" + hidden("job")}), attribute: "token"},
	{title: "Deploy token", typeName: "asana", attributes: goodAsana, provider: configured(settings{"token": "gldt-" + hidden("deploy")}), attribute: "token"},
	{title: "Unknown type of token", typeName: "asana", attributes: goodAsana, provider: configured(settings{"token_type": hidden("token")}), attribute: "token_type"},
	{title: "Header of the token", typeName: "asana", attributes: goodAsana, provider: configured(settings{"headers": reference(`{ "Private-Token" = "hidden-secret" }`)}), attribute: "headers"},
	{title: "cacert with the name of a file", typeName: "asana", attributes: goodAsana, provider: configured(settings{"cacert": hidden("ca") + ".pem"})},
	{title: "cacert that is empty", typeName: "asana", attributes: goodAsana, provider: configured(settings{"cacert": ""})},
	{title: "cacert in base64", typeName: "asana", attributes: goodAsana, provider: configured(settings{"cacert": "LS0tLS1CRUdJTiBoaWRkZW4tc2VjcmV0Cg=="})},
	{title: "cacert without a certificate", typeName: "asana", attributes: goodAsana, provider: configured(settings{"cacert": "hidden-secret\nof two lines"})},
	{title: "cacert with a private key", typeName: "asana", attributes: goodAsana, provider: configured(settings{"cacert": "-----BEGIN PRIVATE KEY-----\nhidden-secret\n-----END PRIVATE KEY-----\n"})},
	{title: "cacert without its line breaks", typeName: "asana", attributes: goodAsana, provider: configured(settings{"cacert": "-----BEGIN CERTIFICATE----- hidden-secret -----END CERTIFICATE-----"})},
	{title: "cacert that is damaged", typeName: "asana", attributes: goodAsana, provider: configured(settings{"cacert": certificatePEM([]byte("hidden-secret"))})},
	{title: "cacert and cacert_file", typeName: "asana", attributes: goodAsana, provider: configured(settings{"cacert": "hidden-secret", "cacert_file": "ca.pem"})},
	{title: "cacert_file with the text of a file", typeName: "asana", attributes: goodAsana, provider: configured(settings{"cacert_file": "-----BEGIN CERTIFICATE-----\nhidden-secret\n"}), attribute: "cacert_file"},
	{title: "base_url without scheme", typeName: "asana", attributes: goodAsana, provider: configured(settings{"base_url": "gitlab.example.com"}), attribute: "base_url"},
	{title: "base_url without host", typeName: "asana", attributes: goodAsana, provider: configured(settings{"base_url": "https://"}), attribute: "base_url"},
	{title: "base_url with a password", typeName: "asana", attributes: goodAsana, provider: configured(settings{"base_url": "https://a:hidden-secret@gitlab.example.com"}), attribute: "base_url"},
	{title: "base_url with a query", typeName: "asana", attributes: goodAsana, provider: configured(settings{"base_url": "https://gitlab.example.com/?private_token=hidden-secret"}), attribute: "base_url"},
	{title: "base_url that is no URL", typeName: "asana", attributes: goodAsana, provider: configured(settings{"base_url": "https://hidden-secret@gitlab.example.com:port"}), attribute: "base_url"},
	{title: "base_url with a port that does not exist", typeName: "asana", attributes: goodAsana, provider: configured(settings{"base_url": "http://127.0.0.1:99999"}), attribute: "base_url"},
	{title: "client_cert without client_key", typeName: "asana", attributes: goodAsana, provider: configured(settings{"client_cert": "missing.pem"}), attribute: "client_cert"},
	{title: "Header with a space in its name", typeName: "asana", attributes: goodAsana, provider: configured(settings{"headers": reference(`{ "X Key" = "hidden-secret" }`)}), attribute: "headers"},
	{title: "Header with a line break", typeName: "asana", attributes: goodAsana, provider: configured(settings{"headers": reference(`{ "X-Key" = "hidden-secret\n" }`)}), attribute: "headers"},
	{title: "client_key without client_cert", typeName: "asana", attributes: goodAsana, provider: configured(settings{"client_key": "hidden-secret.pem"}), attribute: "client_key"},
	{title: "Fraction of a retry", typeName: "asana", attributes: goodAsana, provider: configured(settings{"retries": 1.5}), attribute: "retries"},
	{title: "max_wait that is no duration", typeName: "asana", attributes: goodAsana, provider: configured(settings{"max_wait": "10"}), attribute: "max_wait"},
	{title: "max_wait of zero", typeName: "asana", attributes: goodAsana, provider: configured(settings{"max_wait": "0s"}), attribute: "max_wait"},
	{title: "Unknown kind of refresh", typeName: "asana", attributes: goodAsana, provider: configured(settings{"refresh": "all"}), attribute: "refresh"},
	{title: "Inventory of an unknown integration", typeName: "data inventory", attributes: settings{"group": "acme", "slugs": []string{"slak"}}, warns: true, attribute: "slugs"},
	{title: "Unknown handling of a missing owner", typeName: "asana", attributes: goodAsana, provider: configured(settings{"missing_owner": "keep"}), attribute: "missing_owner"},
	{title: "Unknown handling of an existing integration", typeName: "asana", attributes: goodAsana, provider: configured(settings{"existing_integration": "keep"}), attribute: "existing_integration"},
	{title: "Custom integration that has a resource of its own", typeName: "custom", attributes: goodCustom.with(settings{"slug": "slack"}), warns: true, attribute: "slug"},
}

// seenBy gives a token access to a project or group and everything in it, except the
// integrations.
func seenBy(token string) func(*gitlabfake.GitLab, string) {
	return func(gitlab *gitlabfake.GitLab, owner string) {
		if group, is := strings.CutPrefix(owner, "groups/"); is {
			for n := range 6 {
				gitlab.AddProject(fmt.Sprintf("%s/project-%d", group, n))
			}
		}
		gitlab.AddUser(gitlabfake.User{Token: token, Roles: map[string]gitlabfake.Role{owner: gitlabfake.Reporter}})
	}
}

var planned = []refusal{
	{title: "Required secret that is missing", typeName: "asana", attributes: goodAsana.with(settings{"api_key": nil})},
	{title: "Bamboo without password", typeName: "bamboo", attributes: goodBamboo.with(settings{"password": nil})},
	{title: "Jenkins user name without password", typeName: "jenkins", attributes: goodJenkins.with(settings{"username": "gitlab"})},
	{title: "Whitespace before a secret", typeName: "asana", attributes: goodAsana.with(settings{"api_key": " hidden-secret"}), warns: true, attribute: "api_key"},
	{title: "Invisible character in a secret", typeName: "asana", attributes: goodAsana.with(settings{"api_key": reference(`"hidden-secret\u200b"`)}), warns: true, attribute: "api_key"},
	{title: "Empty value instead of the default", typeName: "slack", attributes: goodSlack.with(settings{"branches_to_be_notified": ""}), warns: true, attribute: "branches_to_be_notified"},
	{title: "Custom setting that the resource of the integration refuses", typeName: "custom", attributes: goodCustom.with(settings{"slug": "jenkins", "settings": reference(`{ project_name = "My Project" }`)}), warns: true, attribute: "slug"},
	{title: "Custom secret that may have the line break of its file", typeName: "custom", attributes: goodCustom.with(settings{"secrets_wo": reference(`{ token = "hidden-secret\n" }`)}), warns: true, attribute: "secrets_wo"},
	{title: "Whitespace around a custom setting", typeName: "custom", attributes: goodCustom.with(settings{"settings": reference(`{ channel = " one" }`)}), warns: true, attribute: "settings"},
	{title: "Token that is missing", typeName: "asana", attributes: goodAsana, provider: configured(settings{"token": ""})},
	{title: "Token that is checked early", typeName: "asana", attributes: goodAsana, provider: configured(settings{"token": hidden("wrong"), "early_auth_check": true})},
	{title: "cacert_file that is missing", typeName: "asana", attributes: goodAsana, provider: configured(settings{"cacert_file": "missing.pem"}), attribute: "cacert_file"},
	{title: "cacert_file without a certificate", typeName: "asana", attributes: goodAsana, provider: configured(settings{"cacert_file": "main.tf"}), attribute: "cacert_file"},
	{title: "client_key that is missing", typeName: "asana", attributes: goodAsana, provider: configured(settings{"client_cert": "main.tf", "client_key": "missing.pem"}), attribute: "client_key"},
	{title: "client_cert without a certificate", typeName: "asana", attributes: goodAsana, provider: configured(settings{"client_cert": "main.tf", "client_key": "-----BEGIN hidden-secret"}), attribute: "client_cert"},
	{title: "Provider that is not known yet", typeName: "data asana", attributes: ofProject, provider: configured(settings{"base_url": reference("terraform_data.unknown.output")})},
	{title: "Provider that is not known yet, for the list", typeName: "data active", attributes: ofProject, provider: configured(settings{"base_url": reference("terraform_data.unknown.output")})},
	{title: "Data source of an integration that was never set up", typeName: "data asana", attributes: ofProject},
	{title: "Data source of an app that is not installed", typeName: "data gitlab_slack_application", attributes: ofProject},
	{title: "Data source of a project that does not exist", provider: alone, typeName: "data asana", attributes: settings{"project": "acme/none"}, attribute: "project"},
	{title: "Data source without permission", provider: alone, typeName: "data asana", attributes: ofProject, answer: answering(http.StatusForbidden, jsonType, `{"message":"403 Forbidden"}`)},
	{title: "Data source of what this GitLab does not have", provider: alone, typeName: "data asana", attributes: ofProject, answer: answering(http.StatusBadRequest, jsonType, `{"error":"slug does not have a valid value"}`)},
	{title: "Data source of a project that has moved", provider: alone, typeName: "data asana", attributes: ofProject, prepare: movedTo("acme/site"), warns: true, attribute: "project"},
	{title: "List of a project that has moved", provider: alone, typeName: "data active", attributes: ofProject, prepare: movedTo("acme/shop"), warns: true, attribute: "project"},
	{title: "List of a project that does not exist", provider: alone, typeName: "data active", attributes: settings{"project": "acme/none"}, attribute: "project"},
	{title: "List that this GitLab does not have yet", typeName: "data active", attributes: ofProject, provider: veryOldGitLab},
	{title: "List that is a page", provider: alone, typeName: "data active", attributes: ofProject, answer: answering(http.StatusOK, "text/html", "<html><title>Sign in</title></html>")},
	{title: "List that is null", provider: alone, typeName: "data active", attributes: ofProject, answer: answering(http.StatusOK, jsonType, "null")},
	{title: "Inventory that is not complete", typeName: "data inventory", attributes: settings{"group": "acme"}, provider: configured(settings{"token": hidden("one")}), prepare: seenBy(hidden("one")), warns: true},
	{title: "Inventory of no group", typeName: "data inventory", attributes: settings{"group": "nonesuch"}, attribute: "group"},
	{title: "Inventory of a project without permission", typeName: "data inventory", attributes: ofProject, provider: configured(settings{"token": hidden("two")}), prepare: seenBy(hidden("two"))},
	{title: "Integration that this GitLab does not have any more", typeName: "flowdock", attributes: settings{"project": "acme/web", "token": hiddenSigns}},
	{title: "Setting that this GitLab does not have any more", typeName: "jira", attributes: goodJira.with(settings{"jira_issue_transition_automatic": true}), attribute: "jira_issue_transition_automatic"},
	{title: "Setting that this GitLab does not have yet", typeName: "jira", attributes: goodJira.with(settings{"issues_enabled": true}), provider: oldGitLab, attribute: "issues_enabled"},
	{title: "Inheritance that this GitLab does not have yet", typeName: "asana", attributes: inherited, provider: oldGitLab, attribute: "use_inherited_settings"},
	{title: "Integration that exists already and must not be replaced", provider: protecting, typeName: "asana", attributes: goodAsana, prepare: setUp("asana"), attribute: "project"},
	{title: "Integration of a group that exists already and must not be replaced", provider: protecting, typeName: "asana", attributes: goodAsana.with(settings{"project": nil, "group": "acme"}), prepare: setUp("asana"), attribute: "group"},
	{title: "Integration of which GitLab does not tell whether it exists", provider: protecting, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusForbidden, jsonType, `{"message":"403 Forbidden"}`)},
}

// applied are the cases of an apply that creates resources.
var applied = []refusal{
	{title: "Wrong token", typeName: "asana", attributes: goodAsana, provider: configured(settings{"token": hidden("wrong")})},
	{title: "Token that has expired", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusUnauthorized, jsonType, `{"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}`)},
	{title: "Token of a user who must sign requests", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusUnauthorized, jsonType, `{"error":"dpop_error","error_description":"DPoP validation error: DPoP header is missing"}`)},
	{title: "Token without the scope", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusForbidden, jsonType, `{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api"}`)},
	{title: "Token without the fine-grained permission", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusForbidden, jsonType, `{"error":"insufficient_granular_scope","error_description":"Access denied: Your fine-grained personal access token lacks the required permission."}`)},
	{title: "Role that is too low in a project", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusForbidden, jsonType, `{"message":"403 Forbidden"}`)},
	{title: "Role that is too low in a group", provider: alone, typeName: "asana", attributes: asanaGroup, answer: answering(http.StatusForbidden, jsonType, `{"message":"403 Forbidden"}`)},
	{title: "No such project", provider: alone, typeName: "asana", attributes: goodAsana.with(settings{"project": "acme/none"}), attribute: "project"},
	{title: "No such group", provider: alone, typeName: "asana", attributes: asanaGroup.with(settings{"group": "none"}), attribute: "group"},
	{title: "Project that has moved", provider: alone, typeName: "asana", attributes: goodAsana, answer: moved, attribute: "project"},
	{title: "Setting that is missing", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusBadRequest, jsonType, `{"error":"api_key is missing, push_events is invalid"}`), attribute: "api_key"},
	{title: "Settings that the model refuses", typeName: "jenkins", attributes: goodJenkins.with(settings{"username": "gitlab", "password_wo": hiddenSigns}),
		answer: refusing(`Failed to update integration. {:jenkins_url=>["is blocked: Requests to localhost are not allowed"], :password=>["can't be blank"]}`), attribute: "jenkins_url"},
	{title: "Settings that the model refuses, since Ruby 3.4", typeName: "jenkins", attributes: goodJenkins,
		answer: refusing(`Failed to update integration. {jenkins_url: ["must be a valid URL"]}`), attribute: "jenkins_url"},
	{title: "Address that GitLab cannot resolve", typeName: "jenkins", attributes: goodJenkins,
		answer: refusing(`Failed to update integration. {:jenkins_url=>["is blocked: Host cannot be resolved or invalid"]}`), attribute: "jenkins_url"},
	{title: "Address that is not on GitLab's list", typeName: "jenkins", attributes: goodJenkins,
		answer: refusing(`Failed to update integration. {:jenkins_url=>["is blocked: Requests to hosts and IP addresses not on the Allow List are denied"]}`), attribute: "jenkins_url"},
	{title: "Host that GitLab does not take", typeName: "jenkins", attributes: goodJenkins,
		answer: refusing(`Failed to update integration. {:jenkins_url=>["is blocked: Hostname or IP address invalid"]}`), attribute: "jenkins_url"},
	{title: "Value that this GitLab does not know", typeName: "slack", attributes: goodSlack.with(settings{"branches_to_be_notified": "all"}),
		answer: refusing(`Failed to update integration. {:branches_to_be_notified=>["is not included in the list"]}`), attribute: "branches_to_be_notified"},
	{title: "Settings refused as an object", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusBadRequest, jsonType, `{"message":{"api_key":["is invalid"],"base":["Something is wrong"]}}`), attribute: "api_key"},
	{title: "Setting in a separate table", typeName: "youtrack", attributes: goodTrack,
		answer: only(http.MethodPut, refusing(`Failed to update integration. {:"issue_tracker_data.issues_url"=>["is too long (maximum is 2048 characters)"]}`)), attribute: "issues_url"},
	{title: "Address that GitLab builds from a token", typeName: "telegram", attributes: goodTelegram.with(settings{"token": hiddenSigns}),
		answer: refusing(`Failed to update integration. {:webhook=>["is blocked: URI is invalid"]}`), attribute: "token"},
	{title: "Address that GitLab builds from two unusual settings", typeName: "telegram", attributes: goodTelegram.with(settings{"hostname": "https://telegram.example.com/ü", "token": "hidden-secret{"}),
		answer: refusing(`Failed to update integration. {:webhook=>["is blocked: URI is invalid"]}`), attribute: "hostname"},
	{title: "Address that GitLab builds from a token with a percent sign", typeName: "telegram", attributes: goodTelegram.with(settings{"token": "hidden-secret%"}),
		answer: refusing(`Failed to update integration. {:webhook=>["is blocked: URI is invalid"]}`), attribute: "token"},
	{title: "Address that GitLab builds from a host", typeName: "telegram", attributes: goodTelegram.with(settings{"hostname": "https://telegram.example.com"}),
		answer: refusing(`Failed to update integration. {:webhook=>["is blocked: Requests to the local network are not allowed"]}`), attribute: "hostname"},
	{title: "Address that GitLab builds from a setting that it refuses too", typeName: "telegram", attributes: goodTelegram,
		answer: refusing(`Failed to update integration. {:webhook=>["can't be blank", "must be a valid URL"], :token=>["can't be blank"]}`), attribute: "token"},
	{title: "Webhook that GitLab refuses without a reason", typeName: "buildkite", attributes: goodBuildkite.with(settings{"token": nil, "token_wo": hiddenSigns}),
		answer: refusing("Failed to update integration. {}"), attribute: "token_wo"},
	{title: "Webhook that GitLab refuses without a reason or a likely setting", typeName: "buildkite", attributes: goodBuildkite, answer: refusing("Failed to update integration. {}")},
	{title: "Refusal without a reason of a long secret", typeName: "asana", attributes: goodAsana.with(settings{"api_key": "hidden-secret" + longText(300)}), answer: refusing("Failed to update integration. {}"), attribute: "api_key"},
	{title: "Refusal without a reason of a very long secret", typeName: "asana", attributes: goodAsana.with(settings{"api_key": "hidden-secret" + longText(3000)}), answer: refusing("Failed to update integration. {}"), attribute: "api_key"},
	{title: "Refusal without a reason of a control character", typeName: "asana", attributes: goodAsana.with(settings{"restrict_to_branch": reference(`"main\u0007"`)}), answer: refusing("Failed to update integration. {}"), attribute: "restrict_to_branch"},
	{title: "Refusal without a reason of whitespace", typeName: "asana", attributes: goodAsana.with(settings{"api_key": " hidden-secret"}), answer: refusing("Failed to update integration. {}"), warns: true, fails: true, attribute: "api_key"},
	{title: "Refusal without a reason of an empty custom secret", typeName: "custom", attributes: goodCustom.with(settings{"secrets_wo": reference(`{ token = "" }`)}), answer: refusing("Failed to update integration. {}"), attribute: "secrets_wo"},
	{title: "Refusal without a reason of a custom secret with a line break", typeName: "custom", attributes: goodCustom.with(settings{"secrets_wo": reference(`{ token = "hidden-secret\n" }`)}), answer: refusing("Failed to update integration. {}"), warns: true, fails: true, attribute: "secrets_wo"},
	{title: "Two requests at once", typeName: "asana", attributes: goodAsana, answer: refusing(`Failed to update integration. {:type=>["has already been taken"]}`)},
	{title: "Body that is no JSON any more", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusBadRequest, jsonType, `{"error":"Invalid JSON format"}`)},
	{title: "Body with a null byte", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusBadRequest, "text/plain", "Bad Request")},
	{title: "Header that a proxy has changed", typeName: "asana", attributes: goodAsana, answer: answering(http.StatusUnsupportedMediaType, jsonType, `{"error":"The provided content-type 'text/plain' is not supported."}`)},
	{title: "Token of a blocked user", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusForbidden, jsonType, `{"message":"403 Forbidden - Your account has been blocked."}`)},
	{title: "Setting that the provider does not have", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusBadRequest, jsonType, `{"error":"color is missing"}`)},
	{title: "Secret that GitLab quotes", typeName: "asana", attributes: goodAsana, answer: quoting("api_key"), attribute: "api_key"},
	{title: "Write-only secret that GitLab quotes", typeName: "asana", attributes: goodAsana.with(settings{"api_key": nil, "api_key_wo": hiddenSigns}), answer: quoting("base")},
	{title: "Secret that a proxy quotes", provider: alone, typeName: "asana", attributes: goodAsana, answer: echoing},
	{title: "Refusal without a reason", provider: alone, typeName: "asana", attributes: goodAsana, answer: refusing("400 Bad Request")},
	{title: "Refusal of an issue tracker without a reason", provider: alone, typeName: "youtrack", attributes: goodTrack, answer: only(http.MethodPut, refusing("400 Bad Request"))},
	{title: "Second issue tracker", typeName: "youtrack", attributes: goodTrack, prepare: setUp("jira")},
	{title: "Second wiki", typeName: "confluence", attributes: settings{"project": "acme/web", "confluence_url": "https://acme.atlassian.net/wiki"},
		answer: refusing(`Failed to update integration. {:base=>["Another third-party wiki is already in use. Only one third-party wiki integration can be active at a time"]}`)},
	{title: "Nothing to inherit", provider: alone, typeName: "asana", attributes: inherited, attribute: "use_inherited_settings"},
	{title: "Nothing to inherit for a group", provider: alone, typeName: "asana", attributes: groupInherits, warns: true, fails: true, attribute: "use_inherited_settings"},
	{title: "Nothing to inherit on projects alone", provider: alone, typeName: "jenkins", attributes: inherited, attribute: "use_inherited_settings"},
	{title: "Inherited, but switched off above", provider: alone, typeName: "asana", attributes: inherited, answer: answering(http.StatusOK, jsonType, `{"id":1,"active":false,"inherited":true,"properties":{}}`)},
	{title: "Inherited by a group, but switched off above", provider: alone, typeName: "asana", attributes: groupInherits, warns: true, fails: true, attribute: "use_inherited_settings", answer: answering(http.StatusOK, jsonType, `{"id":1,"active":false,"inherited":true,"properties":{}}`)},
	{title: "Integration that is not available", typeName: "github", attributes: settings{"project": "acme/web", "token": hiddenSigns, "repository_url": "https://github.com/acme/web"}, answer: refusing("400 Integration not available")},
	{title: "Slack app that is not installed", typeName: "gitlab_slack_application", attributes: ofProject},
	{title: "Jira app that is not linked", typeName: "jira_cloud_app", attributes: ofProject},
	{title: "App that is switched off", typeName: "gitlab_slack_application", attributes: ofProject, prepare: func(gitlab *gitlabfake.GitLab, owner string) {
		gitlab.SetUp(owner, "gitlab-slack-application", nil)
		gitlab.Disable(owner, "gitlab-slack-application")
	}},
	{title: "Integration that this GitLab does not have yet", typeName: "clickup", attributes: goodTrack.with(settings{"project_url": "https://app.clickup.com/1", "issues_url": "https://app.clickup.com/t/:id"}), provider: oldGitLab},
	{title: "Integration that this GitLab does not have", typeName: "asana", attributes: goodAsana, answer: withoutSlug("slug")},
	{title: "Integration of a group that this GitLab does not have yet", typeName: "asana", attributes: asanaGroup, provider: oldGitLab},
	{title: "Setting that GitLab does not confirm", provider: alone, typeName: "asana", attributes: goodAsana.with(settings{"restrict_to_branch": "main", "push_events": false}), warns: true,
		answer: answering(http.StatusOK, jsonType, `{"id":101,"active":true,"push_events":true,"properties":{}}`)},
	{title: "Custom integration that this GitLab does not have", typeName: "custom", attributes: goodCustom, attribute: "slug"},
	{title: "Custom setting that is missing", provider: alone, typeName: "custom", attributes: goodCustom, answer: answering(http.StatusBadRequest, jsonType, `{"error":"channel is missing"}`)},
	{title: "Custom setting that GitLab refuses", typeName: "custom", attributes: goodCustom.with(settings{"settings": reference(`{ channel = "one" }`)}),
		answer: refusing(`Failed to update integration. {:channel=>["is invalid"]}`), attribute: "settings"},
	{title: "Custom setting that GitLab refuses and that is not configured", typeName: "custom", attributes: goodCustom.with(settings{"settings": reference(`{ channel = "one" }`)}),
		answer: refusing(`Failed to update integration. {:push_channel=>["cannot have more than 10 channels"]}`)},
	{title: "Custom secret that GitLab quotes", typeName: "custom", attributes: goodCustom.with(settings{"secrets_wo": reference("{ token = " + sample.Literal(hiddenSigns) + " }")}),
		answer: quoting("token"), attribute: "secrets_wo"},
	{title: "Custom setting that GitLab does not know", provider: alone, typeName: "custom", attributes: goodCustom.with(settings{"settings": reference(`{ chanel = "one" }`)}), warns: true,
		answer: answering(http.StatusOK, jsonType, `{"id":102,"active":true,"properties":{}}`)},
	{title: "Custom setting that GitLab stores otherwise", provider: alone, typeName: "custom", attributes: goodCustom.with(settings{
		"settings": reference(`{ url = "https://example.com/", note = "one" }`), "secrets_wo": reference(`{ token = "hidden-secret" }`)}), warns: true,
		answer: answering(http.StatusOK, jsonType, `{"id":103,"active":true,"properties":{"url":"https://example.com","note":"hidden-secret"}}`)},
	{title: "Custom app that is not installed", typeName: "custom", attributes: goodCustom, answer: answering(http.StatusUnprocessableEntity, jsonType, `{"message":"You cannot create the Example Chat integration from this API"}`)},
	{title: "HTML page", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusOK, "text/html", "<!DOCTYPE html><html><title>Sign in</title></html>")},
	{title: "Error page of a proxy", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusBadGateway, "text/html", "<html><head><title>502 Bad Gateway</title></head></html>")},
	{title: "Page of another server", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusNotFound, "text/plain", "404 page not found\n")},
	{title: "Page that asks for a certificate", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusBadRequest, "text/html", "<title>400 No required SSL certificate was sent</title>")},
	{title: "Proxy that demands a password", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusProxyAuthRequired, "text/html", "<html></html>")},
	{title: "Too many requests", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusTooManyRequests, "text/plain", "Retry later\n")},
	{title: "Too many requests for hours", typeName: "asana", attributes: goodAsana, provider: configured(settings{"retries": 1}), answer: func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "7200")
		answering(http.StatusTooManyRequests, "text/plain", "Retry later\n")(w, r)
	}},
	{title: "Unsupported version of HTTP", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusHTTPVersionNotSupported, "text/html", "<html></html>")},
	{title: "Error of the server because of a value", typeName: "asana", attributes: goodAsana.with(settings{"restrict_to_branch": reference(`"main\u0007"`)}),
		answer: only(http.MethodPut, answering(http.StatusInternalServerError, jsonType, `{"message":"500 Internal Server Error"}`)), attribute: "restrict_to_branch"},
	{title: "Error of the server because of one of two values", typeName: "pushover", attributes: goodPushover.with(settings{"device": reference(`"phone\u0007"`), "sound": reference(`"bike\u0007"`)}),
		answer: only(http.MethodPut, answering(http.StatusInternalServerError, jsonType, `{"message":"500 Internal Server Error"}`))},
	{title: "Error of the server", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusInternalServerError, jsonType, `{"message":"500 Internal Server Error"}`)},
	{title: "Resource lock", typeName: "asana", attributes: goodAsana, answer: answering(http.StatusConflict, jsonType, `{"message":"409 Conflict: Resource lock"}`)},
	{title: "Condition that is not met", typeName: "asana", attributes: goodAsana, answer: answering(http.StatusPreconditionFailed, jsonType, `{"message":"412 Precondition Failed"}`)},
	{title: "Answer that is no JSON", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusOK, jsonType, `{"id":1,`)},
	{title: "Answer that is empty", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusOK, jsonType, "")},
	{title: "Answer that is null", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusOK, jsonType, "null")},
	{title: "Answer that goes on", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusOK, jsonType, "{}{}")},
	{title: "Answer that is too large", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusOK, jsonType, strings.Repeat(" ", 11<<20))},
	{title: "Redirect to another host", provider: alone, typeName: "asana", attributes: goodAsana, answer: redirecting("https://other.example.com/api/v4/")},
	{title: "Redirect to nowhere", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusFound, jsonType, "")},
	{title: "Answer that is lost", provider: alone, typeName: "asana", attributes: goodAsana, answer: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
	{title: "Answer that breaks off", provider: alone, typeName: "asana", attributes: goodAsana, answer: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, "{")
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}},
	{title: "Host that does not resolve", typeName: "asana", attributes: goodAsana, provider: configured(settings{"base_url": "https://" + unresolvableHost})},
	{title: "Connection that is refused", typeName: "asana", attributes: goodAsana, provider: func(t *testing.T) settings { return settings{"base_url": "http://" + servertest.ClosedAddress(t)} }},
	{title: "Path that does not reach GitLab", typeName: "asana", attributes: goodAsana, provider: decodingPaths},
	{title: "Path of a group that does not reach GitLab", typeName: "asana", attributes: goodAsana.with(settings{"project": nil, "group": "acme/shop"}), provider: decodingPaths},
	{title: "OAuth token that was sent as an access token", typeName: "asana", attributes: goodAsana, provider: refusingToken(settings{"token": oauthToken})},
	{title: "OAuth token that has expired", typeName: "asana", attributes: goodAsana, provider: refusingToken(settings{"token": oauthToken, "token_type": "bearer"})},
	{title: "Proxy that refuses to connect", typeName: "asana", attributes: goodAsana, provider: configured(settings{"base_url": "https://gitlab.example.com"})},
	{title: "Proxy that demands a password to connect", typeName: "asana", attributes: goodAsana, provider: configured(settings{"base_url": "https://sign-in.example.com"})},
	{title: "Proxy that cannot be reached", typeName: "asana", attributes: goodAsana, provider: configured(settings{"base_url": "http://gitlab.example.com"})},
	{title: "Certificate of an unknown authority", typeName: "asana", attributes: goodAsana, provider: func(t *testing.T) settings { return settings{"base_url": servingTLS(t, nil)} }},
	{title: "Certificate of another name", typeName: "asana", attributes: goodAsana, provider: certified(x509.Certificate{NotAfter: farFuture, IPAddresses: []net.IP{net.IPv4(192, 0, 2, 1)}})},
	{title: "Certificate that has expired", typeName: "asana", attributes: goodAsana, provider: certified(x509.Certificate{NotAfter: longAgo, IPAddresses: localhost})},
	{title: "Certificate for something else", typeName: "asana", attributes: goodAsana, provider: certified(x509.Certificate{NotAfter: farFuture, IPAddresses: localhost, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})},
	{title: "Certificate that the provider lacks", typeName: "asana", attributes: goodAsana, provider: demanding(&tls.Config{ClientAuth: tls.RequireAnyClientCert})},
	{title: "TLS that is too old", typeName: "asana", attributes: goodAsana, provider: demanding(&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})},
	{title: "http instead of https", typeName: "asana", attributes: goodAsana, provider: func(t *testing.T) settings {
		return settings{"base_url": strings.Replace(fmt.Sprint(serving(t, nil)["base_url"]), "http:", "https:", 1)}
	}},
	{title: "Neither http nor https", typeName: "asana", attributes: goodAsana, provider: func(t *testing.T) settings {
		return settings{"base_url": "https://" + servertest.Greet(t, "220 mail.example.com ESMTP\r\n")}
	}},
}

// read are the cases of a refresh after external changes.
var read = []refusal{
	{title: "Project that is gone", provider: alone, typeName: "asana", attributes: goodAsana, warns: true, change: func(gitlab *gitlabfake.GitLab, owner string) {
		gitlab.RemoveProject(strings.TrimPrefix(owner, "projects/"))
	}},
	{title: "Group that is gone, or has moved", provider: alone, typeName: "asana", attributes: goodAsana.with(settings{"project": nil, "group": "acme"}), warns: true,
		answer: answering(http.StatusNotFound, jsonType, `{"message":"404 Group Not Found"}`)},
	{title: "Project that is gone and must not be forgotten", provider: keeping, typeName: "asana", attributes: goodAsana, change: func(gitlab *gitlabfake.GitLab, owner string) {
		gitlab.RemoveProject(strings.TrimPrefix(owner, "projects/"))
	}},
	{title: "Group that has moved and must not be forgotten", provider: keeping, typeName: "asana", attributes: asanaGroup,
		answer: answering(http.StatusNotFound, jsonType, `{"message":"404 Group Not Found"}`)},
	{title: "Project that is found under its old path", provider: alone, typeName: "asana", attributes: goodAsana, warns: true, attribute: "project", change: func(gitlab *gitlabfake.GitLab, owner string) {
		gitlab.MoveProject(strings.TrimPrefix(owner, "projects/"), "acme/site")
	}},
	{title: "Secret that may have been changed externally", provider: alone, typeName: "asana", attributes: goodAsana, warns: true, change: func(gitlab *gitlabfake.GitLab, owner string) {
		gitlab.Change(owner, "asana", settings{"api_key": hidden("other")})
	}},
	{title: "State of another version of the provider", typeName: "asana", attributes: goodAsana.with(settings{"restrict_to_branch": "another version"})},
	{title: "GitLab that is being upgraded", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusServiceUnavailable, "text/html", "<title>Deploy in progress</title>")},
	{title: "Token that may not read", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusUnauthorized, jsonType, `{"message":"401 Unauthorized"}`)},
	{title: "Redirect to something else than http", provider: alone, typeName: "asana", attributes: goodAsana, answer: redirecting("ftp://gitlab.example.com/")},
	{title: "Redirect of a read to another host", provider: alone, typeName: "asana", attributes: goodAsana, answer: redirecting("https://sign-in.example.com/?next=hidden-secret")},
	{title: "Redirect without end", provider: alone, typeName: "asana", attributes: goodAsana, answer: func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.String(), http.StatusFound)
	}},
}

// changed are the cases of an apply that updates resources.
var changed = []refusal{
	{title: "Change that GitLab refuses", typeName: "asana", attributes: goodAsana, configured: settings{"restrict_to_branch": "main"}, answer: refusing(`Failed to update integration. {:restrict_to_branch=>["is too long (maximum is 255 characters)"]}`), attribute: "restrict_to_branch"},
	{title: "Old and new secret that GitLab quotes", typeName: "asana", attributes: goodAsana, configured: settings{"api_key": hidden("new")}, answer: quoting("base")},
	{title: "Change of an imported integration without its secret", typeName: "slack", attributes: ofProject, importID: "acme/web", prepare: setUp("slack"), configured: settings{"push_events": false}, warns: true, fails: true},
}

// secretless are the cases of a plan that changes an integration without its secret.
var secretless = []refusal{
	{title: "Secret that is no longer configured", typeName: "asana", attributes: goodAsana, configured: settings{"api_key": nil}},
	{title: "Secret that only a rule demands, no longer configured", typeName: "jenkins", attributes: goodJenkins.with(settings{"username": "gitlab", "password": hiddenSigns}), configured: settings{"password": nil}},
	{title: "Change of an imported integration without its secret", typeName: "slack", attributes: ofProject, importID: "acme/web", prepare: setUp("slack"), configured: settings{"push_events": false}, warns: true},
	{title: "Change of an imported custom integration without its secret", typeName: "custom", attributes: goodCustom.with(settings{"slug": "pumble", "settings": reference(`{ push_events = true }`)}),
		importID: "acme/web:pumble", prepare: setUp("pumble"), configured: settings{"settings": reference(`{ push_events = false }`)}, warns: true, attribute: "slug"},
}

// renamed are the cases of a plan that changes the path or ID of the owner.
var renamed = []refusal{
	{title: "New name of a project that GitLab does not show", provider: alone, typeName: "asana", attributes: goodAsana, configured: settings{"project": "acme/none"}, attribute: "project",
		answer: answering(http.StatusForbidden, jsonType, `{"message":"403 Forbidden"}`)},
	{title: "New name of a project that is gone", provider: alone, typeName: "asana", attributes: goodAsana, configured: settings{"project": "acme/none"}, attribute: "project",
		answer: answering(http.StatusNotFound, jsonType, `{"message":"404 Project Not Found"}`)},
}

// destroyed are the cases of a destroy.
var destroyed = []refusal{
	{title: "Role that is too low to destroy", provider: alone, typeName: "asana", attributes: goodAsana, answer: answering(http.StatusForbidden, jsonType, `{"message":"403 Forbidden"}`)},
	{title: "Group that is gone and must not be forgotten", provider: keeping, typeName: "asana", attributes: asanaGroup, warns: true, fails: true,
		answer: answering(http.StatusNotFound, jsonType, `{"message":"404 Group Not Found"}`)},
	{title: "Group that has moved, and is not found", provider: alone, typeName: "asana", attributes: asanaGroup, warns: true,
		answer: answering(http.StatusNotFound, jsonType, `{"message":"404 Group Not Found"}`)},
	{title: "App that only a person can bring back", provider: alone, typeName: "gitlab_slack_application", attributes: ofProject, prepare: setUp("gitlab-slack-application"), warns: true},
	{title: "Project that has moved, and is not found", typeName: "asana", attributes: goodAsana,
		answer: only(http.MethodDelete, answering(http.StatusMethodNotAllowed, jsonType, `{"message":"Non GET methods are not allowed for moved projects"}`))},
	{title: "Group that others inherit from", provider: alone, typeName: "asana", attributes: asanaGroup, warns: true},
	{title: "Project that inherits", provider: alone, typeName: "pumble", attributes: inherited, warns: true, prepare: func(gitlab *gitlabfake.GitLab, _ string) {
		gitlab.SetUp("groups/acme", "pumble", nil)
	}},
	{title: "Custom app that cannot be disabled", provider: alone, typeName: "custom", attributes: goodCustom.with(settings{"slug": "jira-cloud-app"}), prepare: setUp("jira-cloud-app"), warns: true, attribute: "slug"},
	{title: "Integration that cannot be disabled", provider: alone, typeName: "jira_cloud_app", attributes: ofProject, prepare: setUp("jira-cloud-app"), warns: true},
}

// imported are the cases of an import.
var imported = []refusal{
	{title: "Import of a custom integration without slug", typeName: "custom", attributes: goodCustom, importID: "acme/web"},
	{title: "Import of more settings than are configured", typeName: "custom", attributes: goodCustom.with(settings{"settings": reference(`{ channel = "one" }`)}), importID: "acme/web:example-chat", warns: true, attribute: "settings",
		answer: answering(http.StatusOK, jsonType, `{"id":1,"active":true,"properties":{"channel":"two","thread":5,"username":"gitlab"}}`)},
	{title: "Import of what was never set up", typeName: "asana", attributes: goodAsana, importID: "acme/web"},
	{title: "Import of what is switched off", typeName: "asana", attributes: goodAsana, importID: "projects/acme/web", prepare: func(gitlab *gitlabfake.GitLab, owner string) {
		gitlab.SetUp(owner, "asana", nil)
		gitlab.Disable(owner, "asana")
	}},
	{title: "Import from a project that does not exist", provider: alone, typeName: "asana", attributes: goodAsana, importID: "acme/web-none"},
	{title: "Import by an invalid ID", typeName: "asana", attributes: goodAsana, importID: "projects//acme/web"},
	{title: "Import of a group that cannot have it", typeName: "jenkins", attributes: goodJenkins, importID: "groups/acme"},
	{title: "Import of a project that cannot have it", typeName: "zentao", attributes: settings{"group": "acme", "url": "https://zentao.example.com", "zentao_product_xid": "1", "api_token": hiddenSigns}, importID: "projects/acme/web"},
	{title: "Import by the address of another integration", typeName: "asana", attributes: goodAsana, importID: "http://127.0.0.1/acme/web/-/settings/integrations/slack/edit"},
	{title: "Import by an address that is no page of an integration", typeName: "asana", attributes: goodAsana, importID: "http://127.0.0.1/acme/web/-/settings/integrations"},
	{title: "Import by the address of a group that cannot have it", typeName: "jenkins", attributes: goodJenkins, importID: "http://127.0.0.1/groups/acme/web/-/settings/integrations/jenkins/edit"},
	{title: "Import by an address on another host", typeName: "asana", attributes: goodAsana, importID: "https://code.example.org/acme/web/-/settings/integrations/asana/edit", prepare: setUp("asana"), warns: true},
	{title: "Import of what this GitLab does not have", provider: alone, typeName: "asana", attributes: goodAsana, importID: "acme/web", answer: answering(http.StatusBadRequest, jsonType, `{"error":"slug does not have a valid value"}`)},
}

// alone configures a separate provider for a case. Its messages are then complete even if
// another case has the same cause, and an error that stops all requests affects only this
// case.
func alone(*testing.T) settings { return settings{"detect_secret_changes": true} }

// protecting configures a provider that must not overwrite existing integrations.
func protecting(*testing.T) settings { return settings{"existing_integration": "error"} }

// keeping configures a provider that must not remove resources from the state when their
// owner is gone.
func keeping(*testing.T) settings { return settings{"missing_owner": "error"} }

func setUp(slug string) func(*gitlabfake.GitLab, string) {
	return func(gitlab *gitlabfake.GitLab, owner string) { gitlab.SetUp(owner, slug, nil) }
}

// movedTo sets up Asana in a project, and moves the project.
func movedTo(path string) func(*gitlabfake.GitLab, string) {
	return func(gitlab *gitlabfake.GitLab, owner string) {
		gitlab.SetUp(owner, "asana", nil)
		gitlab.MoveProject(strings.TrimPrefix(owner, "projects/"), path)
	}
}

// moved responds like a GitLab that redirects to the new path of a project.
func moved(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		answering(http.StatusOK, jsonType, `{"id":42,"path_with_namespace":"acme/site"}`)(w, r)
	} else {
		answering(http.StatusMethodNotAllowed, jsonType, `{"message":"Non GET methods are not allowed for moved projects"}`)(w, r)
	}
}

func redirecting(address string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, address, http.StatusMovedPermanently)
	}
}

// echoing responds like a proxy that blocks a request and quotes it.
func echoing(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusTeapot)
	fmt.Fprintf(w, "Refused: %s, %s, %s, %q, %s", hiddenSigns, url.QueryEscape(hiddenSigns), url.PathEscape(hiddenSigns), hiddenSigns, jsonOf(hiddenSigns))
}

func jsonOf(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}
