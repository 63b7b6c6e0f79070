package client

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// The types of tokens, which decide on the header that carries the token.
const (
	// TokenPrivate is a personal, project or group access token, which goes into the
	// header PRIVATE-TOKEN.
	TokenPrivate = "private"
	// TokenBearer is an OAuth token, which goes into the header Authorization. GitLab
	// accepts access tokens there, too (recorded of GitLab 18.9).
	TokenBearer = "bearer"
)

// oauthToken matches the OAuth tokens that GitLab makes
// (config/initializers/doorkeeper.rb in GitLab 18.9).
var oauthToken = regexp.MustCompile(`^[0-9a-f]{64}$`)

// unacceptedTokens are the kinds of tokens that GitLab accepts only for other
// purposes, by their prefixes (doc/security/tokens/_index.md in GitLab 18.9).
// lib/api/integrations.rb accepts none of them.
var unacceptedTokens = map[string]string{
	"glagent": "token of an agent for Kubernetes",
	"gldt":    "deploy token",
	"glffct":  "token of a client of feature flags",
	"glft":    "feed token",
	"glimt":   "token for incoming mail",
	"gloas":   "secret of an OAuth application",
	"glptt":   "trigger token of pipelines",
	"glrt":    "token of a runner",
	"glrtr":   "token of a runner",
	"glsoat":  "SCIM token",
}

// jobTokenPrefix is the prefix of the tokens of CI jobs since GitLab 16.8.
const jobTokenPrefix = "glcbt"

// tokenPrefix matches the prefix of a token, after the prefix that an instance can
// put before it (lib/authn/token_field/prefix_helper.rb in GitLab 18.9).
var tokenPrefix = regexp.MustCompile(`^(?:\w+-)?(gl[a-z]+)-`)

// checkToken refuses a token that is not valid in a header, and a token of a kind
// that GitLab does not accept for integrations.
func checkToken(token string) error {
	if strings.ContainsFunc(token, unicode.IsControl) {
		return &ConfigError{Field: Token, Problem: ControlCharacter}
	}
	if strings.ContainsFunc(token, unicode.IsSpace) || strings.ContainsAny(token, "\"'`") {
		return &ConfigError{Field: Token, Problem: MalformedToken}
	}
	prefix := tokenPrefix.FindStringSubmatch(token)
	if prefix == nil {
		return nil
	}
	if prefix[1] == jobTokenPrefix {
		return &ConfigError{Field: Token, Problem: JobToken}
	}
	if kind := unacceptedTokens[prefix[1]]; kind != "" {
		return &ConfigError{Field: Token, Problem: UnacceptedToken, Name: kind}
	}
	return nil
}

func checkTokenType(tokenType string) error {
	switch tokenType {
	case "", TokenPrivate, TokenBearer:
		return nil
	}
	return &ConfigError{Field: TokenType, Problem: UnknownTokenType}
}

// The headers that carry a token, in their canonical form.
const (
	privateToken  = "Private-Token"
	authorization = "Authorization"
)

// isTokenHeader reports whether a header is one that only the token may set. With an
// access token, a proxy in front of GitLab can have the other one.
func isTokenHeader(name, tokenType string) bool {
	name = http.CanonicalHeaderKey(name)
	return name == privateToken || name == authorization && tokenType == TokenBearer
}

// headerName matches the names that RFC 9110 allows.
var headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// newHeader returns the header of every request. It checks the values, because
// net/http would check them only when a request is sent, and would not name the
// setting. Its errors never contain a value.
func newHeader(config Config) (http.Header, error) {
	header := http.Header{"Accept": {"application/json"}}
	if config.UserAgent != "" {
		header.Set("User-Agent", config.UserAgent)
	}
	for _, name := range slices.Sorted(maps.Keys(config.Headers)) {
		value, problem := config.Headers[name], ConfigProblem("")
		switch {
		case !headerName.MatchString(name):
			problem = InvalidHeaderName
		case strings.ContainsFunc(value, unicode.IsControl):
			problem = ControlCharacter
		case isTokenHeader(name, config.TokenType):
			problem = TokenHeader
		}
		if problem != "" {
			return nil, &ConfigError{Field: Headers, Problem: problem, Name: name}
		}
		header.Set(name, value)
	}
	if err := checkToken(config.Token); err != nil {
		return nil, err
	}
	switch {
	case config.Token == "":
	case config.TokenType == TokenBearer:
		header.Set(authorization, "Bearer "+config.Token)
	default:
		header.Set(privateToken, config.Token)
	}
	return header, nil
}
