package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/catalog/check"
)

// serviceAccountKey has the members of a key file from Google.
const serviceAccountKey = `{
  "type": "service_account", "project_id": "acme-web", "private_key_id": "1", "private_key": "EXAMPLE",
  "client_email": "ci@example.com", "client_id": "2", "auth_uri": "https://example.com/auth",
  "token_uri": "https://example.com/token", "auth_provider_x509_cert_url": "https://example.com/certs",
  "client_x509_cert_url": "https://example.com/cert", "universe_domain": "googleapis.com"}`

const privateKey = "-----BEGIN PRIVATE KEY-----\nEXAMPLE\n-----END PRIVATE KEY-----"

// checks has each check with values that it must accept and refuse.
var checks = []struct {
	name      string
	check     func(string) string
	good, bad []string
}{
	{"Between", check.Between(1, 65535),
		[]string{"1", "6659", "65535"},
		[]string{"0", "-1", "65536", "many", "1.5", "99999999999999999999"}},
	{"AtLeast", check.AtLeast(1),
		[]string{"1", "123456789012"},
		[]string{"0", "-1", "one"}},
	{"MaximumLength", check.MaximumLength(3),
		[]string{"abc", "äöü", "日本語"},
		[]string{"abcd", "äöüß"}},
	{"MaximumItems of three", check.MaximumItems(3),
		[]string{"a", "a,b,c", " a , b , c ", "a,b,c,", "a,a,b,b,c", ",,,,"},
		[]string{"a,b,c,d", "a, b, c, d,"}},
	{"MaximumItems of one", check.MaximumItems(1),
		[]string{"a", "a,a", "a,"},
		[]string{"a,b"}},
	{"All", check.All(check.MaximumLength(3), check.OfFormat("harbor_project")),
		[]string{"abc"},
		[]string{"abcd", "ab-", "-----"}},
	{"http_url", check.OfFormat("http_url"),
		[]string{"https://x.example", "http://localhost:8080/a?b=c#d", "http://10.0.0.1", "https://[::1]:80/", "https://x", "https://ü.example", "https://x.example/100%",
			"https://x.example/%zz?{a}|b", "https://me:p^w%@x.example/", "https://x.example?q=http://y/@z", "https://x.example/:id", "https://a_b.example:65535", "https://" + strings.Repeat("a", 1024) + ":8443", "https://" + strings.Repeat("ä", 512), `https://x.example/"<>{}\`},
		[]string{"x.example", "ftp://x.example", "HTTPS://x.example", "https:x.example", "https:/x.example", "https://", "https:///path", "https://:80", "https://_x.example",
			"https://-x.example", "https://x.example:a", "https://x.example:65536", "https://" + strings.Repeat("a", 1025), "https://" + strings.Repeat("ä", 513), "https://x.example/a b", " https://x.example", "https://x.example\n", "https://x%zz", "https://[x",
			`https://x.example"`, "https://x.example<", "https://x.ex>ample/a", "https://x.example{", "https://x.example\\"}},
	{"rfc3986_http_url", check.OfFormat("rfc3986_http_url"),
		[]string{"https://x.example", "http://me:p%40w@x.example:8080/a%20b/(c)?d=100%&e={f}#g/h?i", "https://[::1]:80/", "https://x.example/a;b=c,d~e'f", "https://x.example?a=%", "https://x.example?a=%z#b", "https://x.example?a=%z1|\"b\"[c]"},
		[]string{"https://ü.example", "https://x.example/ü", "https://x.example/100%", "https://x.example/%zz", "https://x.example/{a}", "https://x.example/a|b", "https://x.example/#a#b", "https://x.example/a b", "x.example", "https://x.example?a=%zz", "https://x.example?a=%%zb", "https://me@you@x.example", "https://x.example/[a]"}},
	{"webhook_http_url", check.OfFormat("webhook_http_url"),
		[]string{"https://x.example", "https://x.example/100%?{}{1}{-a}", "https://ü.example/a%20b"},
		[]string{"https://x.example/{a}", "https://x.example/?b={token}", "https://x.example/{a1.b-c_d}", "x.example"}},
	{"formatted_http_url", check.OfFormat("formatted_http_url"),
		[]string{"https://x.example", "https://x.example/a?b=c#d", "https://x.example/{}"},
		[]string{"https://ü.example", "https://x.example/a%20b", "https://x.example/100%", "https://x.example/%s", "https://x.example/{a}", "x.example"}},
	{"url_path", check.OfFormat("url_path"),
		[]string{"acme_web", "My%20Project", "folder/job/web", "a(b)-c.d~e:f@g;h=i,j+k$l&m'n*o!p", "%C3%BC"},
		[]string{"My Project", "100%", "a%zz", "a#b", "a?b", "ü", "a{b}", "a\\b", "a|b", "[a]", "a\"b"}},
	{"url_end", check.OfFormat("url_end"),
		[]string{"a", " a", "a b", "a?b#c%ü"},
		[]string{"a ", "a\t", "a\n", "a\v", "a\u00a0"}},
	{"matrix_room", check.OfFormat("matrix_room"),
		[]string{"!abcdefghijklmnop:example.com", "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM", "abc", " !abc:example.com "},
		[]string{"#acme:example.com", "!abc:example.com?via=x", "!a b:example.com", "!abc:exämple.com", "!abc%:example.com", "https://matrix.to/#/!abc:example.com"}},
	{"discord_url", check.OfFormat("discord_url"),
		[]string{"https://discord.com", "https://discord.com/api/webhooks/1/a"},
		[]string{"http://discord.com/api", "https://discord.com.evil.example/", "https://ptb.discord.com/x", "https://discordapp.com/api", " https://discord.com/", "https://discord.com/\n", "https://discord.com/api ", "https://discord.com/api\v", "https://discord.com/a b", "https://discord.com/\u00a0"}},
	{"confluence_url", check.OfFormat("confluence_url"),
		[]string{"https://acme.atlassian.net/wiki", "http://acme.atlassian.net/wiki/spaces", "https://acme.atlassian.net:443/wiki?x=1", "https://a.b.atlassian.net/wiki#x"},
		[]string{"https://acme.atlassian.net", "https://acme.atlassian.net/wikis", "https://acme.example/wiki", "https://a/b.atlassian.net/wiki", "ftp://acme.atlassian.net/wiki", "https://.atlassian.net/wiki", "acme.atlassian.net/wiki", "https://acme.atlassian.net/%zz", "https://acme.atlassian.net/wiki/ü"}},
	{"linear_url", check.OfFormat("linear_url"),
		[]string{"https://linear.app/acme", "https://linear.app/acme-2/"},
		[]string{"https://linear.app", "https://linear.app/ab", "https://linear.app/Acme", "https://linear.app/acme/team", "http://linear.app/acme"}},
	{"irc_server", check.OfFormat("irc_server"),
		[]string{"irc://irc.example.com:6697/", "ircs://irc.example.com", "IRC://x", "irc://me:x@irc.example.com/a?b#c", "irc://[::1]:6697/"},
		[]string{"irc.example.com", "https://irc.example.com", "irc://", "irc:///acme", "irc:example", "irc://irc.example.com ", "irc://ü.example", "irc://irc.example.com/a|b"}},
	{"regexp", check.OfFormat("regexp"),
		[]string{"[A-Z]+-\\d+", "(?i)a", "(?P<issue>a)", "JIRA#"},
		[]string{"(", "a(?=b)", "[z-a]", "\\1", "a**"}},
	{"email_list", check.OfFormat("email_list"),
		[]string{"dev@example.com", "a@x,b@x", "a@x, b@x\nc@x\r\nd@x", ",a@x,", "<a@x>", "Jane Doe <a@x>, b@x", "a+b@localhost", emails(30, ",")},
		[]string{"dev", "dev@", "@example.com", "a@b@c", "a@x,dev.example.com", "a@x\tb@x", "a@x;b@x", ",", "<>", emails(31, ","), emails(31, " "), emails(30, ",") + ",1@X"}},
	{"spaced_email_list", check.OfFormat("spaced_email_list"),
		[]string{"dev@example.com", "a@x b@x\nc@x\td@x", "a@x, b@x", "Jane Doe <a@x>", emails(750, " "), emails(750, " ") + " 1@X"},
		[]string{"dev", "a@x,b@x", "a@x dev", " ", emails(751, " ")}},
	{"datadog_tags", check.OfFormat("datadog_tags"),
		[]string{"team:web", "team:web\ncost_center:42", "a-b:c:d e", "\n a:b\n\nc:d\r\n  ", "a:b\r\nc:d", "url:https://x,y"},
		[]string{"team", "team:", "team: ", ":web", "team:web\n cost:1", "te am:web", "team=web", "team:web\ncost", "team:web\rcost:42", "ä:b"}},
	{"jira_transitions", check.OfFormat("jira_transitions"),
		[]string{"31", "31,41", "31;41", "31, 41", "Done 31"},
		[]string{"Done", ",", "To Do;Done"}},
	{"jira_services", check.OfFormat("jira_services"),
		[]string{"b:YXJp:c2Vydmlj", "b:YXJp:c2Vydmlj,b:YXJp:b3RoZXI="},
		[]string{"b:1, b:2", "b_1", "b/1", "b:1\n"}},
	{"environment_tiers", check.OfFormat("environment_tiers"),
		[]string{"production", "production, staging", "production,staging,testing,development,"},
		[]string{"prod", "Production", "production,other", "production staging"}},
	{"app_store_issuer_id", check.OfFormat("app_store_issuer_id"),
		[]string{"aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "01234567-89ab-cdef-0123-456789abcdef"},
		[]string{"AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE", "aaaaaaaabbbb4ccc8dddeeeeeeeeeeee", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee ", "ABC1234567"}},
	{"app_store_key_id", check.OfFormat("app_store_key_id"),
		[]string{"ABC1234567", "1A", "A1", "ABC1", "12C"},
		[]string{"abc1234567", "ABCDEFGHIJ", "1234567890", "ABC-123", "A1 "}},
	{"google_play_package", check.OfFormat("google_play_package"),
		[]string{"com.example.acme", "com.Example_1", "a" + strings.Repeat(".b", 20)},
		[]string{"acme", "com..acme", "com.1acme", "com.example-acme", "com.example.", "a" + strings.Repeat(".b", 21)}},
	{"google_cloud_project_id", check.OfFormat("google_cloud_project_id"),
		[]string{"acme-web-123456", "abcdef", strings.Repeat("a", 30)},
		[]string{"acme", "Acme Web", "acme_web_1", "example.com:acme-web", strings.Repeat("a", 31)}},
	{"google_cloud_pool_id", check.OfFormat("google_cloud_pool_id"),
		[]string{"gitlab-pool", "pool", strings.Repeat("a", 32)},
		[]string{"abc", "Pool", "projects/1/pool", strings.Repeat("a", 33)}},
	{"datadog_site", check.OfFormat("datadog_site"),
		[]string{"datadoghq.com", "us3.datadoghq.com", "ddog-gov.com", "app.datadoghq.eu", "dd.example.internal", "datadoghq.com:443"},
		[]string{"https://datadoghq.com", "datadoghq.com/", "datadoghq", "datadoghq .com", "us3..com", ".com", "datadoghq.com:", "EU1\n"}},
	{"datadog_api_key", check.OfFormat("datadog_api_key"),
		[]string{"0123456789abcdef", "A_b"},
		[]string{"0123 4567", "0123-4567", "0123\n", "é"}},
	{"campfire_subdomain", check.OfFormat("campfire_subdomain"),
		[]string{"acme", "Acme-2", "a", "37signals", strings.Repeat("a", 63)},
		[]string{"acme.campfirenow.com", "https://acme", "-acme", "acme-", "ac_me", strings.Repeat("a", 64)}},
	{"campfire_room", check.OfFormat("campfire_room"),
		[]string{"123456", "1", "+7", "007"},
		[]string{"0", "-1", "1.5", "Ops", "https://acme.campfirenow.com/room/123456"}},
	{"harbor_project", check.OfFormat("harbor_project"),
		[]string{"web", "acme-web", "a.b_c-1"},
		[]string{"Web", "acme--web", "-web", "web.", "acme/web", "acme web"}},
	{"masked_variable", check.OfFormat("masked_variable"),
		[]string{"12345678", "aZ_+=/@:.~-"},
		[]string{"1234567", "pass word", "password!", "password\n", "pässword"}},
	{"kubernetes_namespace", check.OfFormat("kubernetes_namespace"),
		[]string{"acme-web", "1", "Acme", strings.Repeat("a", 63)},
		[]string{"acme_web", "-acme", "acme-", "a.b", strings.Repeat("a", 64)}},
	{"private_key", check.OfFormat("private_key"),
		[]string{privateKey, privateKey + "\n", strings.ReplaceAll(privateKey, "\n", "\r\n"), strings.ReplaceAll(privateKey, "PRIVATE", "EC PRIVATE"), "Key:\n" + privateKey},
		[]string{"AuthKey_ABC1234567.p8", strings.ReplaceAll(privateKey, "\n", `\n`), strings.ReplaceAll(privateKey, "\n", " "), strings.ReplaceAll(privateKey, "PRIVATE", "PUBLIC"), privateKey[:40], "RVhBTVBMRQ=="}},
	{"google_service_account_key", check.OfFormat("google_service_account_key"),
		[]string{serviceAccountKey},
		[]string{"acme-web.json", "{", "null", "[]", "{}", serviceAccountKey + "x", strings.Replace(serviceAccountKey, "service_account", "authorized_user", 1),
			strings.Replace(serviceAccountKey, "client_id", "id", 1), strings.Replace(serviceAccountKey, `"2"`, `2`, 1)}},
}

// emails returns a list of different addresses.
func emails(count int, separator string) string {
	list := make([]string, count)
	for i := range list {
		list[i] = fmt.Sprintf("%d@x", i)
	}
	return strings.Join(list, separator)
}

func TestChecks(t *testing.T) {
	for _, test := range checks {
		t.Run(test.name, func(t *testing.T) {
			for _, value := range test.good {
				if fault := test.check(value); fault != "" {
					t.Errorf("%q is refused: %s", value, fault)
				}
			}
			for _, value := range test.bad {
				if fault := test.check(value); !strings.HasPrefix(fault, "must ") || strings.HasSuffix(fault, ".") {
					t.Errorf("the fault %q of %q does not complete a sentence", fault, value)
				}
			}
		})
	}
}

func TestEveryFormatIsTested(t *testing.T) {
	tested := map[string]bool{}
	for _, test := range checks {
		tested[test.name] = true
	}
	for _, format := range check.Formats {
		if !tested[format.Name] {
			t.Errorf("no test value for the format %s", format.Name)
		}
		if !strings.HasSuffix(format.Accepts, ".") {
			t.Errorf("the format %s does not describe in a sentence what it accepts", format.Name)
		}
	}
}

func TestAnUnknownFormatPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an unknown format has a check")
		}
	}()
	check.OfFormat("no_such_format")
}

func TestFaults(t *testing.T) {
	tests := []struct{ fault, words string }{
		{check.Between(1, 3)("4"), "must be a whole number from 1 to 3"},
		{check.AtLeast(1)("0"), "must be a whole number of at least 1"},
		{check.OfFormat("http_url")("HTTPS://x.example"), "must begin with `https://` or `http://` in lower case, as in `https://example.com/path`"},
		{check.MaximumLength(255)(strings.Repeat("a", 256)), "must have at most 255 characters"},
		{check.MaximumItems(10)("a,b,c,d,e,f,g,h,i,j,k"), "must have at most 10 items, separated by commas"},
		{check.MaximumItems(1)("a,b"), "must be a single item without commas"},
		{check.All(check.MaximumLength(3), check.OfFormat("harbor_project"))("WEBS"), "must have at most 3 characters"},
		{check.OfFormat("http_url")("https://x.example/a b"), "must be a URL without spaces"},
		{check.OfFormat("http_url")("x.example"), "must begin with `https://` or `http://`"},
		{check.OfFormat("http_url")("https:///path"), "must have a valid host"},
		{check.OfFormat("regexp")("a("), "it has an error: missing closing )"},
		{check.OfFormat("email_list")("dev"), "separated by commas"},
		{check.OfFormat("email_list")(emails(31, ",")), "at most 30 email addresses"},
		{check.OfFormat("spaced_email_list")("a@x,b@x"), "separated by spaces"},
		{check.OfFormat("spaced_email_list")(","), "must be email addresses"},
		{check.OfFormat("spaced_email_list")("<>"), "must have at least one email address"},
		{check.OfFormat("spaced_email_list")(emails(751, "\n")), "at most 750 email addresses"},
		{check.OfFormat("google_service_account_key")("[]"), "it is not a JSON object"},
		{check.OfFormat("google_service_account_key")("{}"), "its `type` is not `service_account`"},
		{check.OfFormat("google_service_account_key")(strings.Replace(serviceAccountKey, "token_uri", "uri", 1)), "its `token_uri` is missing"},
	}
	for _, test := range tests {
		if !strings.Contains(test.fault, test.words) {
			t.Errorf("got %q, want %q", test.fault, test.words)
		}
	}
}

func TestNoCheckRepeatsTheValue(t *testing.T) {
	for _, test := range checks {
		for _, hidden := range []string{"hidden!", "https://hidden.example/(", "hidden@hidden@hidden", `{"type":"hidden"}`, "(hidden"} {
			if fault := test.check(hidden); strings.Contains(fault, "hidden") {
				t.Errorf("the fault of %s contains the value: %s", test.name, fault)
			}
		}
	}
}

func FuzzChecks(f *testing.F) {
	for _, test := range checks {
		for _, value := range slices.Concat(test.good, test.bad) {
			f.Add(value)
		}
	}
	for _, seed := range []string{"", "://", "https://[", "@", "<", "\xff", "\x00", "-----BEGIN PRIVATE KEY-----", "{\"type\":1}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for _, test := range checks {
			if fault := test.check(value); fault != "" && !strings.HasPrefix(fault, "must ") {
				t.Errorf("%s returns the fault %q for %q", test.name, fault, value)
			}
		}
	})
}
