package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gitlab-integrations/terraform-provider-gitlabintegrations/internal/message"
)

// notConfigured is the error of a task, such as "Cannot list the integrations of
// project acme/web", before there is a client.
func notConfigured(task string) diag.Diagnostic {
	return errorOf(message.NotConfigured(task))
}

// errorOf and warningOf make diagnostics of messages.
func errorOf(text message.Text) diag.Diagnostic {
	return diag.NewErrorDiagnostic(text.Summary, text.Detail)
}

func warningOf(text message.Text) diag.Diagnostic {
	return diag.NewWarningDiagnostic(text.Summary, text.Detail)
}

// converted converts diagnostics of the runtime to those of the framework.
func converted(found []*tfprotov6.Diagnostic) (diagnostics diag.Diagnostics) {
	for _, diagnostic := range found {
		var each diag.Diagnostic = diag.NewErrorDiagnostic(diagnostic.Summary, diagnostic.Detail)
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityWarning {
			each = diag.NewWarningDiagnostic(diagnostic.Summary, diagnostic.Detail)
		}
		if steps := diagnostic.Attribute.Steps(); len(steps) > 0 {
			attribute, _ := steps[0].(tftypes.AttributeName)
			each = diag.WithPath(path.Root(string(attribute)), each)
		}
		diagnostics.Append(each)
	}
	return diagnostics
}
