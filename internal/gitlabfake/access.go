package gitlabfake

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// Role is the role of a member of a project or group, as GitLab's number.
type Role int

// Roles of GitLab. Integrations of a project need a Maintainer, those of a group
// an Owner.
const (
	Guest      Role = 10
	Reporter   Role = 20
	Developer  Role = 30
	Maintainer Role = 40
	Owner      Role = 50
)

// User is a user with an access token.
type User struct {
	// Token is the access token.
	Token string
	// OAuth: the token is an OAuth token, which is accepted only in the header
	// Authorization.
	OAuth bool
	// Scopes are those of the token, such as "read_api"; empty for "api".
	Scopes []string
	// Expired, Revoked: the token is refused. Blocked: the user is.
	Expired, Revoked, Blocked bool
	// Roles are the roles of the user as a member, by "projects/<path>" or
	// "groups/<path>". A role in a group also applies to everything below it.
	Roles map[string]Role
	// ManagesIntegrations are the owners where a custom role of the user has the
	// permission to manage integrations. It holds for all below a group, too.
	ManagesIntegrations []string
}

// AddUser adds a user, beside the user of GitLab.Token, who has all permissions.
func (g *GitLab) AddUser(user User) {
	g.mu.Lock()
	defer g.mu.Unlock()
	user.Roles = maps.Clone(user.Roles)
	g.users[user.Token] = user
}

// Publish makes a group or project public. The owner is
// "projects/<path or ID>" or "groups/<path or ID>"; it panics if there is none.
func (g *GitLab) Publish(owner string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.mustFind(owner).public = true
}

// account is the sender of a request: anonymous, the user of Token or another user.
type account struct {
	user          User
	anonymous     bool
	administrator bool
}

// signIn returns the sender of a request. It refuses invalid tokens. A request
// without a token can only read public projects and groups.
func (g *GitLab) signIn(r *http.Request, path string) (account, *answer) {
	token, isBearer := g.sentToken(r)
	if token == g.Token && (isBearer || !g.OAuth) {
		return account{administrator: true}, nil
	}
	user, known := g.users[token]
	known = known && (isBearer || !user.OAuth)
	switch {
	case token == "" && r.Header.Get("JOB-TOKEN") == "":
		return account{anonymous: true}, nil
	case !known:
		return account{}, unauthorized().refusal()
	case user.Expired:
		return account{}, invalidToken(path, "Token is expired. You can either do re-authorization or token refresh.").refusal()
	case user.Revoked:
		return account{}, invalidToken(path, "Token was revoked. You have to re-authorize from the user.").refusal()
	case user.Blocked:
		return account{}, message(http.StatusForbidden, "403 Forbidden - Your account has been blocked.").refusal()
	}
	return account{user: user}, nil
}

// bearer matches the header Authorization with a token.
var bearer = regexp.MustCompile(`(?i)^Bearer (.+)$`)

// sentToken returns the token of a request, and whether it is in the header
// Authorization. GitLab looks there first, but only for OAuth tokens, then in
// PRIVATE-TOKEN, and then in Authorization for other tokens (access_token in
// lib/gitlab/auth/auth_finders.rb in GitLab 18.9).
func (g *GitLab) sentToken(r *http.Request) (token string, isBearer bool) {
	private, authorization := r.Header.Get("PRIVATE-TOKEN"), ""
	if found := bearer.FindStringSubmatch(r.Header.Get("Authorization")); found != nil {
		authorization = found[1]
	}
	if private != "" && !g.isOAuth(authorization) {
		return private, false
	}
	return authorization, true
}

// isOAuth reports whether a token is an OAuth token.
func (g *GitLab) isOAuth(token string) bool {
	return token != "" && (g.users[token].OAuth || g.OAuth && token == g.Token)
}

// scope refuses a token without one of the scopes.
func (a account) scope(allowed ...string) *answer {
	if a.administrator || a.anonymous || len(a.user.Scopes) == 0 {
		return nil
	}
	if slices.ContainsFunc(a.user.Scopes, func(s string) bool { return slices.Contains(allowed, s) }) {
		return nil
	}
	return insufficientScope().refusal()
}

// role is the highest role of the account in the owner or a group above it; 0 if it
// has none.
func (a account) role(o *owner) Role {
	highest := Role(0)
	for _, place := range append([]*owner{o}, o.ancestors()...) {
		highest = max(highest, a.user.Roles[place.name()])
	}
	return highest
}

// sees reports whether the account can see the owner.
func (a account) sees(o *owner) bool {
	return a.administrator || o.public || !a.anonymous && a.role(o) > 0
}

// maintains reports whether the account has all rights of a Maintainer of a project.
func (a account) maintains(project *owner) bool {
	return a.administrator || a.role(project) >= Maintainer
}

// administers refuses an account that cannot manage integrations of the owner.
func (a account) administers(o *owner) *answer {
	needed := Maintainer
	if o.group {
		needed = Owner
	}
	if a.administrator || a.role(o) >= needed || a.managesIntegrations(o) {
		return nil
	}
	return message(http.StatusForbidden, "403 Forbidden").refusal()
}

// managesIntegrations reports whether a custom role gives the permission.
func (a account) managesIntegrations(o *owner) bool {
	return slices.ContainsFunc(append([]*owner{o}, o.ancestors()...), func(place *owner) bool {
		return slices.Contains(a.user.ManagesIntegrations, place.name())
	})
}

func unauthorized() answer { return message(http.StatusUnauthorized, "401 Unauthorized") }

// invalidToken is the answer to an invalid token. The header is recorded only for
// integrations of projects.
func invalidToken(path, description string) answer {
	refused := answer{
		status: http.StatusUnauthorized,
		body:   map[string]string{"error": "invalid_token", "error_description": description},
	}
	if strings.HasPrefix(path, "projects/") && strings.Contains(path, "/integrations") {
		refused.header = map[string]string{"WWW-Authenticate": fmt.Sprintf(
			`Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description=%q`, description)}
	}
	return refused
}

func insufficientScope() answer {
	return answer{
		status: http.StatusForbidden,
		body: map[string]string{
			"error":             "insufficient_scope",
			"error_description": "The request requires higher privileges than provided by the access token.",
			"scope":             "api read_api",
		},
	}
}
