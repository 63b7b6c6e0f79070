package provider

import (
	"os"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// Environment variables for arguments that are not configured.
const (
	variableBaseURL    = "GITLAB_BASE_URL"
	variableToken      = "GITLAB_TOKEN"
	variableTokenType  = "GITLAB_TOKEN_TYPE"
	variableCACert     = "GITLAB_CACERT"
	variableCACertFile = "GITLAB_CACERT_FILE"
)

// variableUserAgent is the environment variable whose text all providers of HashiCorp
// append to their User-Agent.
const variableUserAgent = "TF_APPEND_USER_AGENT"

// complete completes the configuration of the client from the environment. It adds
// neither cacert nor cacert_file if one of them is configured.
func (m *model) complete(config *client.Config) {
	config.BaseURL = valueOrEnvironment(m.BaseURL, variableBaseURL)
	config.Token = valueOrEnvironment(m.Token, variableToken)
	config.TokenType = valueOrEnvironment(m.TokenType, variableTokenType)
	if m.CACert.IsNull() && m.CACertFile.IsNull() {
		config.CACert, config.CACertFile = os.Getenv(variableCACert), os.Getenv(variableCACertFile)
	}
}

func valueOrEnvironment(value types.String, variable string) string {
	if value.IsNull() {
		return os.Getenv(variable)
	}
	return value.ValueString()
}

// variable returns the environment variable that is used instead of a field; empty
// for none.
func (m *model) variable(fault *client.ConfigError) string {
	authorities := m.CACert.IsNull() && m.CACertFile.IsNull()
	switch field := fault.Field; {
	case field == client.BaseURL && m.BaseURL.IsNull():
		return variableBaseURL
	case field == client.Token && m.Token.IsNull():
		return variableToken
	case field == client.TokenType && m.TokenType.IsNull():
		return variableTokenType
	case field == client.CACert && authorities:
		return variableCACert
	case field == client.CACertFile && authorities:
		return variableCACertFile
	case field == client.Proxy:
		return fault.Name
	default:
		return ""
	}
}

// userAgent returns the name and version of the provider, and what the environment
// appends to it. Line breaks and other control characters, which no header can have,
// become spaces.
func userAgent(version string) string {
	appended := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, os.Getenv(variableUserAgent))
	return strings.TrimSpace("terraform-provider-gitlabintegrations/" + version + " " + strings.TrimSpace(appended))
}
