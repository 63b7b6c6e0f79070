package message

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

// expectParts checks that a message contains these texts. Without texts, there must be
// no message.
func expectParts(t *testing.T, got string, parts ...string) {
	t.Helper()
	if len(parts) == 0 && got != "" {
		t.Errorf("got %q", got)
	}
	for _, part := range parts {
		if !strings.Contains(got, part) {
			t.Errorf("got %q, which does not say %q", got, part)
		}
	}
}

func TestAdviceOnAnswers(t *testing.T) {
	const project, group = "projects/acme%2Fweb/integrations/slack", "groups/acme/integrations/slack"
	const requests = "(requests go to https://gitlab.example.com/api/v4/)"
	tests := map[string]struct {
		path    string
		status  int
		origin  client.Origin
		message string
		want    []string
	}{
		"401":                               {project, 401, client.FromAPI, "401 Unauthorized", []string{"`token`", "GITLAB_TOKEN", requests, "scope `api`", "CI_JOB_TOKEN"}},
		"401 DPoP":                          {project, 401, client.FromAPI, "dpop_error: DPoP header is missing", []string{"`token`", "DPoP"}},
		"403 project":                       {project, 403, client.FromAPI, "403 Forbidden", []string{"`token`", "Maintainer", "IP addresses"}},
		"403 group":                         {group, 403, client.FromAPI, "403 Forbidden", []string{"`token`", "Owner", "archived"}},
		"403 blocked":                       {project, 403, client.FromAPI, "403 Forbidden - Your account has been blocked.", []string{"blocked the user of the `token`"}},
		"403 scope":                         {project, 403, client.FromAPI, "insufficient_scope: More.", []string{"`token`", "scope `api`"}},
		"403 fine-grained":                  {project, 403, client.FromAPI, "insufficient_granular_scope: More.", []string{"`token`", "fine-grained", "update"}},
		"404 project":                       {project, 404, client.FromAPI, "404 Project Not Found", []string{"spelling of `project`", "full path", "ID", "deleted", "`token`", "Maintainer"}},
		"404 group":                         {group, 404, client.FromAPI, "404 Group Not Found", []string{"spelling of `group`", "If the group has moved, set `group` to its new path, or to its ID", "not those of groups", "deleted", "Owner"}},
		"404 integration":                   {project, 404, client.FromAPI, "404 Integration Not Found", nil},
		"404 route":                         {project, 404, client.FromElsewhere, "404 Not Found", []string{"`base_url`", requests}},
		"404 page":                          {project, 404, client.FromWebsite, "an HTML page", []string{"`base_url`", requests, "HTTPS_PROXY", "sign-in page"}},
		"405 moved":                         {project, 405, client.FromAPI, "Non GET methods are not allowed for moved projects", []string{"has moved", "`project`", "new path"}},
		"405":                               {project, 405, client.FromAPI, "405 Not Allowed", nil},
		"400 parameter":                     {project, 400, client.FromAPI, "webhook is missing", nil},
		"400 JSON":                          {project, 400, client.FromAPI, "Invalid JSON format", []string{"proxy", "body"}},
		"400 simultaneous":                  {project, 400, client.FromAPI, `Failed to update integration. {:type=>["has already been taken"]}`, []string{"same moment", "Run this again"}},
		"400 text":                          {project, 400, client.FromElsewhere, "Bad Request", []string{"null byte", "UTF-8", "proxy"}},
		"415":                               {project, 415, client.FromAPI, "The provided content-type 'text/plain' is not supported.", []string{"Content-Type", "proxy"}},
		"422":                               {project, 422, client.FromAPI, "You cannot create the X integration from the API", nil},
		"409":                               {project, 409, client.FromAPI, "409 Conflict: Resource lock", []string{"Run this again"}},
		"412":                               {project, 412, client.FromAPI, "412 Precondition Failed", []string{"`headers`"}},
		"407":                               {project, 407, client.FromWebsite, "an HTML page", []string{"HTTPS_PROXY", "password"}},
		"429":                               {project, 429, client.FromElsewhere, "Retry later", []string{"same user", "-parallelism", "`max_wait`"}},
		"500":                               {project, 500, client.FromAPI, "500 Internal Server Error", []string{"GitLab may have stored the change", "next plan", "administrator", "request ID"}},
		"502":                               {project, 502, client.FromWebsite, "an HTML page", []string{"overloaded", "`retries` and `max_wait`"}},
		"505":                               {project, 505, client.FromWebsite, "an HTML page", []string{"overloaded"}},
		"certificate page":                  {project, 400, client.FromWebsite, `an HTML page titled "400 No required SSL certificate was sent"`, []string{"`client_cert`", "`client_key`"}},
		"altered path":                      {project, 404, client.FromAlteredPath, "404 Not Found", []string{"does not mean that the project is gone", "Set `project` to the ID", "-refresh=false", "nocanon", requests}},
		"altered group":                     {group, 404, client.FromAlteredPath, "404 Group Not Found", []string{"does not mean that the group is gone", "Set `group` to the ID"}},
		"redirect":                          {project, 302, client.FromRedirect, "redirected", []string{"`base_url`", "https://", requests, "`project`"}},
		"GitLab without group integrations": {group, 404, client.FromOldGitLab, "404 Not Found", []string{"17.9", "`project` instead of `group`", "`base_url`"}},
		"GitLab without lists":              {project, 404, client.FromBeforeList, "404 Not Found", []string{"own data source", "`gitlabintegrations_disabled`"}},
		"incomplete success":                {project, 200, client.FromElsewhere, "the answer is not JSON", []string{"`base_url`", "proxy"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := &client.Error{Method: http.MethodPut, Path: test.path, Status: test.status, Origin: test.origin, Message: test.message,
				RequestID: "01HXYZ", Base: "https://gitlab.example.com/api/v4/"}
			expectParts(t, Advice(fmt.Errorf("wrapped: %w", err)), test.want...)
		})
	}
}

