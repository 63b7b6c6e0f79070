package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

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
