package integration_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/check"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/integration"
)

// papers has every kind of text.
var papers = integration.Spec{
	Slug: "papers", Title: "Papers",
	Parameters: []integration.Parameter{
		{Name: "token", Secret: true},
		{Name: "hook_token", Secret: true, NotEmpty: true, Check: check.OfFormat("url_end")},
		{Name: "key", Secret: true, Multiline: true},
		{Name: "url", Check: check.OfFormat("http_url")},
		{Name: "job", Check: check.OfFormat("url_path")},
		{Name: "name"},
		{Name: "title", Required: true},
		{Name: "env", Normalize: integration.Trim},
		{Name: "recipients", Multiline: true},
		{Name: "tags", Multiline: true, Normalize: integration.Trim},
		{Name: "labels", Type: integration.Strings},
		{Name: "keys", Type: integration.Strings, Normalize: integration.Trim},
	},
}

func validatePapers(t *testing.T, attribute string, value any) []*tfprotov6.Diagnostic {
	t.Helper()
	return serving(t, configuredWith(newClient(t, "http://gitlab.invalid"))).validate(papers.TypeName(), paper.with(object{attribute: value}))
}

func serving(t *testing.T, provider func() *integration.Provider) *terraform {
	t.Helper()
	return newTerraform(t, integration.NewServer(newInnerServer(nil), []integration.Spec{papers}, provider))
}

// paper is a configuration of papers.
var paper = object{"project": "1", "title": "t"}

// A plan validates twice: before the provider is configured, and again afterwards. The
// first validation must not warn, so that each warning appears only once.
func TestWarningsComeOnce(t *testing.T) {
	expectNothing(t, serving(t, unconfigured).validate(papers.TypeName(), paper.with(object{"name": " a "})))
	expectError(t, serving(t, unconfigured).validate(papers.TypeName(), paper.with(object{"name": " a ", "token": "hidden\n"})), "token")
}

func TestTextThatIsTaken(t *testing.T) {
	lines := "-----BEGIN KEY-----\nabc\r\n-----END KEY-----\n"
	for attribute, values := range map[string][]any{
		"token":      {nil, "", "hidden", unknown, "two words"},
		"token_wo":   {"hidden", unknown},
		"hook_token": {nil, "hidden"},
		"key":        {"hidden", lines, " " + lines, unknown},
		"key_wo":     {lines, unknown},
		"url":        {"", "https://x.example", unknown},
		"job":        {"My%20Project"},
		"name":       {"ü", "a\tb"},
		"env":        {"production", "a b", ""},
		"recipients": {"a\nb\r\n", "\n a b \n"},
		"tags":       {"a:1\nb:2\n", "\r\na:1 \r\n b:2\r\n", ""},
		"labels":     {[]string{}, []string{"a", "b c"}, unknown, set(tftypes.NewValue(tftypes.String, unknown))},
		"keys":       {[]string{"A"}},
	} {
		for _, value := range values {
			expectNothing(t, validatePapers(t, attribute, value))
		}
	}
}

