package integration

import (
	"fmt"
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
	return failureIn(tftypes.NewAttributePath().WithAttributeName(attribute), summary, detail)
}

func failureIn(path *tftypes.AttributePath, summary, detail string) *tfprotov6.Diagnostic {
	diagnostic := failure(summary, detail)
	diagnostic.Attribute = path
	return diagnostic
}

// task says what is being done to what, for the summary of a diagnostic.
func (d *definition) task(verb string, owner client.Owner) string {
	return fmt.Sprintf("%s %s in %s", verb, d.Title, owner)
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
