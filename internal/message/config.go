package message

import (
	"fmt"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// configProblems go on after the name of a setting. A verb in them stands for
// the name in the error.
var configProblems = map[client.ConfigProblem]string{
	client.InvalidURL:                   "must be a valid URL, as in `https://gitlab.example.com`",
	client.UnsupportedScheme:            "must begin with `https://` or `http://`, as in `https://gitlab.example.com`",
	client.MissingHost:                  "must have a host, as in `https://gitlab.example.com`",
	client.InvalidPort:                  "must have a port from 1 to 65535, as in `https://gitlab.example.com:8443`",
	client.UserInURL:                    "must not contain a user name or password; use `token`",
	client.QueryInURL:                   "must not have a query (`?`) or a fragment (`#`)",
	client.ControlCharacter:             "contains a line break or another control character, perhaps at its end; in Terraform, `trimspace()` removes it",
	client.InvalidHeaderName:            "must have names without spaces and special characters; the name %q has one",
	client.UnreadableFile:               "must name a file that can be read",
	client.UnreadablePEM:                "must be PEM text or name a file that can be read",
	client.UnreadableSystemCertificates: "adds certificates to those of the system, which cannot be read",
	client.NoCertificate:                "must contain a certificate in PEM format, which begins with `-----BEGIN CERTIFICATE-----`; %s does not",
	client.InvalidKeyPair:               "and `client_key` must contain a certificate and its key, both in PEM format",
	client.MissingCounterpart:           "has no effect alone: set both `client_cert` and `client_key`, or neither",
}

// Config says what is wrong with a setting of the provider. Its name is that of
// the attribute or environment variable as the user knows it, in words such as
// "`token`".
func Config(name string, fault *client.ConfigError) string {
	text := configProblems[fault.Problem]
	switch {
	case fault.Problem == client.OutOfRange:
		text = fmt.Sprintf("must be a whole number from 0 to %d", client.MaxRetries)
	case fault.Problem == client.ControlCharacter && fault.Name != "":
		text = fmt.Sprintf("must have values without line breaks and other control characters; the value of %q has one, which `trimspace()` may remove", fault.Name)
	case fault.Problem == client.InvalidHeaderName, fault.Problem == client.NoCertificate:
		text = fmt.Sprintf(text, fault.Name)
	}
	if fault.Err != nil {
		text += fmt.Sprintf(" (%s)", fault.Err)
	}
	return name + " " + text + "."
}
