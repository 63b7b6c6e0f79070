package client

import "fmt"

// ConfigField is a field of Config, by its name.
type ConfigField string

// The fields that can be wrong.
const (
	BaseURL    ConfigField = "BaseURL"
	Token      ConfigField = "Token"
	CACertFile ConfigField = "CACertFile"
	ClientCert ConfigField = "ClientCert"
	ClientKey  ConfigField = "ClientKey"
	Headers    ConfigField = "Headers"
	Retries    ConfigField = "Retries"
)

// ConfigProblem is what is wrong with the value of a field.
type ConfigProblem string

const (
	// InvalidURL is text that is no URL.
	InvalidURL ConfigProblem = "invalid URL"
	// UnsupportedScheme is a URL that is neither http nor https.
	UnsupportedScheme ConfigProblem = "unsupported scheme"
	// MissingHost is a URL without a host.
	MissingHost ConfigProblem = "missing host"
	// InvalidPort is a URL with a port that cannot be one.
	InvalidPort ConfigProblem = "invalid port"
	// UserInURL is a URL that holds a user name or password.
	UserInURL ConfigProblem = "user name or password in URL"
	// QueryInURL is a URL with a query or fragment.
	QueryInURL ConfigProblem = "query or fragment in URL"
	// ControlCharacter is text with a line break or another control character;
	// of a header it is the value, and Name is the header's.
	ControlCharacter ConfigProblem = "control character"
	// InvalidHeaderName is a header whose name, in Name, cannot be one.
	InvalidHeaderName ConfigProblem = "invalid header name"
	// UnreadableFile is the name of a file that cannot be read.
	UnreadableFile ConfigProblem = "unreadable file"
	// UnreadablePEM is text that is neither PEM nor the name of a file that can
	// be read.
	UnreadablePEM ConfigProblem = "neither PEM nor a readable file"
	// UnreadableSystemCertificates is a system whose certificate authorities
	// cannot be read.
	UnreadableSystemCertificates ConfigProblem = "unreadable system certificates"
	// NoCertificate is a file, in Name, that holds no certificate in PEM format.
	NoCertificate ConfigProblem = "no certificate"
	// InvalidKeyPair is a certificate and a key that do not belong together, or
	// one of the two that is none.
	InvalidKeyPair ConfigProblem = "invalid certificate or key"
	// MissingCounterpart is a certificate without a key, or a key without a
	// certificate.
	MissingCounterpart ConfigProblem = "certificate or key alone"
	// OutOfRange is a number that is too small or too large.
	OutOfRange ConfigProblem = "out of range"
)

// ConfigError says which field of a Config cannot be used, and why. It never
// holds a value that may be secret.
type ConfigError struct {
	// Field is the field.
	Field ConfigField
	// Problem is what is wrong with it.
	Problem ConfigProblem
	// Name is the header or file that the problem is about; "" if it is about the
	// field as a whole.
	Name string
	// Err is what the system said; nil if it was not asked.
	Err error
}

// Error returns the field and the problem in one line.
func (e *ConfigError) Error() string {
	text := fmt.Sprintf("%s: %s", e.Field, e.Problem)
	if e.Name != "" {
		text += fmt.Sprintf(" (%q)", e.Name)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns what the system said.
func (e *ConfigError) Unwrap() error { return e.Err }
