package message

import (
	"fmt"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// configProblems are the ends of sentences that begin with the name of a setting. A
// formatting verb stands for the name in the error.
var configProblems = map[client.ConfigProblem]string{
	client.InvalidURL:                   "must be a valid URL, as in `https://gitlab.example.com`",
	client.UnsupportedScheme:            "must begin with `https://` or `http://`, as in `https://gitlab.example.com`",
	client.MissingHost:                  "must have a host, as in `https://gitlab.example.com`",
	client.InvalidPort:                  "must have a port from 1 to 65535, as in `https://gitlab.example.com:8443`",
	client.UserInURL:                    "must not contain a user name or password; use `token`",
	client.QueryInURL:                   "must not have a query (`?`) or a fragment (`#`)",
	client.ControlCharacter:             "contains a line break or another control character, perhaps at its end; in Terraform, `trimspace()` removes it",
	client.InvalidHeaderName:            "must have names without spaces and special characters; the name %q has one",
	client.TokenHeader:                  "must not contain %q, a header for tokens; set `token` and `token_type` instead",
	client.UnknownTokenType:             "must be one of `private`, `bearer`",
	client.MalformedToken:               "contains a space or is in quotation marks; a token of GitLab has neither. Leave out `Bearer` and the quotation marks",
	client.JobToken:                     "is the token of a CI job (`CI_JOB_TOKEN`), which GitLab does not accept for integrations. " + otherToken,
	client.UnacceptedToken:              "is not an access token but a %s, which GitLab does not accept for integrations. " + otherToken,
	client.TextInsteadOfFile:            "must be the path of a file, and contains the text of one; use `cacert` for text",
	client.FileInsteadOfText:            "must contain certificates in PEM format, which begin with `-----BEGIN CERTIFICATE-----`; for the path of a file, use `cacert_file`",
	client.EncodedPEM:                   "must contain certificates in PEM format, and contains them in base64; in Terraform, `base64decode()` decodes them",
	client.EmptyText:                    "is empty; it must contain certificates in PEM format. To trust only the authorities of the system, leave it out or set it to `null`",
	client.PrivateKey:                   "contains a private key, which must stay secret, and may contain only certificates: remove the key. That of a client certificate belongs in `client_key`",
	client.InvalidCertificate:           "contains a certificate that cannot be read: it is damaged or cut off, or its line breaks are missing",
	client.SetTwice:                     "cannot be set together with `cacert_file`: put all certificates into one of the two",
	client.InvalidProxy:                 "must be the address of a proxy, as in `http://proxy.example.com:3128` or `http://user:password@proxy.example.com:3128`; special characters of the password must be escaped as in a URL, such as `%23` for `#`",
	client.UnreadableFile:               "must name a file that can be read",
	client.UnreadablePEM:                "must be PEM text or name a file that can be read",
	client.UnreadableSystemCertificates: "adds certificates to those of the system, which cannot be read",
	client.NoCertificate:                "must contain a certificate in PEM format, which begins with `-----BEGIN CERTIFICATE-----`",
	client.InvalidKeyPair:               "and `client_key` must contain a certificate and its key, both in PEM format",
	client.MissingCounterpart:           "has no effect alone: set both `client_cert` and `client_key`, or neither",
}

// otherToken is the remedy for a token of a kind that GitLab does not accept.
const otherToken = "Use a project, group or personal access token with the scope `api`. A pipeline can have it in a masked CI/CD variable"

// Config says what is wrong with a setting of the provider. The name is the one that
// the user knows, of the attribute or of the environment variable, as in "`token`".
func Config(name string, fault *client.ConfigError) string {
	text := configProblems[fault.Problem]
	switch {
	case fault.Problem == client.OutOfRange:
		text = fmt.Sprintf("must be a whole number from 0 to %d", client.MaxRetries)
	case fault.Problem == client.ControlCharacter && fault.Name != "":
		text = fmt.Sprintf("must have values without line breaks and other control characters; the value of %q has one, which `trimspace()` may remove", fault.Name)
	case fault.Problem == client.NoCertificate && fault.Name != "":
		text += fmt.Sprintf("; %s does not", fault.Name)
	case fault.Problem == client.InvalidCertificate && fault.Name != "":
		text = fmt.Sprintf("contains a certificate that cannot be read: number %s from the top is damaged", fault.Name)
	case fault.Problem == client.InvalidHeaderName, fault.Problem == client.TokenHeader, fault.Problem == client.UnacceptedToken:
		text = fmt.Sprintf(text, fault.Name)
	}
	if fault.Err != nil {
		text += fmt.Sprintf(" (%s)", fault.Err)
	}
	return name + " " + text + "."
}

// InvalidArgument is the error of an argument of the provider.
func InvalidArgument(name string, fault *client.ConfigError) Text {
	return Text{"Invalid " + name, Config("`"+name+"`", fault)}
}

// InvalidVariable is the error of an environment variable that is used instead of an
// argument of the provider.
func InvalidVariable(name string, fault *client.ConfigError) Text {
	return Text{"Invalid " + name, Config("The environment variable `"+name+"`", fault)}
}

// InvalidConfiguration is any other error of the provider's configuration.
func InvalidConfiguration(err error) Text {
	return Text{"Invalid configuration of the provider", Describe(err)}
}

// NotDuration is the fault of a value that is not a duration.
func NotDuration(value string) string {
	return fmt.Sprintf("must be a duration with a unit, such as `10m` or `1h30m`; it is %q", value)
}

// NotPositive is the fault of a duration that is zero or negative.
func NotPositive(value string) string {
	return fmt.Sprintf("must be longer than zero, such as `10m`; it is %q", value)
}

// MissingToken is the error of a provider without a token.
func MissingToken() Text {
	return Text{"Missing GitLab token", "Set the environment variable `GITLAB_TOKEN`, or `token` in the provider's configuration, to an access token with the scope `api`."}
}

// SignInFailed is the error of early_auth_check.
func SignInFailed(err error) Text { return Text{"Cannot sign in to GitLab", Explain(err)} }
