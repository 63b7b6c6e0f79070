package provider_test

import (
	"net/http"
	"testing"
)

// TestWrongValueThatIsKnownAtApply takes values from another resource that is created in
// the same apply. They are unknown in the plan, so the apply must reject them before
// sending a request.
func TestWrongValueThatIsKnownAtApply(t *testing.T) {
	t.Parallel()
	made := reference("terraform_data.unknown.output")
	tests := []struct {
		name       string
		made       any
		refused    refusal
		wantedText string
	}{
		{"value", "ftp://hooks.slack.com/hidden-secret", refusal{typeName: "slack", attributes: goodSlack.with(settings{"webhook": made}), attribute: "webhook"},
			"`webhook` must begin with `https://`"},
		{"empty value", "", refusal{typeName: "jenkins", attributes: goodJenkins.with(settings{"project_name": made}), attribute: "project_name"},
			"`project_name` must not be empty"},
		{"owner", "/acme/web", refusal{typeName: "asana", attributes: goodAsana.with(settings{"project": made}), attribute: "project"},
			"`project` must be an ID"},
		{"demand of a rule", "", refusal{typeName: "jira", attributes: goodJira.with(settings{"username": made}), attribute: "username"},
			"`username` must be set if `jira_auth_type` is `0`"},
		{"condition of a rule", 0, refusal{typeName: "jira", attributes: goodJira.with(settings{"username": nil, "jira_auth_type": made})},
			"`username` must be set if `jira_auth_type` is `0`"},
		{"function", "https://acme.atlassian.net", refusal{typeName: "jira", attributes: goodJira.with(settings{"url": made, "jira_auth_type": 1}), attribute: "jira_auth_type"},
			"`jira_auth_type` must be `0` for Jira Cloud"},
		{"inheritance beside a setting", true, refusal{typeName: "asana", attributes: goodAsana.with(settings{"use_inherited_settings": made}), attribute: "api_key"},
			"`api_key` has no effect"},
		{"no inheritance, no setting", false, refusal{typeName: "jenkins", attributes: settings{"project": "acme/web", "use_inherited_settings": made, "project_name": made}},
			"`jenkins_url` is required"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			c.configure(resourceBlock("terraform_data", "unknown", settings{"input": test.made}) + resourceWeb(test.refused.typeName, test.refused.attributes))
			c.shows(c.succeed("plan"), "2 to add")
			found := c.messages("apply", "-auto-approve")
			if len(found) == 0 || found[0].attribute() != test.refused.attribute {
				t.Fatalf("the apply returned %+v, want an error on %q", found, test.refused.attribute)
			}
			c.shows(found[0].Detail, test.wantedText)
			if requests := c.requests(); requests[http.MethodPut] > 0 {
				t.Errorf("the apply sent %v", requests)
			}
		})
	}
}
