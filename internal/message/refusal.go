package message

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Refused says what GitLab refuses, such as "`webhook`", and quotes its sentences.
func Refused(what string, sentences []string) string {
	quoted := make([]string, len(sentences))
	for i, sentence := range sentences {
		quoted[i] = `"` + sentence + `"`
	}
	return fmt.Sprintf("GitLab refuses %s: %s.", what, strings.Join(quoted, ", "))
}

// AnswerTo names the request that GitLab refused.
func AnswerTo(e *client.Error) string {
	return fmt.Sprintf("This was the answer to %s %s, with status %d.", e.Method, e.Path, e.Status)
}

// Interrupted describes a request that was canceled. It is uncertain if GitLab may
// have carried out the request.
func Interrupted(uncertain bool) string {
	if uncertain {
		return "The request was interrupted. GitLab may have carried it out nevertheless; the next plan shows whether it did."
	}
	return "The request was interrupted before GitLab received it."
}

const (
	// Whole names all settings of an integration together.
	Whole = "the settings as a whole"
	// NewerGitLab is the remedy for a setting that the provider does not have.
	NewerGitLab = "This GitLab may be newer than this version of the provider: check whether a later version of the provider has the setting."
)

// Built describes an address under the name with which GitLab refuses it.
func Built(name string, from []string) string {
	return fmt.Sprintf("`%s`, an address that it builds from %s", name, alternatives(from, "and"))
}

// Unconfigured describes a custom setting that GitLab refuses, and that is not
// configured.
func Unconfigured(name string) string { return "`" + name + "`, which is not configured" }

// UnknownSetting describes a setting that GitLab refuses, and that the provider does not
// have.
func UnknownSetting(name string) string {
	return "`" + name + "`, a setting that this provider does not have"
}

// missing matches the sentences that demand a value.
var missing = regexp.MustCompile(`can't be blank|is missing|is empty|must be filled`)

// UnconfiguredRemedy is the remedy for a sentence about a custom setting that is not
// configured.
func UnconfiguredRemedy(sentence string) string {
	if missing.MatchString(sentence) {
		return "Set it in `settings`, or in `secrets_wo` if it is a secret."
	}
	return strings.TrimSpace("GitLab takes its value from another setting, or has it from before. " + Remedy(sentence, nil))
}

// remedies are the remedies for sentences with which GitLab refuses a value
// (app/validators, config/locales, app/models/integrations and
// gems/gitlab-http in GitLab 18.9). Most of the sentences are recorded. Those
// about local networks, unresolvable hosts and a second wiki were only read.
var remedies = []struct {
	sentence *regexp.Regexp
	remedy   string
}{
	{missing, "Set it to a value that is not empty."},
	{regexp.MustCompile(`is blocked: .*not on the Allow List`),
		"GitLab sends requests only to the addresses on a list: an administrator must add the host to that list (Admin area > Settings > Network > Outbound requests)."},
	{regexp.MustCompile(`is blocked: Requests to `),
		"GitLab sends no requests to its local network unless an administrator allows it (Admin area > Settings > Network > Outbound requests)."},
	{regexp.MustCompile(`URI is invalid`),
		"The value contains a character that is not allowed in an address, such as a space or a line break. In Terraform, `trimspace()` removes those at the ends; others must be escaped, such as a space as `%20`."},
	{regexp.MustCompile(`Only allowed schemes are https$`), "It must begin with `https://`."},
	{regexp.MustCompile(`Only allowed schemes|must be a valid URL`), "It must be a URL such as `https://example.com/path`."},
	{regexp.MustCompile(`Hostname or IP address invalid`), "The host name must begin with a letter or a digit."},
	{regexp.MustCompile(`Host cannot be resolved|execution expired`), "GitLab's own server must be able to resolve the host name: check the spelling, and the DNS servers that GitLab's server uses."},
	{regexp.MustCompile(`is not a number|must be an integer`), "It must be a whole number, with nothing before or after it."},
	{regexp.MustCompile(`valid PEM private key`), "It must be the content of the key file with its line breaks, as in `file(\"key.p8\")`."},
	{regexp.MustCompile(`valid json schema`), "It must be the content of the JSON key file, as in `file(\"key.json\")`."},
	{regexp.MustCompile(`^is invalid|does not have a valid value|is not included in the list`), "The value does not have the format that GitLab expects: see the documentation of the integration."},
	{regexp.MustCompile(`third-party wiki is already in use`), disableOther},
}

const disableOther = "Disable the other one first; if Terraform manages it, apply its removal first."

// Remedy returns the remedy for GitLab's sentence about a setting, or "" if there is
// none. The allowed values are those of the setting; nil allows all.
func Remedy(sentence string, allowed []string) string {
	if len(allowed) > 0 && strings.Contains(sentence, "is not included in the list") {
		return "It must be one of " + Names(allowed) + "."
	}
	for _, known := range remedies {
		if known.sentence.MatchString(sentence) {
			return known.remedy
		}
	}
	return ""
}
