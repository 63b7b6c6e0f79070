package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Most addresses that GitLab takes: pipelines_email.rb and emails_on_push.rb
// in app/models/concerns/integrations/base. Up to about 14.x the first list
// had no limit.
const (
	maximumEmails       = 30
	maximumSpacedEmails = 750
)

var (
	// email is what GitLab takes for an address: Devise's default, which
	// config/initializers/8_devise.rb does not change.
	email          = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
	datadogTag     = regexp.MustCompile(`^[\w-]+:.*\S.*$`)
	digit          = regexp.MustCompile(`[0-9]`)
	jiraServices   = regexp.MustCompile(`^[A-Za-z0-9=,:]*$`)
	emailSeparator = regexp.MustCompile(`[,\r\n ]+`)

	environmentTiers = []string{"production", "staging", "testing", "development"}
)

// EmailList accepts mail addresses that are separated by commas, spaces or
// line breaks (retrieve_recipients in
// app/models/concerns/integrations/base/pipelines_email.rb). GitLab refuses
// more than 30, and drops what is no address without a word.
func EmailList(value string) string {
	entries := emailSeparator.Split(value, -1)
	return emailFault(entries, maximumEmails, "commas, such as `dev@example.com,ops@example.com`")
}

// SpacedEmailList accepts mail addresses that are separated by spaces or line
// breaks, not by commas alone (valid_recipients in
// app/models/concerns/integrations/base/emails_on_push.rb). GitLab refuses
// more than 750, and drops what is no address without a word.
func SpacedEmailList(value string) string {
	return emailFault(strings.Fields(value), maximumSpacedEmails, "spaces, such as `dev@example.com ops@example.com`")
}

// emailFault finds the first entry that GitLab would drop. The words of a name
// before an address in angle brackets may go; GitLab keeps the address.
func emailFault(entries []string, maximum int, way string) string {
	named := slices.ContainsFunc(entries, func(entry string) bool { return strings.HasPrefix(entry, "<") })
	emails := map[string]bool{}
	for _, entry := range entries {
		address := strings.ToLower(strings.Trim(entry, "<>"))
		switch {
		case address == "" || named && !strings.Contains(address, "@"):
		case !email.MatchString(address):
			return "must be e-mail addresses, separated by " + way
		default:
			emails[address] = true
		}
	}
	switch {
	case len(emails) == 0:
		return "must have at least one e-mail address; several are separated by " + way
	case len(emails) > maximum:
		return fmt.Sprintf("must have at most %d e-mail addresses; write to a mailing list instead", maximum)
	default:
		return ""
	}
}

// DatadogTags accepts lines of the form key:value; empty lines do not count
// (app/models/integrations/datadog.rb). GitLab takes blanks off both ends of
// the whole first.
func DatadogTags(value string) string {
	for line := range strings.SplitSeq(strings.TrimSpace(value), "\n") {
		if strings.TrimSpace(line) != "" && !datadogTag.MatchString(line) {
			return "must have one tag a line, each of the form `key:value`, such as `team:web`"
		}
	}
	return ""
}

// JiraTransitions accepts what names the ID of at least one transition.
// GitLab says that it wants numbers separated by commas or semicolons, but
// picks the numbers out of any text (jira_transition_id_regex in
// lib/gitlab/regex.rb).
func JiraTransitions(value string) string {
	return matches(value, digit, "must be the IDs of Jira transitions, separated by `,` or `;`, such as `31,41`; names do not count")
}

// JiraServices accepts the IDs of Jira Service Management services
// (app/models/integrations/jira_cloud_app.rb).
func JiraServices(value string) string {
	return matches(value, jiraServices, "must be IDs of services, separated by commas without spaces, such as `b:YXJp:c2Vydmlj,b:YXJp:b3RoZXI`")
}

// EnvironmentTiers accepts the kinds of environments that GitLab knows
// (app/models/integrations/jira_cloud_app.rb), separated by commas.
func EnvironmentTiers(value string) string {
	for _, tier := range commaList(value) {
		if !slices.Contains(environmentTiers, tier) {
			return "must be some of `production`, `staging`, `testing` and `development`, separated by commas, such as `production,staging`"
		}
	}
	return ""
}
