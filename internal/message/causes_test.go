package message

import (
	"testing"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

func TestCauseOf(t *testing.T) {
	tests := map[string]struct {
		err  client.Error
		want string
	}{
		"token":                {client.Error{Status: 401, Message: "401 Unauthorized"}, TokenRefused},
		"401 from a proxy":     {client.Error{Status: 401, Message: "Unauthorized", Origin: client.FromElsewhere}, AnsweredElsewhere},
		"scope":                {client.Error{Status: 403, Message: "insufficient_scope: more"}, ScopeMissing},
		"blocked":              {client.Error{Status: 403, Message: "403 Forbidden - Your account has been blocked."}, UserBlocked},
		"project":              {client.Error{Status: 403, Path: "projects/1/integrations", Message: "403 Forbidden"}, ProjectForbidden},
		"group":                {client.Error{Status: 403, Path: "groups/1/integrations", Message: "403 Forbidden"}, GroupForbidden},
		"missing project":      {client.Error{Status: 404, Message: "404 Project Not Found"}, ProjectNotFound},
		"missing group":        {client.Error{Status: 404, Message: "404 Group Not Found"}, GroupNotFound},
		"missing integration":  {client.Error{Status: 404, Message: "404 Integration Not Found"}, ""},
		"limit":                {client.Error{Status: 429, Origin: client.FromElsewhere}, RateLimited},
		"broken":               {client.Error{Status: 500, Message: "500 Internal Server Error"}, GitLabFailed},
		"down":                 {client.Error{Status: 502, Origin: client.FromWebsite}, OutOfService},
		"slow":                 {client.Error{Status: 408, Origin: client.FromElsewhere}, OutOfService},
		"proxy":                {client.Error{Status: 407, Origin: client.FromElsewhere}, NotReached},
		"value":                {client.Error{Status: 400, Message: "webhook is missing"}, ""},
		"refusal from a proxy": {client.Error{Status: 400, Message: "Bad Request", Origin: client.FromElsewhere}, ""},
		"path":                 {client.Error{Status: 404, Message: "404 Project Not Found", Origin: client.FromAlteredPath}, PathAltered},
		"conflict":             {client.Error{Status: 409, Message: "409 Conflict"}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := CauseOf(&test.err)
			if got != test.want || got != "" && !IsCause(got) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestShortForms(t *testing.T) {
	whole := ofCause(TokenRefused, "Cannot read Asana in project acme/web", "Because.", "Do this.")
	if got, want := whole.Repeated(), (Text{"Cannot read Asana in project acme/web", `The reason is the same as in the error "GitLab does not accept the token".`}); got != want {
		t.Errorf("got %+v", got)
	}
	more := whole.More()
	expectParts(t, more.Detail, "Cannot read Asana in project acme/web. No more warnings of this kind")
	if more.Summary == whole.Summary || IsCause(more.Summary) {
		t.Errorf("the CLI can merge diagnostics with the summary %q", more.Summary)
	}
}

func TestIsCause(t *testing.T) {
	for summary, want := range map[string]bool{TokenRefused: true, UnknownIntegration + "slack": true, "Cannot read Asana in project acme/web": false, TokenRefused + " either": false} {
		if IsCause(summary) != want {
			t.Errorf("%q counts as a cause: %t", summary, !want)
		}
	}
}
