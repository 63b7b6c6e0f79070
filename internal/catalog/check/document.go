package check

import "encoding/json"

// serviceAccountKey are the members, beside "type", of the key of a Google service
// account that GitLab requires. All are strings
// (app/validators/json_schemas/google_service_account_key.json).
var serviceAccountKey = []string{
	"project_id", "private_key_id", "private_key", "client_email", "client_id",
	"auth_uri", "token_uri", "auth_provider_x509_cert_url", "client_x509_cert_url",
}

// googleServiceAccountKey accepts the JSON document that Google Cloud generates for a
// new key of a service account (app/models/integrations/google_play.rb). Further
// members are allowed.
func googleServiceAccountKey(value string) string {
	const wanted = "must be the content of the key file of a service account, as in `file(\"acme-web.json\")`"
	var key map[string]any
	if err := json.Unmarshal([]byte(value), &key); err != nil || key == nil {
		return wanted + "; it is not a JSON object"
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
