package check

import (
	"encoding/json"
	"regexp"
)

// privateKey is made of the lines that frame a private key in PEM format.
var privateKey = regexp.MustCompile(`(?ms)^-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----\s*$.*^-----END ([A-Z0-9]+ )*PRIVATE KEY-----\s*$`)

// serviceAccountKey lists what Google writes beside "type" into the key of a
// service account, and GitLab demands: strings
// (app/validators/json_schemas/google_service_account_key.json).
var serviceAccountKey = []string{
	"project_id", "private_key_id", "private_key", "client_email", "client_id",
	"auth_uri", "token_uri", "auth_provider_x509_cert_url", "client_x509_cert_url",
}

// PrivateKey accepts text that holds a private key in PEM format, of any kind;
// whether the key itself is sound is left to GitLab
// (app/validators/certificate_key_validator.rb).
func PrivateKey(value string) string {
	return matches(value, privateKey, "must be the content of the private key file, in PEM format with its line breaks, as in `file(\"AuthKey_ABC1234567.p8\")`; it begins with the line `-----BEGIN PRIVATE KEY-----`")
}

// GoogleServiceAccountKey accepts the JSON that Google Cloud offers for
// download when the key of a service account is created
// (app/models/integrations/google_play.rb). Further members do not matter.
func GoogleServiceAccountKey(value string) string {
	const wanted = "must be the content of the key file of a service account, as in `file(\"acme-web.json\")`"
	var key map[string]any
	if err := json.Unmarshal([]byte(value), &key); err != nil || key == nil {
		return wanted + "; it is no JSON object"
	}
	if key["type"] != "service_account" {
		return wanted + "; its `type` is not `service_account`"
	}
	for _, name := range serviceAccountKey {
		if _, ok := key[name].(string); !ok {
			return wanted + "; its `" + name + "` is missing"
		}
	}
	return ""
}
