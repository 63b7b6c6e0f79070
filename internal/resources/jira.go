package resources

import (
	"net/url"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// validateJiraCloud refuses personal access tokens for Jira Cloud, which
// GitLab recognises by the address of the API
// (validate_jira_cloud_auth_type_is_basic in app/models/integrations/jira.rb
// in GitLab 18.9).
func validateJiraCloud(planned integration.Planned) (setting, fault string) {
	const personalAccessToken = int64(1)
	method, _ := planned("jira_auth_type")
	address, known := planned("api_url")
	if address == nil || address == "" {
		address, _ = planned("url")
	}
	if !known || method != personalAccessToken || !isJiraCloud(address) {
		return "", ""
	}
	return "jira_auth_type", "must be `0` for Jira Cloud, whose address ends with `.atlassian.net`: " +
		"set `username` to the email address of a user and `password` to an API token of that user. " +
		"Personal access tokens are for Jira Data Center"
}

func isJiraCloud(address any) bool {
	text, _ := address.(string)
	site, err := url.Parse(text)
	return err == nil && site.Scheme == "https" && strings.HasSuffix(site.Hostname(), ".atlassian.net")
}
