package client

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const defaultBaseURL = "https://gitlab.com"

// MaxRetries is the maximum of Config.Retries. It prevents that a mistyped number
// sends a request thousands of times.
const MaxRetries = 100

// Config is the configuration of a Client. The zero value is that of gitlab.com
// without a token.
type Config struct {
	// BaseURL is the address of GitLab, with or without /api/v4 and trailing
	// slash; "" means https://gitlab.com.
	BaseURL string
	// Token is the access token; "" sends none.
	Token string
	// TokenType is TokenPrivate or TokenBearer; "" means TokenPrivate.
	TokenType string
	// CACert is the PEM text of authorities that are trusted in addition to the
	// system's, and CACertFile a file of them. At most one of the two is set.
	CACert     string
	CACertFile string
	// ClientCert and ClientKey are PEM files, or PEM text. Both or neither must be
	// set.
	ClientCert string
	ClientKey  string
	// Insecure disables the verification of GitLab's certificate.
	Insecure bool
	// Headers are sent with every request.
	Headers map[string]string
	// Retries is how often a request is sent again after transient failures, at most
	// MaxRetries. Refusals by the rate limit (429) do not count, but if Retries is
	// 0, no request is sent again after them either.
	Retries int
	// MaxWait is how long after its beginning one request may be sent again, or wait
	// for the rate limit; 0 means DefaultMaxWait. A running attempt is not
	// interrupted.
	MaxWait time.Duration
	// UserAgent is sent with every request.
	UserAgent string
	// Dial opens connections as net.Dialer's DialContext does, which it replaces
	// in tests with a network in memory; nil means the real network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Validate checks a configuration without reading the files that it names. Each
// error is a *ConfigError, as that of New.
func (c Config) Validate() (found []error) {
	_, address := parseBaseURL(c.BaseURL)
	_, header := newHeader(c)
	for _, err := range []error{address, checkRetries(c.Retries), checkTokenType(c.TokenType), header, checkAuthorities(c), checkPair(c.ClientCert, c.ClientKey)} {
		if err != nil {
			found = append(found, err)
		}
	}
	return found
}

// parseBaseURL returns the address of the API. Its errors never contain the value,
// which may contain a password.
func parseBaseURL(raw string) (*url.URL, error) {
	if raw == "" {
		raw = defaultBaseURL
	}
	base, err := url.Parse(raw)
	problem := ConfigProblem("")
	switch {
	case err != nil:
		problem = InvalidURL
	case base.Scheme != "http" && base.Scheme != "https":
		problem = UnsupportedScheme
	case base.Hostname() == "":
		problem = MissingHost
	case !isPort(base.Port()):
		problem = InvalidPort
	case base.User != nil:
		problem = UserInURL
	case base.RawQuery != "" || base.ForceQuery || base.Fragment != "":
		problem = QueryInURL
	}
	if problem != "" {
		return nil, &ConfigError{Field: BaseURL, Problem: problem}
	}
	base.Path = strings.TrimSuffix(strings.TrimRight(base.Path, "/"), "/api/v4")
	base.RawPath = ""
	return base.JoinPath("api/v4/"), nil
}

func checkRetries(number int) error {
	if number < 0 || number > MaxRetries {
		return &ConfigError{Field: Retries, Problem: OutOfRange}
	}
	return nil
}

// isPort reports whether a text is a valid port of an address; "" is the default port
// of the scheme.
func isPort(number string) bool {
	port, err := strconv.ParseUint(number, 10, 16)
	return number == "" || err == nil && port > 0
}

// ConfigField is the name of a field of Config.
type ConfigField string

// The fields that can be wrong.
const (
	BaseURL    ConfigField = "BaseURL"
	Token      ConfigField = "Token"
	TokenType  ConfigField = "TokenType"
	CACert     ConfigField = "CACert"
	CACertFile ConfigField = "CACertFile"
	ClientCert ConfigField = "ClientCert"
	ClientKey  ConfigField = "ClientKey"
	Headers    ConfigField = "Headers"
	Retries    ConfigField = "Retries"
	// Proxy is not a field of Config, but an environment variable, whose name is in
	// ConfigError.Name.
	Proxy ConfigField = "Proxy"
)

// ConfigProblem is the problem of a field's value.
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
	// InvalidHeaderName is a header whose name, in Name, is invalid.
	InvalidHeaderName ConfigProblem = "invalid header name"
	// TokenHeader is a header, in Name, that only the token may set.
	TokenHeader ConfigProblem = "header of the token"
	// UnknownTokenType is neither TokenPrivate nor TokenBearer.
	UnknownTokenType ConfigProblem = "unknown type of token"
	// MalformedToken is a token with a space or in quotation marks, which no token of
	// GitLab has.
	MalformedToken ConfigProblem = "space or quotation marks in token"
	// UnacceptedToken is a token of a kind, in Name, that GitLab does not accept for
	// integrations, such as "deploy token".
	UnacceptedToken ConfigProblem = "token of a kind that is not accepted"
	// JobToken is the token of a CI job, which is one of these.
	JobToken ConfigProblem = "token of a CI job"
	// UnreadableFile is the name of a file that cannot be read.
	UnreadableFile ConfigProblem = "unreadable file"
	// TextInsteadOfFile is the text of a file where its name is expected.
	TextInsteadOfFile ConfigProblem = "text instead of the name of a file"
	// FileInsteadOfText is what can only be the name of a file, where its text is
	// expected.
	FileInsteadOfText ConfigProblem = "name of a file instead of its text"
	// EncodedPEM is PEM text in base64.
	EncodedPEM ConfigProblem = "PEM text in base64"
	// EmptyText is text that is empty or blank.
	EmptyText ConfigProblem = "empty text"
	// PrivateKey is a private key where only certificates are expected.
	PrivateKey ConfigProblem = "private key instead of certificates"
	// InvalidCertificate is a certificate that cannot be parsed. Name is its number in
	// the text, from 1.
	InvalidCertificate ConfigProblem = "invalid certificate"
	// SetTwice is a setting that another one, in Name, excludes.
	SetTwice ConfigProblem = "set together with another"
	// InvalidProxy is an environment variable, in Name, that is not the address of a
	// proxy.
	InvalidProxy ConfigProblem = "invalid address of a proxy"
	// UnreadablePEM is text that is neither PEM nor the name of a file that can
	// be read.
	UnreadablePEM ConfigProblem = "neither PEM nor a readable file"
	// UnreadableSystemCertificates is a system whose certificate authorities
	// cannot be read.
	UnreadableSystemCertificates ConfigProblem = "unreadable system certificates"
	// NoCertificate is text, or a file in Name, that holds no certificate in PEM format.
	NoCertificate ConfigProblem = "no certificate"
	// InvalidKeyPair is a certificate and a key that do not belong together, or that
	// cannot be parsed.
	InvalidKeyPair ConfigProblem = "invalid certificate or key"
	// MissingCounterpart is a certificate without a key, or a key without a
	// certificate.
	MissingCounterpart ConfigProblem = "certificate or key alone"
	// OutOfRange is a number that is too small or too large.
	OutOfRange ConfigProblem = "out of range"
)

// ConfigError says which field of a Config is invalid, and why. It never contains a
// value that may be secret.
type ConfigError struct {
	// Field is the field.
	Field ConfigField
	// Problem is the problem of the field.
	Problem ConfigProblem
	// Name is the header, file or other thing that the problem is about; "" if it is
	// about the field as a whole.
	Name string
	// Err is the error of the operating system or of another package; nil if there
	// is none.
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

// Unwrap returns Err.
func (e *ConfigError) Unwrap() error { return e.Err }