func TestTextThatIsRefused(t *testing.T) {
	const (
		around  = "must not begin or end with a line break. A file usually ends with one: read it with `trimspace(file(\"…\"))`."
		inside  = "must be a single line, but contains a line break."
		blanks  = "must not begin or end with whitespace: remove it with `trimspace()`."
		mark    = "must not begin with a byte order mark, the invisible character U+FEFF: save the file without one, or remove it with `trimprefix(…, \"\\ufeff\")`."
		nothing = "must be a single line, but contains only line breaks."
	)
	tests := map[string]struct {
		attribute string
		value     any
		words     string
	}{
		"end of a file":                   {"token", "hidden\n", around},
		"end of a file, write-only":       {"token_wo", "hidden\r\n", around},
		"empty line before":               {"name", "\nhidden", around},
		"two lines":                       {"token", "hidden\nhidden", inside},
		"two lines and the end":           {"token_wo", "hidden\rhidden\n", inside},
		"only a line break":               {"token", "\n", nothing},
		"line of an address":              {"url", "https://hidden.example\n", around},
		"line of a job":                   {"job", "hidden\n", around},
		"null character":                  {"token", "hidden\x00", "must not contain the null character."},
		"null character among lines":      {"key", "hidden\n\x00", "must not contain the null character."},
		"line in a list":                  {"labels", []string{"a", "hidden\n"}, "has an element that " + around},
		"whitespace around an address":    {"url", " https://hidden.example ", blanks},
		"whitespace in an address":        {"url", "https://hidden.example/a b", "must be a URL without spaces"},
		"whitespace in a job":             {"job", "My Project", "must be written as in a URL, such as `My%20Project` for `My Project`"},
		"whitespace at the end of a hook": {"hook_token_wo", "hidden ", blanks},
		"empty secret":                    {"hook_token", "", "must not be empty: leave it out if there is none."},
		"empty secret, write-only":        {"hook_token_wo", "", "must not be empty: leave it out if there is none."},
		"only whitespace":                 {"title", " \t", "must not be empty."},
		"whitespace that GitLab removes":  {"env", "hidden ", blanks},
		"whitespace around tags":          {"tags", "  hidden\nb:2\n", blanks},
		"whitespace in a list":            {"keys", []string{"hidden "}, "has an element that " + blanks},
		"space other than U+0020":         {"env", "hidden\u00a0", blanks},
		"line separators of any kind":     {"token", "hidden\r", around},
		"byte order mark":                 {"token_wo", "\ufeffhidden", mark},
		"byte order mark before a key":    {"key", "\ufeffhidden\nhidden\n", mark},
		"byte order mark in an address":   {"url", "\ufeffhttps://hidden.example", mark},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := validatePapers(t, test.attribute, test.value)
			expectError(t, found, test.attribute, "`"+test.attribute+"` "+test.words)
			showsNothingHidden(t, found)
		})
	}
}

// Where GitLab keeps whitespace, it may be intended, so it causes only a warning.
func TestTextThatIsDoubtful(t *testing.T) {
	for name, test := range map[string]struct {
		attribute string
		value     any
	}{
		"secret":                     {"token", " hidden"},
		"secret, write-only":         {"token_wo", "hidden\t"},
		"beginning of a hook":        {"hook_token", " hidden"},
		"text":                       {"name", "  hidden  "},
		"only whitespace":            {"name", " "},
		"elements, with one warning": {"labels", []string{" hidden", "hidden "}},
		"required, but not blanks":   {"title", "hidden "},
	} {
		t.Run(name, func(t *testing.T) {
			found := validatePapers(t, test.attribute, test.value)
			expectWarning(t, found, test.attribute, "Whitespace around "+test.attribute,
				"`"+test.attribute+"` begins or ends with whitespace, which GitLab keeps as part of the value. If that is not intended, remove it with `trimspace()`.")
			showsNothingHidden(t, found)
		})
	}
}

// A secret that was copied from a page can contain characters that nobody sees.
func TestInvisibleCharactersInSecrets(t *testing.T) {
	const words = "contains an invisible character, such as a zero-width space or a control character, which GitLab keeps as part of the value. If that is not intended, copy it again, or type it."
	for _, value := range []string{"hidden\u200b", "hidden\u00a0hidden", "hid\u2060den", "hidden\u00ad", "hid\x07den", "hidden\ufeff"} {
		for _, attribute := range []string{"token", "token_wo"} {
			found := validatePapers(t, attribute, value)
			expectWarning(t, found, attribute, "Invisible character in "+attribute, "`"+attribute+"` "+words)
			showsNothingHidden(t, found)
		}
	}
	for attribute, value := range map[string]string{"name": "a\u200db", "key": "hidden\nhid\u200bden", "token": "hidden\thidden ü"} {
		expectNothing(t, validatePapers(t, attribute, value))
	}
}

// GitLab does not replace an empty string by the default.
func TestEmptyTextInsteadOfADefault(t *testing.T) {
	tf := drive(t, configuredWith(newClient(t, "http://gitlab.invalid")))
	expectWarning(t, tf.validate(chatType, minimal.with(object{"branches": ""})), "branches", "Empty branches",
		"`branches` is empty, and GitLab stores that instead of the default `default`. To use the default, leave it out or set it to null.")
	expectNothing(t, tf.validate(chatType, minimal.with(object{"branches": nil})))
}

func showsNothingHidden(t *testing.T, found []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, diagnostic := range found {
		if strings.Contains(describe(diagnostic), "hidden") {
			t.Errorf("the diagnostic shows the value: %s", describe(diagnostic))
		}
	}
}
