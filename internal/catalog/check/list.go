package check

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The maximum numbers of addresses that GitLab accepts: pipelines_email.rb and
// emails_on_push.rb in app/models/concerns/integrations/base. Up to about 14.x, the
// first list had no limit.
const (
	maximumEmails       = 30
	maximumSpacedEmails = 750
)

var (
	// email matches what GitLab accepts as an address: Devise's default, which
	// config/initializers/8_devise.rb does not change.
	email          = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
	datadogTag     = regexp.MustCompile(`^[\w-]+:[^\r]*\S[^\r]*\r?$`) // GitLab takes no CR alone for a line break.
	emailSeparator = regexp.MustCompile(`[,\r\n ]+`)

	tiers = []string{"production", "staging", "testing", "development"}
)

// emailList accepts email addresses that are separated by commas, spaces or line
// breaks (retrieve_recipients in
// app/models/concerns/integrations/base/pipelines_email.rb). GitLab refuses more than
// 30, counts repeated ones, and silently drops entries that are not addresses.
func emailList(value string) string {
	emails, fault := parseEmails(emailSeparator.Split(value, -1), "commas, such as `dev@example.com,ops@example.com`")
	return cmp.Or(fault, tooManyEmails(len(emails), maximumEmails))
}

// spacedEmailList accepts email addresses that are separated by spaces or line
// breaks, not by commas alone (valid_recipients in
// app/models/concerns/integrations/base/emails_on_push.rb). GitLab refuses more than
// 750, does not count repeated ones, and silently drops entries that are not addresses.
func spacedEmailList(value string) string {
	emails, fault := parseEmails(strings.Fields(value), "spaces, such as `dev@example.com ops@example.com`")
	return cmp.Or(fault, tooManyEmails(len(distinct(emails)), maximumSpacedEmails))
}

// parseEmails returns the addresses in lower case, or the fault of the first entry that
// GitLab would drop. The words of a name before an address in angle brackets are allowed,
// because GitLab keeps the address.
func parseEmails(entries []string, way string) (emails []string, fault string) {
	named := slices.ContainsFunc(entries, func(entry string) bool { return strings.HasPrefix(entry, "<") })
	for _, entry := range entries {
		address := strings.ToLower(strings.Trim(entry, "<>"))
		switch {
		case address == "" || named && !strings.Contains(address, "@"):
		case !email.MatchString(address):
			return nil, "must be email addresses, separated by " + way
		default:
			emails = append(emails, address)
		}
	}
	if len(emails) == 0 {
		return nil, "must have at least one email address; several are separated by " + way
	}
	return emails, ""
}

func tooManyEmails(number, maximum int) string {
	if number <= maximum {
		return ""
	}
	return fmt.Sprintf("must have at most %d email addresses; write to a mailing list instead", maximum)
}

// datadogTags accepts lines of the form key:value. Empty lines are ignored
// (app/models/integrations/datadog.rb). GitLab first removes whitespace at both ends
// of the whole text.
func datadogTags(value string) string {
	for line := range strings.SplitSeq(strings.TrimSpace(value), "\n") {
		if strings.TrimSpace(line) != "" && !datadogTag.MatchString(line) {
			return "must have one tag per line, each of the form `key:value`, such as `team:web`"
		}
	}
	return ""
}

// environmentTiers accepts GitLab's deployment tiers
// (app/models/integrations/jira_cloud_app.rb), separated by commas.
func environmentTiers(value string) string {
	for _, tier := range commaList(value) {
		if !slices.Contains(tiers, tier) {
			return "must be one or more of `production`, `staging`, `testing` and `development`, separated by commas, such as `production,staging`"
		}
	}
	return ""
}
