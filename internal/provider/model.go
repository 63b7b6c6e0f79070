package provider

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/check"
	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// model is the provider's configuration.
type model struct {
	BaseURL        types.String `tfsdk:"base_url"`
	Token          types.String `tfsdk:"token"`
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
}

// faults are what is wrong with a configuration, each an error that begins with
// the name of a setting in backticks.
func (m *model) faults() (faults []error) {
	if err := m.client().Validate(); err != nil {
		faults = append(faults, err)
	}
	if fault := m.retriesFault(); fault != "" {
		faults = append(faults, fmt.Errorf("`retries` %s", fault))
	}
	if fault := m.maxWaitFault(); fault != "" {
		faults = append(faults, fmt.Errorf("`max_wait` %s; it is %q", fault, m.MaxWait.ValueString()))
	}
	if refresh := m.Refresh.ValueString(); isSet(m.Refresh) && refresh != refreshEach && refresh != refreshList {
		faults = append(faults, fmt.Errorf("`refresh` must be one of `%s`, `%s`; it is %q", refreshEach, refreshList, refresh))
	}
	return faults
}

// retriesFault is checked here because the framework takes a fraction for a
// fault of the provider.
func (m *model) retriesFault() string {
	if m.Retries.ValueBigFloat() == nil {
		return ""
	}
	return check.Between(0, maximumRetries)(m.Retries.ValueBigFloat().Text('f', -1))
}

func (m *model) maxWaitFault() string {
	if !isSet(m.MaxWait) {
		return ""
	}
	switch wait, err := time.ParseDuration(m.MaxWait.ValueString()); {
	case err != nil:
		return "must be a duration with a unit, such as `10m` or `1h30m`"
	case wait <= 0:
		return "must be longer than zero, such as `10m`"
	}
	return ""
}

// client is what a configuration says of itself. What is not known says
// nothing, nor does one of a pair whose other is not known.
func (m *model) client() client.Config {
	config := client.Config{
		BaseURL:    m.BaseURL.ValueString(),
		Token:      m.Token.ValueString(),
		CACertFile: m.CACertFile.ValueString(),
		Insecure:   m.Insecure.ValueBool(),
		Headers:    m.headers(),
		Retries:    defaultRetries,
	}
	if !m.ClientCert.IsUnknown() && !m.ClientKey.IsUnknown() {
		config.ClientCert, config.ClientKey = m.ClientCert.ValueString(), m.ClientKey.ValueString()
	}
	if retries := m.Retries.ValueBigFloat(); retries != nil {
		number, _ := retries.Int64()
		config.Retries = int(number)
	}
	// What is not a duration is reported by faults.
	config.MaxWait, _ = time.ParseDuration(m.MaxWait.ValueString())
	return config
}

// headers are those that are not null. One whose value is not known has only a
// name.
func (m *model) headers() map[string]string {
	headers := map[string]string{}
	for name, value := range m.Headers.Elements() {
		if text, ok := value.(types.String); ok && !text.IsNull() {
			headers[name] = text.ValueString()
		}
	}
	return headers
}

// variable is the environment variable that stands in for a setting; empty if
// none does.
func (m *model) variable(setting string) string {
	switch {
	case setting == "base_url" && m.BaseURL.IsNull():
		return variableBaseURL
	case setting == "token" && m.Token.IsNull():
		return variableToken
	default:
		return ""
	}
}

func isSet(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }
