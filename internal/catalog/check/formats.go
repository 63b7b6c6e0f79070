package check

import "regexp"

// Format is a format that the catalog requires of a string. To add one, add an entry to
// Formats: the validation of the catalog, its JSON schema and the generated
// declarations follow.
type Format struct {
	// Name is the name in the catalog, such as "http_url".
	Name string
	// Accepts is a sentence that describes the values of the format.
	Accepts string
	// URL marks the formats of URLs with the scheme http or https and any host.
	URL bool
	// Multiline marks the formats of strings with several lines.
	Multiline bool
	// Unordered marks the formats of lists whose order and separators (commas and
	// whitespace) have no meaning.
	Unordered bool
	// Check checks a value that is not empty.
	Check func(value string) string
}

// Formats are all formats. The comment of each names the file of GitLab with its rule.
var Formats = []Format{
	// app/validators/addressable_url_validator.rb
	{Name: "http_url", Accepts: "An absolute URL with the scheme http or https.", URL: true, Check: httpURL},
	// Ruby's URI.parse (jenkins.rb, datadog.rb and matrix.rb in app/models/integrations).
	// The last one parses the address of each message, so GitLab accepts other values,
	// but then sends nothing.
	{Name: "rfc3986_http_url", Accepts: "An `http_url` that follows RFC 3986 to the letter: ASCII, with everything else escaped.", URL: true,
		Check: All(httpURL, matching(rfc3986, "must be a URL in which everything but ASCII letters, digits and the usual punctuation is escaped, such as `%20` for a space and `%25` for a percent sign; write a host name with other letters in its ASCII form (`xn--…`)"))},
	// interpolated_url in app/models/concerns/web_hooks/hook.rb: a name in
	// braces stands for a variable, and an unknown one is refused.
	{Name: "webhook_http_url", Accepts: "An `http_url` without names in braces.", URL: true,
		Check: All(httpURL, noPlaceholder)},
	// hook_url in app/models/integrations/squash_tm.rb: Ruby's format() interprets
	// every percent sign as a directive and fails with status 500.
	{Name: "formatted_http_url", Accepts: "A `webhook_http_url` of ASCII characters without percent signs.", URL: true,
		Check: All(httpURL, noPlaceholder, matching(`^[!-$&-~]*$`, "must be a URL of ASCII characters without `%`: GitLab can handle neither escaped nor other letters here"))},
	// hook_url in app/models/integrations/jenkins.rb
	{Name: "url_path", Accepts: "The path of a URL, with everything escaped that has a meaning in URLs.",
		Check: matching("^"+path+"*$", "must be written as in a URL, such as `My%20Project` for `My Project`: GitLab uses it as a part of an address, so write spaces, letters outside ASCII and signs such as `#`, `?` and `%` escaped (`%20`, `%C3%BC`, `%23`, `%3F`, `%25`)")},
	// interpolated_url in app/models/concerns/web_hooks/hook.rb
	{Name: "url_end", Accepts: "Text that can stand at the end of a URL: no whitespace at its end.",
		Check: noSpaceAtEnd},
	// notify in app/models/integrations/matrix.rb: Ruby's URI.parse parses the address
	// of each message. GitLab accepts other rooms, but then sends nothing. Whitespace
	// around the room is left to the general check.
	{Name: "matrix_room", Accepts: "The internal ID of a Matrix room, not an alias such as `#acme:example.com`.",
		Check: trimmed(matching("^"+path+"*$", "must be the internal ID of the room, such as `!abcdefghijklmnop:example.com`: GitLab accepts an alias, such as `#acme:example.com`, but cannot send messages to it"))},
	// app/models/concerns/integrations/base/discord.rb. Older versions accept any
	// URL. But Discord only answers at discord.com and at its aliases discordapp.com,
	// ptb.discord.com and canary.discord.com, which have the same webhooks.
	{Name: "discord_url", Accepts: "A URL that begins with https://discord.com/.",
		Check: All(matching(`^https://discord\.com(/.*)?$`, "must begin with `https://discord.com/`, as in `https://discord.com/api/webhooks/…`"), noSpace)},
	// app/models/concerns/integrations/base/confluence.rb
	{Name: "confluence_url", Accepts: "The address of a Confluence Cloud workspace: a host under atlassian.net and a path under /wiki.", Check: confluenceURL},
	// app/models/concerns/integrations/base/linear.rb
	{Name: "linear_url", Accepts: "The address of a Linear workspace: https://linear.app/ and the key of the workspace.",
		Check: matching(`^https://linear\.app/[a-z0-9-]{3,32}/?$`, "must be the address of a Linear workspace such as `https://linear.app/acme`")},
	// app/models/concerns/integrations/base/irker.rb: GitLab appends the names of
	// channels. With any other URI, GitLab treats all of them as invalid.
	{Name: "irc_server", Accepts: "The URI of an IRC server.", Check: ircServer},
	// app/validators/untrusted_regexp_validator.rb
	{Name: "regexp", Accepts: "A regular expression in RE2 syntax.", Check: regularExpression},
	// retrieve_recipients in
	// app/models/concerns/integrations/base/pipelines_email.rb
	{Name: "email_list", Accepts: "Email addresses, separated by commas, spaces or line breaks.", Multiline: true, Unordered: true, Check: emailList},
	// valid_recipients in
	// app/models/concerns/integrations/base/emails_on_push.rb
	{Name: "spaced_email_list", Accepts: "Email addresses, separated by spaces or line breaks.", Multiline: true, Unordered: true, Check: spacedEmailList},
	// app/models/integrations/apple_app_store.rb
	{Name: "app_store_issuer_id", Accepts: "A UUID in lower case.",
		Check: matching(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`, "must be a UUID in lower case, such as `aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee`")},
	// app/models/integrations/apple_app_store.rb
	{Name: "app_store_key_id", Accepts: "Capital letters and digits, at least one of each.",
		Check: matching(`^([A-Z]+[0-9]|[0-9]+[A-Z])[A-Z0-9]*$`, "must consist of capital letters and digits, at least one of each, such as `ABC1234567`")},
	// app/validators/certificate_key_validator.rb. Only GitLab checks whether the key
	// itself is valid.
	{Name: "private_key", Accepts: "A private key in PEM format.", Multiline: true,
		Check: matching(privateKey.String(), "must be the content of the private key file, in PEM format with its line breaks, as in `file(\"AuthKey_ABC1234567.p8\")`; it begins with the line `-----BEGIN PRIVATE KEY-----`")},
	// app/models/integrations/google_play.rb
	{Name: "google_play_package", Accepts: "The name of an Android package: 2 to 21 parts.",
		Check: matching(`^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*){1,20}$`, "must be two or more names joined by dots, each of which begins with a letter, such as `com.example.acme`")},
	// app/models/integrations/google_play.rb
	{Name: "google_service_account_key", Accepts: "The JSON of the key of a Google Cloud service account.", Multiline: true, Check: googleServiceAccountKey},
	// ee/app/models/integrations/google_cloud_platform/workload_identity_federation.rb
	{Name: "google_cloud_project_id", Accepts: "The ID, not the name, of a Google Cloud project.",
		Check: matching(`^[a-z0-9-]{6,30}$`, "must be the ID of a project, 6 to 30 lower-case letters, digits and dashes, such as `acme-web-123456`")},
	// ee/app/models/integrations/google_cloud_platform/workload_identity_federation.rb
	{Name: "google_cloud_pool_id", Accepts: "The ID of a workload identity pool, or of a provider in it.",
		Check: matching(`^[a-z0-9-]{4,32}$`, "must have 4 to 32 lower-case letters, digits and dashes, such as `gitlab-pool`")},
	// app/models/integrations/datadog.rb. GitLab 18.9 refuses a last part of more
	// than five letters, such as "internal"; 13.x accepts it.
	{Name: "datadog_site", Accepts: "A host name, perhaps with a port.",
		Check: matching(`^\w+([-.]\w+)*\.[a-zA-Z]{2,}(:[0-9]{1,5})?$`, "must be a host name without `https://` and path, such as `datadoghq.eu`; a full URL belongs in `api_url`")},
	// app/models/integrations/datadog.rb
	{Name: "datadog_api_key", Accepts: "Letters, digits and underscores.",
		Check: matching(`^\w+$`, "must consist of letters, digits and underscores")},
	// app/models/integrations/datadog.rb
	{Name: "datadog_tags", Accepts: "Lines of the form key:value.", Multiline: true, Check: datadogTags},
	// app/models/integrations/campfire.rb. GitLab 18.9 refuses a digit at the
	// beginning; older versions accept it, and it works.
	{Name: "campfire_subdomain", Accepts: "The first part of a name under campfirenow.com.",
		Check: matching(label, "must be only the name before `.campfirenow.com`, at most 63 letters, digits and dashes, such as `acme`")},
	// app/models/integrations/campfire.rb. Older versions accept any text, but their
	// documentation requires the ID too.
	{Name: "campfire_room", Accepts: "The ID of a room: a number above zero.",
		Check: matching(`^\+?0*[1-9][0-9]*$`, "must be the ID of a room, the number at the end of its URL, such as `123456`")},
	// app/models/concerns/integrations/base/harbor.rb
	{Name: "harbor_project", Accepts: "The name of a project in Harbor.",
		Check: matching(`^[a-z0-9]+([._-][a-z0-9]+)*$`, "must consist of lower-case letters and digits with a single `.`, `_` or `-` between them, such as `acme-web`")},
	// app/models/concerns/ci/maskable.rb
	{Name: "masked_variable", Accepts: "What GitLab can mask in the logs of CI/CD jobs.",
		Check: matching(`^[a-zA-Z0-9_+=/@:.~-]{8,}$`, "must have at least 8 characters, each a letter, a digit or one of `_+=/@:.~-`, because GitLab masks it in the logs of CI/CD jobs")},
	// jira_transition_id_regex in lib/gitlab/regex.rb: GitLab's message asks for
	// numbers separated by commas or semicolons, but GitLab extracts the numbers from
	// any text.
	{Name: "jira_transitions", Accepts: "Text that names the ID of at least one transition.",
		Check: matching(`[0-9]`, "must be the IDs of Jira transitions, separated by `,` or `;`, such as `31,41`; names do not count")},
	// app/models/integrations/jira_cloud_app.rb
	{Name: "jira_services", Accepts: "The IDs of Jira Service Management services, separated by commas.",
		Check: matching(`^[A-Za-z0-9=,:]*$`, "must be IDs of services, separated by commas without spaces, such as `b:YXJp:c2Vydmlj,b:YXJp:b3RoZXI`")},
	// app/models/integrations/jira_cloud_app.rb
	{Name: "environment_tiers", Accepts: "Some of GitLab's four kinds of environments, separated by commas.", Check: environmentTiers},
	// app/models/project_services/kubernetes_service.rb in GitLab 10. GitLab 10.0
	// refuses capital letters; later versions convert them to lower case.
	{Name: "kubernetes_namespace", Accepts: "The name of a namespace of a cluster.",
		Check: matching(label, "must have at most 63 letters, digits and dashes, with no dash at either end, such as `acme-web`")},
}

const (
	// label matches a label of a host name.
	label = `^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`
	// path matches a character of a path in RFC 3986.
	path = `(?:[!$&-.0-9:;=@A-Z_a-z~/]|%[0-9A-Fa-f]{2})`
	// authorityCharacter matches a character of a user or a host in RFC 3986.
	authorityCharacter = `(?:[!$&-.0-9;=A-Z_a-z~]|%[0-9A-Fa-f]{2})`
	// query matches the query of a URL that Ruby's URI.parse accepts. It can have any
	// ASCII character, but no percent sign before two that are no hexadecimal digits.
	query = `(?:[!-"$&-~]|%[0-9A-Fa-f]|%[!-"$-/:-@G-\x60g-~][0-9A-Fa-f])*(?:%[!-"$-~]?)?`
	// hostAndPort matches what follows the slashes after a scheme.
	hostAndPort = `(?:(?:` + authorityCharacter + `|:)*@)?(?:\[[0-9A-Fa-f:.]+\]|` + authorityCharacter + `*)(?::[0-9]*)?`
	// queryAndFragment matches the end of a URL.
	queryAndFragment = `(?:\?` + query + `)?(?:#(?:` + path + `|\?)*)?$`
	// rfc3986 matches a URL that Ruby's URI.parse accepts. It is strict except for
	// the query.
	rfc3986 = `^https?://` + hostAndPort + `(?:/` + path + `*)?` + queryAndFragment
)

// privateKey matches the first and the last line of a private key in PEM format.
var privateKey = regexp.MustCompile(`(?ms)^-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----\s*$.*^-----END ([A-Z0-9]+ )*PRIVATE KEY-----\s*$`)

// OfFormat returns the check of a format. It panics if there is no format of that
// name.
func OfFormat(name string) func(value string) string {
	format, found := FindFormat(name)
	if !found {
		panic("no format " + name)
	}
	return format.Check
}

// FindFormat finds a format by its name.
func FindFormat(name string) (format Format, found bool) {
	for _, format := range Formats {
		if format.Name == name {
			return format, true
		}
	}
	return Format{}, false
}
