package integration

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/client"
)

func failure(summary, detail string) *tfprotov6.Diagnostic {
	return &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Summary: summary, Detail: strings.TrimSpace(detail)}
}

func warning(summary, detail string) *tfprotov6.Diagnostic {
	return &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: summary, Detail: strings.TrimSpace(detail)}
}

func failureAt(attribute, summary, detail string) *tfprotov6.Diagnostic {
	diagnostic := failure(summary, detail)
	diagnostic.Attribute = tftypes.NewAttributePath().WithAttributeName(attribute)
	return diagnostic
}

// task says what is being done to what, for the summary of a diagnostic.
func (k *kind) task(verb string, owner client.Owner) string {
	return fmt.Sprintf("%s %s in %s", verb, k.Title, owner)
}

// refusals explains an error of GitLab or of the way to it, on the attributes
// that GitLab names. The function redact takes out what must not be shown.
func (k *kind) refusals(summary string, err error, redact func(string) string) []*tfprotov6.Diagnostic {
	var refusal *client.Error
	if !errors.As(err, &refusal) {
		if errors.Is(err, context.Canceled) {
			return []*tfprotov6.Diagnostic{failure(summary, "The request was interrupted.")}
		}
		return []*tfprotov6.Diagnostic{failure(summary, redact(err.Error()))}
	}
	// Before anything is cut off: the rest of a secret is one too.
	shown := *refusal
	shown.Message = redact(refusal.Message)
	var found []*tfprotov6.Diagnostic
	for _, name := range k.refused(refusal.Message) {
		found = append(found, failureAt(name, summary, shown.Error()))
	}
	if len(found) == 0 {
		found = append(found, failure(summary, shown.Error()+k.advice(refusal)))
	}
	return found
}

// advice is the way out of refusals that have a special one.
func (k *kind) advice(refusal *client.Error) string {
	switch {
	case k.Install != "" && refusal.Status == http.StatusUnprocessableEntity:
		return "\n\nGitLab's API cannot create this integration, only change it once it is installed. " + k.Install
	case client.IsUnknownSlug(refusal):
		return "\n\nThis GitLab has no integration " + k.Slug + ": it is older or newer than the integration, see the documentation of the resource."
	default:
		return ""
	}
}

// Shapes in which GitLab names the parameters that it refuses: the text of the
// API's own checks ("url is missing, password is invalid") and the Ruby hash
// of the model's checks, before and since Ruby 3.4 ({:url=>["…"]}, {url: ["…"]}).
var refusedNames = regexp.MustCompile(`(\w+) (?:is missing|is invalid|is empty|does not have a valid value)|:(\w+)=>\[|(\w+): \[`)

// refused returns the attributes that a message of GitLab names.
func (k *kind) refused(message string) []string {
	var names []string
	for _, match := range refusedNames.FindAllStringSubmatch(message, -1) {
		name := match[1] + match[2] + match[3]
		if k.parameters[name] != nil {
			names = append(names, name)
		}
	}
	return names
}

// panicDiagnostic reports a fault of the provider. Of the fault's own text it
// shows only what the Go runtime wrote: any other could hold a secret.
func panicDiagnostic(fault any) *tfprotov6.Diagnostic {
	what := fmt.Sprintf("%T", fault)
	if runtimeError, ok := fault.(runtime.Error); ok {
		what = runtimeError.Error()
	}
	return failure("The provider made a mistake",
		"This is a bug in the provider, not in your configuration. Please report it with the following text.\n\n"+
			what+"\n\n"+strings.TrimSpace(string(debug.Stack())))
}