func TestDescribe(t *testing.T) {
	tests := map[string]struct {
		err  client.Error
		want string
	}{
		"status in the message":     {client.Error{Status: 404, Message: "404 Project Not Found"}, `GitLab answered PUT x with "404 Project Not Found".`},
		"status not in the message": {client.Error{Status: 400, Message: "webhook is missing"}, `GitLab answered PUT x with status 400, "webhook is missing".`},
		"sentence":                  {client.Error{Status: 400, Message: "Default integration not found."}, `GitLab answered PUT x with status 400, "Default integration not found."`},
		"with request ID":           {client.Error{Status: 500, Message: "500 Internal Server Error", RequestID: "01HXYZ"}, `GitLab answered PUT x with "500 Internal Server Error". GitLab's logs have the request under the ID 01HXYZ.`},
		"text":                      {client.Error{Status: 429, Message: "Retry later", Origin: client.FromElsewhere}, `PUT x was answered with status 429, "Retry later".`},
		"long text":                 {client.Error{Status: 429, Message: strings.Repeat("x", 501), Origin: client.FromElsewhere}, `PUT x was answered with status 429, "` + strings.Repeat("x", 500) + `…".`},
		"page":                      {client.Error{Status: 502, Message: "an HTML page", Origin: client.FromWebsite}, `The answer to PUT x, with status 502, is an HTML page.`},
		"redirect":                  {client.Error{Status: 302, Message: "redirected to y", Origin: client.FromRedirect}, `PUT x was redirected to y (status 302).`},
		"cut off":                   {client.Error{Status: 200, Message: "the answer is not JSON", Origin: client.FromElsewhere}, `PUT x was answered with status 200, but the answer is not JSON.`},
		"old":                       {client.Error{Status: 404, Origin: client.FromOldGitLab}, "This GitLab has no integrations of groups: it does not know PUT x."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.err.Method, test.err.Path = http.MethodPut, "x"
			if got := Describe(&test.err); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestExplainOtherErrors(t *testing.T) {
	if got, want := Explain(errors.New("no route")), "The request failed (no route)."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	failed := &client.RequestError{Method: http.MethodGet, Path: "x", Reason: "dial tcp: no route"}
	if got, want := Describe(failed), "The request GET x failed (dial tcp: no route)."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Every failure that the client distinguishes needs advice, except those for which
// there is none.
func TestEveryFailureHasAdvice(t *testing.T) {
	for failure := client.UnknownFailure; failure <= client.LostConnection; failure++ {
		isWithout := failure == client.UnknownFailure || failure == client.Canceled
		if (networkAdvice[failure] == "") != isWithout {
			t.Errorf("failure %d has the advice %q", failure, networkAdvice[failure])
		}
	}
}

func TestConfig(t *testing.T) {
	tests := map[string]struct {
		fault client.ConfigError
		want  string
	}{
		"alone":        {client.ConfigError{Problem: client.MissingHost}, "`x` must have a host, as in `https://gitlab.example.com`."},
		"range":        {client.ConfigError{Problem: client.OutOfRange}, "`x` must be a whole number from 0 to 100."},
		"reason":       {client.ConfigError{Problem: client.UnreadableFile, Err: errors.New("no such file")}, "`x` must name a file that can be read (no such file)."},
		"header":       {client.ConfigError{Problem: client.ControlCharacter, Name: "X-Key"}, `the value of "X-Key" has one`},
		"header name":  {client.ConfigError{Problem: client.InvalidHeaderName, Name: ""}, `the name "" has one`},
		"certificates": {client.ConfigError{Problem: client.NoCertificate, Name: "a.pem"}, "a.pem does not"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { expectParts(t, Config("`x`", &test.fault), test.want) })
	}
}

// The advice about a refused token depends on how the token was sent and on its form.
func TestAdviceOnTokens(t *testing.T) {
	tests := map[string]struct {
		tokenType   string
		isOAuth     bool
		want, never string
	}{
		"access token":          {client.TokenPrivate, false, "An OAuth token needs `token_type = \"bearer\"`", "looks like"},
		"OAuth token":           {client.TokenPrivate, true, "looks like an OAuth token, and was sent as an access token. Set `token_type = \"bearer\"`", "two hours"},
		"OAuth token as bearer": {client.TokenBearer, true, "An OAuth token expires after two hours", "Set `token_type"},
		"other token as bearer": {client.TokenBearer, false, "neither expired nor revoked", "Set `token_type"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			advice := Advice(&client.Error{Status: 401, Message: "401 Unauthorized", TokenType: test.tokenType, OAuthToken: test.isOAuth})
			expectParts(t, advice, test.want, "GITLAB_TOKEN")
			if strings.Contains(advice, test.never) {
				t.Errorf("%q contains %q", advice, test.never)
			}
		})
	}
}

// The message about a failure at a proxy contains the address of the proxy, if known.
func TestAdviceNamesTheProxy(t *testing.T) {
	const address = "http://proxy.example.com:3128"
	for address, want := range map[string]string{"": "The proxy requires a user name", address: "The proxy " + address + " requires a user name"} {
		expectParts(t, Advice(&client.Error{Status: 407, Origin: client.FromElsewhere, Proxy: address}), want)
	}
	for _, failure := range []client.Failure{client.ProxySignIn, client.ProxyRefusal, client.ProxyUnreachable} {
		expectParts(t, nameProxy(networkAdvice[failure], address), "The proxy "+address+" ")
	}
}

// Most of these messages were recorded from GitLab 18.9.
func TestRemedies(t *testing.T) {
	tests := map[string]string{
		"can't be blank": "value that is not empty",
		"is missing":     "value that is not empty",
		"is blocked: Requests to localhost are not allowed":                               "Outbound requests",
		"is blocked: Requests to the shared address space are not allowed":                "Outbound requests",
		"is blocked: Requests to the limited broadcast address are not allowed":           "Outbound requests",
		"is blocked: Requests to hosts and IP addresses not on the Allow List are denied": "add the host to that list",
		"is blocked: Hostname or IP address invalid":                                      "begin with a letter or a digit",
		"is blocked: execution expired":                                                   "DNS",
		"is blocked: URI is invalid":                                                      "line break",
		"is blocked: Only allowed schemes are https":                                      "begin with `https://`",
		"is blocked: Only allowed schemes are http, https":                                "URL such as",
		"is blocked: Host cannot be resolved or invalid":                                  "DNS",
		"must be a valid URL":                                                             "URL such as",
		"must be an integer":                                                              "whole number",
		"is not a number":                                                                 "whole number",
		"must be a valid PEM private key":                                                 "key.p8",
		"must be a valid json schema":                                                     "key.json",
		"is invalid":                                                                      "the format that GitLab expects",
		"is not included in the list":                                                     "the format that GitLab expects",
		"Another third-party wiki is already in use":                                      "Disable the other one first",
		"URL must point to discord.com":                                                   "",
		"URL must point to a workspace URL like https://linear.app/x":                     "",
	}
	for sentence, want := range tests {
		got := Remedy(sentence, nil)
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%q has the remedy %q", sentence, got)
		}
	}
	expectParts(t, Remedy("is not included in the list", []string{"a", "b"}), "one of `a`, `b`")
}

func TestNothingToInherit(t *testing.T) {
	project := func(id string) client.Owner { return client.Owner{Kind: client.ProjectKind, ID: id} }
	group := func(id string) client.Owner { return client.Owner{Kind: client.GroupKind, ID: id} }
	tests := map[string]struct {
		owner  client.Owner
		groups bool
		want   []string
	}{
		"project":         {project("acme/shop/web"), true, []string{"(`acme/shop` or `acme`)", "`group = \"acme/shop\"`", "whole instance"}},
		"project by ID":   {project("42"), true, []string{"A group above this project", "whole instance"}},
		"subgroup":        {group("acme/shop"), true, []string{"above this group (`acme`)", "`group = \"acme\"`"}},
		"group by ID":     {group("7"), true, []string{"A group above this group"}},
		"top-level group": {group("acme"), true, []string{"No group is above this group", "whole instance"}},
		"projects alone":  {project("acme/web"), false, []string{"Groups cannot have Asana", "whole instance"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			subject := Subject{Title: "Asana", TypeName: "gitlabintegrations_asana", Owner: test.owner}
			expectParts(t, subject.NothingToInherit(test.groups), append(test.want, "`use_inherited_settings`")...)
		})
	}
}
