package resources

import (
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// unknown is a value that is known only after apply.
type unknown struct{}

// configuration contains the planned settings. Settings that are missing are null.
type configuration map[string]any

func (c configuration) planned(setting string) (value any, known bool) {
	value = c[setting]
	if value == (unknown{}) {
		return nil, false
	}
	return value, true
}

func TestValidateJiraCloud(t *testing.T) {
	const cloud, server = "https://acme.atlassian.net", "https://jira.example.com"
	expectFaults(t, validateJiraCloud, "jira_auth_type", map[string]faultTest{
		"password on a server":   {configuration{"url": server, "jira_auth_type": int64(0)}, false},
		"token on a server":      {configuration{"url": server, "jira_auth_type": int64(1)}, false},
		"password in the cloud":  {configuration{"url": cloud, "jira_auth_type": int64(0)}, false},
		"token in the cloud":     {configuration{"url": cloud, "jira_auth_type": int64(1)}, true},
		"cloud with a path":      {configuration{"url": cloud + "/jira/", "jira_auth_type": int64(1)}, true},
		"service account":        {configuration{"url": cloud, "api_url": "https://api.atlassian.com/ex/jira/1", "jira_auth_type": int64(2)}, false},
		"API in the cloud":       {configuration{"url": server, "api_url": cloud, "jira_auth_type": int64(1)}, true},
		"API on a server":        {configuration{"url": cloud, "api_url": server, "jira_auth_type": int64(1)}, false},
		"empty API URL":          {configuration{"url": cloud, "api_url": "", "jira_auth_type": int64(1)}, true},
		"cloud without https":    {configuration{"url": "http://acme.atlassian.net", "jira_auth_type": int64(1)}, false},
		"similar host name":      {configuration{"url": "https://atlassian.net.example.com", "jira_auth_type": int64(1)}, false},
		"no URL":                 {configuration{"jira_auth_type": int64(1)}, false},
		"malformed URL":          {configuration{"url": "https://%zz.atlassian.net", "jira_auth_type": int64(1)}, false},
		"unknown type":           {configuration{"url": cloud, "jira_auth_type": unknown{}}, false},
		"unknown address":        {configuration{"url": unknown{}, "jira_auth_type": int64(1)}, false},
		"unknown address of API": {configuration{"url": cloud, "api_url": unknown{}, "jira_auth_type": int64(1)}, false},
	})
}

func TestValidateIrkerRecipients(t *testing.T) {
	const uri, server = "irc://irc.example.com/acme", "irc://irc.example.com:6697/"
	expectFaults(t, validateIrkerRecipients, "recipients", map[string]faultTest{
		"URI":                    {configuration{"recipients": uri}, false},
		"secure URI":             {configuration{"recipients": "ircs://irc.example.com/acme"}, false},
		"URI in capitals":        {configuration{"recipients": "IRC://irc.example.com/acme"}, false},
		"URI among names":        {configuration{"recipients": "acme\n" + uri}, false},
		"name":                   {configuration{"recipients": "acme"}, true},
		"channel":                {configuration{"recipients": "#acme #web"}, true},
		"another scheme":         {configuration{"recipients": "https://irc.example.com/acme"}, true},
		"URI inside of a name":   {configuration{"recipients": "acme," + uri}, true},
		"name with a server":     {configuration{"recipients": "acme", "default_irc_uri": server}, false},
		"name, empty server":     {configuration{"recipients": "acme", "default_irc_uri": ""}, true},
		"URI, empty server":      {configuration{"recipients": uri, "default_irc_uri": ""}, false},
		"two signs":              {configuration{"recipients": "##acme", "default_irc_uri": server}, true},
		"two signs, escaped":     {configuration{"recipients": "#%23acme", "default_irc_uri": server}, false},
		"letter outside ASCII":   {configuration{"recipients": "é", "default_irc_uri": server}, true},
		"scheme with a server":   {configuration{"recipients": "https://irc.example.com/acme", "default_irc_uri": server}, true},
		"no-break space":         {configuration{"recipients": uri + "\u00a0"}, true},
		"URI with two signs":     {configuration{"recipients": uri + "/#a#b"}, true},
		"other server":           {configuration{"recipients": "//b.example.com/acme", "default_irc_uri": server}, false},
		"one of two":             {configuration{"recipients": "##acme a/b:c", "default_irc_uri": server}, false},
		"nothing":                {configuration{}, false},
		"unknown recipients":     {configuration{"recipients": unknown{}}, false},
		"name, unknown server":   {configuration{"recipients": "acme", "default_irc_uri": unknown{}}, false},
		"names, unknown servers": {configuration{"recipients": unknown{}, "default_irc_uri": unknown{}}, false},
	})
}

// faultTest is a configuration, and whether validation must refuse it.
type faultTest struct {
	configuration configuration
	wrong         bool
}

func expectFaults(t *testing.T, validate integration.Validate, attribute string, tests map[string]faultTest) {
	t.Helper()
	for name, test := range tests {
		setting, fault := validate(test.configuration.planned)
		switch {
		case test.wrong && (setting != attribute || fault == ""):
			t.Errorf("%s: got the fault %q of %q, want one of %q", name, fault, setting, attribute)
		case !test.wrong && (setting != "" || fault != ""):
			t.Errorf("%s: got the fault %q of %q, want none", name, fault, setting)
		}
	}
}

func TestWhoIsValidated(t *testing.T) {
	for _, spec := range All {
		if validated := spec.Slug == "jira" || spec.Slug == "irker"; validated != (spec.Validate != nil) {
			t.Errorf("%s has a validation function: %t", spec.Slug, spec.Validate != nil)
		}
	}
}
