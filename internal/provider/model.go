package provider

import (
	"errors"
	"math/big"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// model is the provider's configuration.
type model struct {
	BaseURL        types.String `tfsdk:"base_url"`
	Token          types.String `tfsdk:"token"`
	TokenType      types.String `tfsdk:"token_type"`
	CACert         types.String `tfsdk:"cacert"`
	CACertFile     types.String `tfsdk:"cacert_file"`
	ClientCert     types.String `tfsdk:"client_cert"`
	ClientKey      types.String `tfsdk:"client_key"`
	Insecure       types.Bool   `tfsdk:"insecure"`
	Headers        types.Map    `tfsdk:"headers"`
	Retries        types.Number `tfsdk:"retries"`
	MaxWait        types.String `tfsdk:"max_wait"`
	EarlyAuthCheck types.Bool   `tfsdk:"early_auth_check"`
	DetectSecrets  types.Bool   `tfsdk:"detect_secret_changes"`
	Refresh        types.String `tfsdk:"refresh"`
	MissingOwner   types.String `tfsdk:"missing_owner"`
	Existing       types.String `tfsdk:"existing_integration"`
}

// attributes are the arguments for the fields of the client's configuration.
var attributes = map[client.ConfigField]string{
	client.BaseURL:    "base_url",
	client.Token:      "token",
	client.TokenType:  "token_type",
	client.CACert:     "cacert",
	client.CACertFile: "cacert_file",
	client.ClientCert: "client_cert",
	client.ClientKey:  "client_key",
	client.Headers:    "headers",
	client.Retries:    "retries",
}

// faults returns what is wrong with a configuration, each on its attribute.
func (m *model) faults() (found diag.Diagnostics) {
	for _, err := range m.client().Validate() {
		found.Append(m.fault(err))
	}
	if isSet(m.CACert) && m.CACert.ValueString() == "" {
		found.Append(m.fault(&client.ConfigError{Field: client.CACert, Problem: client.EmptyText}))
	}
	if fault := m.maxWaitFault(); fault != "" {
		found.Append(invalid("max_wait", fault))
	}
	found.Append(oneOf("refresh", m.Refresh, refreshEach, refreshList)...)
	found.Append(oneOf("missing_owner", m.MissingOwner, missingForget, missingError)...)
	found.Append(oneOf("existing_integration", m.Existing, existingReplace, existingError)...)
	return found
}

// oneOf requires one of two values, if there is a value.
func oneOf(name string, value types.String, first, second string) (found diag.Diagnostics) {
	if text := value.ValueString(); isSet(value) && text != first && text != second {
		found.Append(invalid(name, message.NotOneOf([]string{first, second}, text)))
	}
	return found
}

// fault returns the diagnostic for an error of the client's configuration. It is on
// the attribute, or about the environment variable that is used instead. For cacert it
// is on the block, because the CLI shows the line of an attribute, and that can be a
// private key.
func (m *model) fault(err error) diag.Diagnostic {
	fault := new(client.ConfigError)
	if !errors.As(err, &fault) {
		return errorOf(message.InvalidConfiguration(err))
	}
	if variable := m.variable(fault); variable != "" {
		return errorOf(message.InvalidVariable(variable, fault))
	}
	name := attributes[fault.Field]
	explained := errorOf(message.InvalidArgument(name, fault))
	if fault.Field == client.CACert {
		return explained
	}
	return diag.WithPath(path.Root(name), explained)
}

// invalid is the error of an argument with a fault.
func invalid(name, fault string) diag.Diagnostic {
	return diag.WithPath(path.Root(name), errorOf(message.Invalid(name, fault)))
}

// maxWaitFault returns the fault of max_wait; "" if there is none.
func (m *model) maxWaitFault() string {
	if !isSet(m.MaxWait) {
		return ""
	}
	text := m.MaxWait.ValueString()
	switch wait, err := time.ParseDuration(text); {
	case err != nil:
		return message.NotDuration(text)
	case wait <= 0:
		return message.NotPositive(text)
	}
	return ""
}

// client returns the configuration of the client without the environment. Unknown
// arguments are left out; of client_cert and client_key, both if one is unknown.
func (m *model) client() client.Config {
	config := client.Config{
		BaseURL:    m.BaseURL.ValueString(),
		Token:      m.Token.ValueString(),
		TokenType:  m.TokenType.ValueString(),
		CACert:     m.CACert.ValueString(),
		CACertFile: m.CACertFile.ValueString(),
		Insecure:   m.Insecure.ValueBool(),
		Headers:    m.headers(),
		Retries:    defaultRetries,
	}
	if !m.ClientCert.IsUnknown() && !m.ClientKey.IsUnknown() {
		config.ClientCert, config.ClientKey = m.ClientCert.ValueString(), m.ClientKey.ValueString()
	}
	if retries := m.Retries.ValueBigFloat(); retries != nil {
		config.Retries = wholeNumber(retries)
	}
	// faults reports a value that is not a duration.
	config.MaxWait, _ = time.ParseDuration(m.MaxWait.ValueString())
	return config
}

// wholeNumber returns -1 for a fraction, which the framework would report as a bug of
// the provider.
func wholeNumber(number *big.Float) int {
	whole, accuracy := number.Int64()
	if accuracy != big.Exact {
		return -1
	}
	return int(whole)
}

// headers returns the headers that are not null. The value of an unknown header is
// empty.
func (m *model) headers() map[string]string {
	headers := map[string]string{}
	for name, value := range m.Headers.Elements() {
		if text, ok := value.(types.String); ok && !text.IsNull() {
			headers[name] = text.ValueString()
		}
	}
	return headers
}

func isSet(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }
